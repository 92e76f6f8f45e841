import { describe, expect, it } from 'vitest';
import {
	randomBits,
	randomFoldIn,
	randomSeed,
	randomSplit,
	randomUnwrap,
	randomWrap
} from '$lib/array/kernels/random';
import { threefry2x32 } from '$lib/array/kernels/threefry';
import { array, i32, numbers, run } from './run';

const key = (a: number, b: number): ReturnType<typeof array> => array('key<fry>', [], [a, b]);

describe('threefry2x32', () => {
	const known: [number[], number[], number[]][] = [
		[
			[0, 0],
			[0, 0],
			[0x6b200159, 0x99ba4efe]
		],
		[
			[0xffffffff, 0xffffffff],
			[0xffffffff, 0xffffffff],
			[0x1cb996fc, 0xbb002be7]
		],
		[
			[0x13198a2e, 0x03707344],
			[0x243f6a88, 0x85a308d3],
			[0xc4923a9c, 0x483df7a0]
		]
	];
	it.each(known)('of key %j and counter %j is %j', ([k0, k1], [x0, x1], words) => {
		const out = [0, 0];
		threefry2x32(k0, k1, x0, x1, out);
		expect(out).toEqual(words);
	});
});

describe('keys', () => {
	it('random_seed keeps the 32 bits of the seed in the second word', () => {
		expect(numbers(run(randomSeed(2), [i32(7, -1)], 'key<fry>', [2]))).toEqual([0, 7, 0, 4294967295]);
	});
	it('random_wrap and random_unwrap keep the words', () => {
		const words = array('uint32', [2, 2], [1, 2, 3, 4]);
		const keys = run(randomWrap(2), [words], 'key<fry>', [2]);
		expect(numbers(keys)).toEqual([1, 2, 3, 4]);
		expect(numbers(run(randomUnwrap(2), [keys], 'uint32', [2, 2]))).toEqual([1, 2, 3, 4]);
	});
	it('random_split gives the keys of jax.random.split', () => {
		expect(numbers(run(randomSplit(1, 3), [key(0, 0)], 'key<fry>', [3]))).toEqual([
			1797259609, 2579123966, 928981903, 3453687069, 4146024105, 2718843009
		]);
	});
	it('random_split does not depend on how many keys are asked for, nor on the keys around', () => {
		const two = array('key<fry>', [2], [9, 9, 0, 0]);
		expect(numbers(run(randomSplit(2, 1), [two], 'key<fry>', [2, 1])).slice(2)).toEqual([
			1797259609, 2579123966
		]);
	});
	it('random_fold_in gives the key of jax.random.fold_in, which for a small number is one of split', () => {
		const folded = (x: number): number[] =>
			numbers(run(randomFoldIn(1), [key(0, 0), array('uint32', [], [x])], 'key<fry>', []));
		expect(folded(7)).toEqual([2716826189, 292468403]);
		expect(folded(2)).toEqual([4146024105, 2718843009]);
	});
	it('random_fold_in takes one key for many numbers and one number for many keys', () => {
		expect(numbers(run(randomFoldIn(2, true), [key(0, 0), i32(1, 2)], 'key<fry>', [2]))).toEqual([
			928981903, 3453687069, 4146024105, 2718843009
		]);
		const keys = array('key<fry>', [2], [0, 0, 0, 0]);
		expect(numbers(run(randomFoldIn(2, false, true), [keys, i32(2)], 'key<fry>', [2]))).toEqual([
			4146024105, 2718843009, 4146024105, 2718843009
		]);
	});
});

describe('random_bits', () => {
	it('gives the bits of jax.random.bits', () => {
		expect(numbers(run(randomBits('uint32', 1, 4), [key(0, 0)], 'uint32', [4]))).toEqual([
			4070199207, 4202968722, 1427181096, 2012915765
		]);
	});
	it('keeps the low bits for narrow words', () => {
		const bits = (dtype: 'uint8' | 'uint16' | 'uint32'): number[] =>
			numbers(run(randomBits(dtype, 1, 3), [key(0, 42)], dtype, [3]));
		expect(bits('uint8')).toEqual([162, 217, 249]);
		expect(bits('uint16')).toEqual([5026, 12505, 63993]);
		expect(bits('uint32')).toEqual([2098992034, 2919706841, 2646866425]);
	});
	it('starts again for every key', () => {
		const keys = run(randomSplit(1, 2), [key(0, 42)], 'key<fry>', [2]);
		expect(numbers(run(randomBits('uint32', 2, 2), [keys], 'uint32', [2, 2]))).toEqual([
			2277453133, 1345880512, 3125294276, 3383865362
		]);
	});
});
