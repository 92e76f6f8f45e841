import { describe, expect, test } from 'vitest';
import '$lib/transforms/eval';
import type { NDArray } from '$lib/array/ndarray';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as activations from '$lib/api/nn/activations';
import { varianceScaling } from '$lib/api/nn/initializers';
import { logsumexp, logSoftmax, oneHot, softmax, standardize } from '$lib/api/nn/softmax';
import { key, seedOf } from '$lib/api/random/keys';
import * as special from '$lib/api/scipy/special';
import { beta, norm, poisson, t } from '$lib/api/scipy/stats';
import { arrayFrom } from '$lib/api/values';

const numbers = (x: Value): number[] => [...(x as NDArray).data];
const close = (x: Value, expected: readonly number[], digits = 5): void => {
	expect(numbers(x)).toHaveLength(expected.length);
	numbers(x).forEach((v, i) => expect(v).toBeCloseTo(expected[i], digits));
};
const points = [-4, -1.5, -0.25, 0, 0.75, 3, 8];
const x = arrayFrom(points);
const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));

describe('activations are what their formulas say', () => {
	const cases: [string, activations.Activation, (v: number) => number][] = [
		['relu', activations.relu, (v) => Math.max(v, 0)],
		['relu6', activations.relu6, (v) => Math.min(Math.max(v, 0), 6)],
		['sigmoid', activations.sigmoid, sigmoid],
		['silu', activations.silu, (v) => v * sigmoid(v)],
		['softplus', activations.softplus, (v) => Math.log1p(Math.exp(v))],
		['log_sigmoid', activations.logSigmoid, (v) => Math.log(sigmoid(v))],
		['soft_sign', activations.softSign, (v) => v / (1 + Math.abs(v))],
		['hard_tanh', activations.hardTanh, (v) => Math.max(-1, Math.min(1, v))],
		['hard_sigmoid', activations.hardSigmoid, (v) => Math.min(Math.max(v + 3, 0), 6) / 6],
		['elu', (v) => activations.elu(v, 0.5), (v) => (v > 0 ? v : 0.5 * Math.expm1(v))],
		['celu', (v) => activations.celu(v, 2), (v) => (v > 0 ? v : 2 * Math.expm1(v / 2))],
		['leaky_relu', (v) => activations.leakyRelu(v, 0.1), (v) => (v >= 0 ? v : 0.1 * v)],
		['squareplus', (v) => activations.squareplus(v), (v) => (v + Math.sqrt(v * v + 4)) / 2],
		['mish', activations.mish, (v) => v * Math.tanh(Math.log1p(Math.exp(v)))]
	];
	test.each(cases)('%s', (_, f, formula) => close(f(x), points.map(formula)));

	test('both forms of gelu agree to three digits', () => {
		close(activations.gelu(x, true), numbers(activations.gelu(x, false)), 2);
		close(activations.gelu(arrayFrom([1, -1]), false), [0.8413447141647339, -0.15865527093410492]);
	});

	test('integers give floats, sigmoid refuses them, and relu keeps them', () => {
		expect(avalOf(activations.softplus(arrayFrom([1n, 2n]))).dtype).toBe('float32');
		expect(() => activations.sigmoid(arrayFrom([1n, 2n]))).toThrow('logistic does not accept dtype int32');
		expect(avalOf(activations.relu(arrayFrom([-1n, 2n]))).dtype).toBe('int32');
	});

	test('glu halves the axis', () => {
		close(activations.glu(arrayFrom([1, 2, 0, -1])), [0.5, 0.5378828644752502]);
		expect(() => activations.glu(arrayFrom([1, 2, 3]))).toThrow('axis size must be divisible by 2');
	});
});

describe('softmax and its kin', () => {
	test('rows sum to one, also far from zero', () => {
		close(softmax(arrayFrom([1000, 1001])), [sigmoid(-1), sigmoid(1)]);
		close(logSoftmax(arrayFrom([1000, 1001])), [Math.log(sigmoid(-1)), Math.log(sigmoid(1))]);
	});

	test('logsumexp of nothing but -inf is -inf', () => {
		expect(numbers(logsumexp(arrayFrom([-Infinity, -Infinity])))).toEqual([-Infinity]);
		close(logsumexp(arrayFrom([1, 2]), { b: arrayFrom([2, 1]) }), [Math.log(2 * Math.E + Math.E ** 2)]);
	});

	test('what is masked takes no part', () => {
		close(softmax(arrayFrom([1, 9, 1]), { where: arrayFrom([true, false, true]) }), [0.5, 0, 0.5]);
	});

	test('one_hot puts a one at the index and nothing out of range', () => {
		expect(numbers(oneHot(arrayFrom([2n, 3n]), 3n))).toEqual([0, 0, 1, 0, 0, 0]);
		expect(avalOf(oneHot(arrayFrom([2n, 3n]), 4n, 0n)).shape).toEqual([4, 2]);
	});

	test('standardize takes the mean away and scales to unit variance', () =>
		close(standardize(arrayFrom([1, 2, 3])), [-1.224736, 0, 1.224736]));
});

test('glorot_uniform stays inside its bound', () => {
	const drawn = varianceScaling(1, 'fan_avg', 'uniform')(key(seedOf(0n)), [30, 20]);
	const bound = Math.sqrt(6 / 50);
	expect(Math.max(...numbers(drawn).map(Math.abs))).toBeLessThanOrEqual(bound);
	expect(Math.max(...numbers(drawn))).toBeGreaterThan(0.9 * bound);
});

describe('jax.scipy', () => {
	test('special functions at known points', () => {
		close(special.gammaln(5), [Math.log(24)]);
		close(special.gamma(arrayFrom([5, -0.5])), [24, -2 * Math.sqrt(Math.PI)], 4);
		close(special.ndtr(arrayFrom([-1, 0, 1])), [0.1586552539, 0.5, 0.8413447461]);
		close(special.logNdtr(arrayFrom([-20, 0, 6])), [-203.917155371, Math.log(0.5), -9.865876e-10], 4);
		close(special.xlogy(arrayFrom([0, 2]), arrayFrom([0, Math.E])), [0, 2]);
		close(special.betaln(2, 3), [Math.log(1 / 12)]);
		close(special.logit(0.25), [Math.log(1 / 3)]);
	});

	test('distributions at known points', () => {
		close(norm.logpdf(arrayFrom([0, 1]), 0, 2), [-1.6120857, -1.7370857]);
		close(poisson.pmf(3, 2, 0n), [0.1804470443]);
		close(beta.pdf(0.3, 2, 3, 0n, 1n), [12 * 0.3 * 0.49]);
		close(t.logpdf(0.5, 3, 0n, 1n), [-1.1609743]);
	});
});
