import type { DType } from '../dtype';
import type { Kernel } from '../kernel';

/** `random_seed`: ins `[seed]` (n integers of 32 bits or fewer), outs `[key]` (n keys): the words 0 and the seed's bits. */
export function randomSeed(n: number): Kernel {
	throw new Error('internal: not built yet');
}

/** `random_wrap`: ins uint32[..., 2], outs `n` keys. */
export function randomWrap(n: number): Kernel {
	throw new Error('internal: not built yet');
}

/** `random_unwrap`: ins `n` keys, outs uint32[..., 2]. */
export function randomUnwrap(n: number): Kernel {
	throw new Error('internal: not built yet');
}

/** `random_split`: ins `keys` keys, outs key[keys..., count]: threefry of each key on the counters 0..count-1. */
export function randomSplit(keys: number, count: number): Kernel {
	throw new Error('internal: not built yet');
}

/** `random_fold_in`: ins `[key, data]` (data an integer), outs `n` keys; a scalar operand has one element, the other `n`. */
export function randomFoldIn(n: number, scalarKey = false, scalarData = false): Kernel {
	throw new Error('internal: not built yet');
}

/** `random_bits`: ins `keys` keys, outs `dtype`[keys..., count] (uint8, uint16 or uint32), the partitionable scheme. */
export function randomBits(dtype: DType, keys: number, count: number): Kernel {
	throw new Error('internal: not built yet');
}
