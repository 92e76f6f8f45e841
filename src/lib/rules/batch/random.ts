import { bind1 } from '$lib/core/interpreter';
import { moveAxis } from '$lib/core/ops';
import type { Params } from '$lib/core/primitive';
import type { Batch } from '../batching';
import { one } from '../dims';
import { sole } from './operands';

/** Keys are elements: a batch of keys is a key array of one more axis, and each is used by itself. */
export const batchKeys =
	<P extends 'random_bits' | 'random_split'>(primitive: P): Batch<Params[P]> =>
	(_, [keys], dims, params) =>
		one(bind1(primitive, [moveAxis(keys, sole(dims), 0)], params), 0);

export const batchWrap: Batch<Params['random_wrap']> = (_, [words], dims) =>
	one(bind1('random_wrap', [moveAxis(words, sole(dims), 0)], { impl: 'fry' }), 0);
