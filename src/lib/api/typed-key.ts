import { avalOf, type Value } from '$lib/core/interpreter';

export const isTypedKey = (x: Value): boolean => avalOf(x).dtype === 'key<fry>';
