import { describe, expect, test } from 'vitest';
import '$lib/transforms/eval';
import { NDArray } from '$lib/array/ndarray';
import type { Value } from '$lib/core/interpreter';
import { scalar } from '$lib/core/ops';
import { vmap } from '$lib/api/vmap/vmap';
import { foldIn, key, keyData, PRNGKey, seedOf, split } from '$lib/api/random/keys';
import { bernoulli, bits, uniform } from '$lib/api/random/uniform';
import { normal } from '$lib/api/random/normal';
import { randint } from '$lib/api/random/integers';
import { cauchy, gumbel, laplace, logistic } from '$lib/api/random/continuous';

const int = (n: number): Value => scalar(n, 'int32', true);
const numbers = (x: Value): number[] => [...(x as NDArray).data];
const at = (keys: Value, i: number): Value =>
	new NDArray('key<fry>', [], (keys as NDArray).data.slice(2 * i, 2 * i + 2));
const key0 = key(seedOf(0n));

describe('keys', () => {
	test('a seed is the low word of the key', () => {
		expect(numbers(keyData(key(seedOf(42n))))).toEqual([0, 42]);
		expect(numbers(PRNGKey(seedOf(-1n)))).toEqual([0, 4294967295]);
	});

	test('split gives the words of real JAX', () => {
		expect(numbers(keyData(split(key0)))).toEqual([1797259609, 2579123966, 928981903, 3453687069]);
		expect(numbers(split(PRNGKey(seedOf(0n)), [3])).slice(4)).toEqual([4146024105, 2718843009]);
	});

	test('fold_in gives the words of real JAX, and those of split', () => {
		expect(numbers(keyData(foldIn(key0, int(7))))).toEqual([2716826189, 292468403]);
		expect(numbers(keyData(foldIn(key0, int(1))))).toEqual(numbers(keyData(split(key0, [4]))).slice(2, 4));
	});

	test('fold_in gives those of real JAX where rows of keys and of numbers cross, either way round', () => {
		const two = new NDArray('int32', [2], Int32Array.of(0, 1));
		const keys = split(key0);
		const byKey = vmap((k: Value) => vmap((n: Value) => foldIn(k, n)).call([two])).call([keys]) as Value;
		const byNumber = vmap((n: Value) => vmap((k: Value) => foldIn(k, n)).call([keys])).call([two]) as Value;
		expect(numbers(keyData(byKey))).toEqual([
			4165894930, 804218099, 1353695780, 2116000888, 346279018, 360566543, 3968330031, 3923691647
		]);
		expect(numbers(keyData(byNumber))).toEqual([
			4165894930, 804218099, 346279018, 360566543, 1353695780, 2116000888, 3968330031, 3923691647
		]);
	});

	test('a raw key gives raw keys', () => {
		expect((split(PRNGKey(seedOf(0n))) as NDArray).dtype).toBe('uint32');
		expect((split(key0) as NDArray).dtype).toBe('key<fry>');
	});

	test('a batch of keys is refused', () => {
		expect(() => normal(split(key0))).toThrow(
			'normal accepts a single key, but was given a key array of shape (2,) != (). Use jax.vmap for batching.'
		);
		expect(() => uniform(scalar(1, 'float32'))).toThrow('expected key_data.ndim >= 1; got ndim=0');
	});
});

describe('samplers', () => {
	test('the numbers of real JAX for key(0)', () => {
		expect(numbers(bits(key0, [4]))).toEqual([4070199207, 4202968722, 1427181096, 2012915765]);
		const close = (x: Value, expected: number[]): void =>
			numbers(x).forEach((v, i) => expect(v).toBeCloseTo(expected[i], 6));
		close(uniform(key0, [4]), [0.947667, 0.9785799, 0.33229148, 0.46866846]);
		close(normal(key0, [4]), [1.6226422, 2.0252647, -0.43359444, -0.07861735]);
		expect(numbers(randint(key0, [4], int(0), int(10)))).toEqual([9, 0, 2, 3]);
		expect(numbers(bernoulli(key0, scalar(0.5, 'float32'), [4]))).toEqual([0, 0, 1, 1]);
	});

	test('the tails', () => {
		const keys = split(key(seedOf(17n)), [6]);
		const expected: [Value, number[]][] = [
			[laplace(at(keys, 0), [3]), [-0.2603129744529724, -0.9677733778953552, -0.18973861634731293]],
			[logistic(at(keys, 2), [3]), [-0.781762957572937, -0.18460166454315186, 1.639324426651001]],
			[cauchy(at(keys, 3), [2]), [-0.09452982246875763, 0.12787793576717377]],
			[gumbel(key(seedOf(4n)), [3]), [2.0618977546691895, 1.341286301612854, -0.6759268641471863]]
		];
		for (const [x, values] of expected) numbers(x).forEach((v, i) => expect(v).toBeCloseTo(values[i], 5));
	});

	test('the mean of many uniform numbers is a half', () => {
		const drawn = numbers(uniform(key(seedOf(3n)), [4096]));
		expect(drawn.reduce((a, b) => a + b, 0) / drawn.length).toBeCloseTo(0.5, 1);
		expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...drawn)).toBeLessThan(1);
	});

	test('half precision stays inside its range', () => {
		for (const dtype of ['float16', 'bfloat16'] as const) {
			const drawn = uniform(key0, [64], dtype) as NDArray;
			expect(drawn.dtype).toBe(dtype);
			expect(Math.max(...drawn.data)).toBeLessThan(1);
		}
	});
});
