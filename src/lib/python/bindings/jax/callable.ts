import type { Fn } from '$lib/core/fn';
import { asCallable } from '../../call';

/** Objects with `__call__` as functions; anything else as it is, for the api to refuse in JAX's words. */
export const fnOf = (f: unknown): Fn | unknown => asCallable(f) ?? f;
