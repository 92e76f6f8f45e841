import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { add, binary, convert, mul, neg, select, unary } from '$lib/core/ops';
import type { DType } from '$lib/array/dtype';
import { sameShape, shapeText, type Shape } from '$lib/array/shape';
import { broadcastShapes, broadcastTo, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import * as jnp from '../jnp/arithmetic';
import * as jnpRarer from '../jnp/rarer-arithmetic';
import { einsum } from '../jnp/einsum';
import { expandDims, matrixTranspose } from '../jnp/shape';
import { cholesky, eigh, qr } from '../linalg/factors';
import { diagonalOf } from '../linalg/matrices';
import { norm } from '../linalg/norms';
import { svd } from '../linalg/svd';
import { exponential } from './continuous';
import { checkKey } from './keys';
import { normal } from './normal';
import { checkFloat, checkShape, shapeIn } from './shapes';
import { uniform } from './uniform';

export type FactorMethod = 'cholesky' | 'eigh' | 'svd';

/** A matrix whose product with its transpose is the covariance. */
function factorOf(cov: Value, method: FactorMethod): Value {
	if (method === 'cholesky') return cholesky(cov);
	const { vectors, values } = method === 'eigh' ? eigh(cov) : { vectors: svd(cov).u, values: svd(cov).s };
	return jnp.multiply(vectors, expandDims(unary('sqrt', values), -2n));
}

/** `jax.random.multivariate_normal`: mean + factor z. */
export function multivariateNormal(
	given: Value,
	mean: Value,
	cov: Value,
	shape: Shape | null = null,
	asked: DType | null = null,
	method: FactorMethod = 'cholesky'
): Value {
	const { key } = checkKey('multivariate_normal', given);
	const [middle, spread] = promoteTypes([mean, cov], 'inexact');
	if (!['svd', 'eigh', 'cholesky'].includes(method))
		throw new ProgramError('ValueError', "method must be one of {'svd', 'eigh', 'cholesky'}");
	const dtype = asked ?? avalOf(middle).dtype;
	checkFloat('multivariate_normal', dtype);
	const batch = batchOf(shapeIn(middle), shapeIn(spread), shape);
	const n = shapeIn(middle).slice(-1);
	return jitted1(
		'_multivariate_normal',
		[batch, n, dtype, method],
		(k, m, c) => {
			const factor = factorOf(c, method);
			const z = normal(k, [...batch, ...n], dtype);
			return jnp.add(m, einsum('...ij,...j->...i', factor, z));
		},
		[key, middle, spread]
	);
}

function batchOf(mean: Shape, cov: Shape, shape: Shape | null): Shape {
	const refuse = (text: string): ProgramError =>
		new ProgramError('ValueError', `multivariate_normal requires ${text}`);
	if (mean.length < 1) throw refuse(`mean.ndim >= 1, got mean.ndim == ${mean.length}`);
	if (cov.length < 2) throw refuse(`cov.ndim >= 2, got cov.ndim == ${cov.length}`);
	const n = mean[mean.length - 1];
	if (!sameShape(cov.slice(-2), [n, n]))
		throw refuse(`cov.shape == (..., n, n) for n=${n}, but got cov.shape == ${shapeText(cov)}.`);
	const parts = [mean.slice(0, -1), cov.slice(0, -2)];
	if (shape) checkShape('normal', shape, ...parts);
	return shape ?? broadcastShapes(...parts);
}

/** A sampler with one parameter: uniform or exponential numbers transformed. */
const withOne =
	(name: string, draw: (key: Value, parameter: Value, shape: Shape, dtype: DType) => Value) =>
	(given: Value, parameter: Value, shape: Shape | null = null, dtype: DType = 'float32'): Value => {
		const { key } = checkKey(name, given);
		checkFloat(name, dtype);
		const asked = shape ?? shapeIn(parameter);
		checkShape(name, asked, shapeIn(parameter));
		return jitted1(
			`_${name}`,
			[asked, dtype],
			(k, p) => draw(k, broadcastTo(convert(p, dtype), asked), asked, dtype),
			[key, parameter]
		);
	};

export const pareto = withOne('pareto', (key, b, shape, dtype) =>
	unary('exp', binary('div', exponential(key, shape, dtype), b))
);

export const rayleigh = withOne('rayleigh', (key, scale, shape, dtype) => {
	const logs = unary('log', uniform(key, shape, dtype));
	return mul(scale, unary('sqrt', mul(logs, constantLike(logs, -2))));
});

export const lognormal = withOne('lognormal', (key, sigma, shape, dtype) =>
	unary('exp', mul(normal(key, shape, dtype), sigma))
);

/** `jax.random.weibull_min` by the inverse of the distribution function. */
export function weibullMin(
	given: Value,
	scale: Value,
	concentration: Value,
	shape: Shape = [],
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('weibull_min', given);
	checkFloat('weibull_min', dtype);
	return jitted1(
		'_weibull_min',
		[shape, dtype],
		(k, s, c) => {
			const base = neg(unary('log1p', neg(uniform(k, shape, dtype))));
			return jnp.multiply(jnpRarer.power(base, jnp.trueDivide(1, c)), s);
		},
		[key, scale, concentration]
	);
}

/** `jax.random.maxwell`: the length of three normal numbers. */
export function maxwell(given: Value, shape: Shape = [], dtype: DType = 'float32'): Value {
	const { key } = checkKey('maxwell', given);
	checkFloat('maxwell', dtype);
	return jitted1('_maxwell', [shape, dtype], (k) => norm(normal(k, [...shape, 3], dtype), { axis: -1n }), [
		key
	]);
}

/** `jax.random.geometric`: how many trials to the first success. */
export function geometric(given: Value, p: Value, shape: Shape | null = null, dtype: DType = 'int32'): Value {
	const { key } = checkKey('geometric', given);
	const [chance] = promoteTypes([p], 'inexact');
	const asked = shape ?? shapeIn(chance);
	checkShape('geometric', asked, shapeIn(chance));
	return jitted1(
		'_geometric',
		[asked, dtype],
		(k, q) => {
			const logs = unary('log', uniform(k, asked, avalOf(q).dtype));
			const ratio = binary('div', logs, broadcastTo(unary('log1p', neg(q)), asked));
			return convert(add(unary('floor', ratio), constantLike(ratio, 1)), dtype);
		},
		[key, chance]
	);
}

/** `jax.random.triangular` */
export function triangular(
	given: Value,
	left: Value,
	mode: Value,
	right: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('triangular', given);
	checkFloat('triangular', dtype);
	const asked = shape ?? broadcastShapes(shapeIn(left), shapeIn(mode), shapeIn(right));
	checkShape('triangular', asked, shapeIn(left), shapeIn(mode), shapeIn(right));
	return jitted1(
		'_triangular',
		[asked, dtype],
		(k, ...bounds) => {
			const [a, c, b] = bounds.map((x) => broadcastTo(convert(x, dtype), asked));
			const width = binary('sub', b, a);
			const u = uniform(k, asked, dtype);
			const root = (x: Value, y: Value): Value => unary('sqrt', mul(mul(x, width), y));
			const low = add(a, root(u, binary('sub', c, a)));
			const high = binary('sub', b, root(binary('sub', constantLike(u, 1), u), binary('sub', b, c)));
			return select(binary('lt', u, binary('div', binary('sub', c, a), width)), high, low);
		},
		[key, left, mode, right]
	);
}

/** `jax.random.orthogonal`: a matrix of [..., n, m] with orthonormal columns (or rows), all directions alike. */
export function orthogonal(
	given: Value,
	n: number,
	m: number,
	shape: Shape = [],
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('orthogonal', given);
	checkFloat('orthogonal', dtype);
	const [q, r] = qr(normal(key, [...shape, Math.max(n, m), Math.min(n, m)], dtype));
	const d = diagonalOf(r);
	const turned = jnp.multiply(q, expandDims(binary('div', d, unary('abs', d)), -2n));
	return n < m ? matrixTranspose(turned) : turned;
}
