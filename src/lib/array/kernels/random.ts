import { bitsOf, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { copySlots } from './elementwise';
import { threefry2x32 } from './threefry';

/** `random_seed`: ins `[seed]` (`n` integers of 32 bits or fewer), outs `[key]` (`n` keys): the words 0 and the seed's bits. */
export function randomSeed(n: number): Kernel {
	return ([seed], [key]) => {
		for (let i = 0; i < n; i++) {
			key.data[key.at + 2 * i] = 0;
			key.data[key.at + 2 * i + 1] = seed.data[seed.at + i];
		}
	};
}

const copyWords =
	(n: number): Kernel =>
	(ins, outs) =>
		copySlots(2 * n, ins[0], outs[0]);

/** `random_wrap`: ins uint32[..., 2], outs `n` keys. */
export const randomWrap: (n: number) => Kernel = copyWords;

/** `random_unwrap`: ins `n` keys, outs uint32[..., 2]. */
export const randomUnwrap: (n: number) => Kernel = copyWords;

/** `random_split`: ins `keys` keys, outs key[keys..., count]: threefry of each key on the counters 0..count-1. */
export function randomSplit(keys: number, count: number): Kernel {
	return ([key], [out]) => {
		let at = out.at;
		for (let k = 0; k < keys; k++) {
			const p = key.at + 2 * k;
			for (let i = 0; i < count; i++, at += 2) threefry2x32(key.data[p], key.data[p + 1], 0, i, out.data, at);
		}
	};
}

/** `random_fold_in`: ins `[key, data]` (data an integer), outs `n` keys; a scalar operand has one element, the other `n`. */
export function randomFoldIn(n: number, scalarKey = false, scalarData = false): Kernel {
	const stepKey = scalarKey ? 0 : 2;
	const stepData = scalarData ? 0 : 1;
	return ([key, data], [out]) => {
		for (let i = 0; i < n; i++) {
			const p = key.at + i * stepKey;
			const counter = data.data[data.at + i * stepData];
			threefry2x32(key.data[p], key.data[p + 1], 0, counter, out.data, out.at + 2 * i);
		}
	};
}

/**
 * `random_bits`: ins `keys` keys, outs `dtype`[keys..., count] (uint8, uint16 or uint32). The partitionable scheme: both
 * words of threefry on the element's index, xor-ed, the low bits kept.
 */
export function randomBits(dtype: DType, keys: number, count: number): Kernel {
	const words = new Uint32Array(2);
	const mask = bitsOf(dtype) === 32 ? -1 : (1 << bitsOf(dtype)) - 1;
	return ([key], [out]) => {
		let at = out.at;
		for (let k = 0; k < keys; k++) {
			const p = key.at + 2 * k;
			for (let i = 0; i < count; i++) {
				threefry2x32(key.data[p], key.data[p + 1], 0, i, words);
				out.data[at++] = (words[0] ^ words[1]) & mask;
			}
		}
	};
}
