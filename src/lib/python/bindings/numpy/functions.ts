import { canCast, type Casting } from '$lib/api/numpy/casting';
import { hostTypeOf } from '$lib/api/numpy/host-dtype';
import { Tuple } from '$lib/core/containers';
import { isSequence, itemsOf, staticInt } from '$lib/api/arguments';
import { asHost, pythonNumber } from '$lib/api/numpy/convert';
import { allclose, arrayEqual, isclose } from '$lib/api/numpy/closeness';
import { hostArray, type HostArray } from '$lib/api/numpy/host-array';
import * as linear from '$lib/api/numpy/linear';
import { nonzero } from '$lib/api/numpy/ordering';
import * as reductions from '$lib/api/numpy/reductions';
import { stack } from '$lib/api/numpy/shaping';
import { binaryFunctions, clip, invert, negative, round, unaryFunctions, where } from '$lib/api/numpy/ufuncs';
import { valueError } from '../../errors';
import { native, type NativeFunction } from '../../native';
import { truth } from '../../truth';
import { family } from '../family';
import { over } from './methods';

/** Elementwise functions by their names. */
export const ufuncs: Readonly<Record<string, NativeFunction>> = family(
	...Object.entries(unaryFunctions).map(([name, f]) => native(`${name}(x, /)`, f)),
	...Object.entries(binaryFunctions).map(([name, f]) => native(`${name}(x1, x2, /)`, f)),
	native('negative(x, /)', negative),
	native('invert(x, /)', invert),
	native('bitwise_not(x, /)', invert),
	native('pow(x1, x2, /)', binaryFunctions.power),
	native('round(a, decimals=0)', (x: unknown, decimals: unknown) => round(x, staticInt(decimals) ?? 0)),
	native('around(a, decimals=0)', (x: unknown, decimals: unknown) => round(x, staticInt(decimals) ?? 0)),
	native('clip(a, a_min=None, a_max=None, *, min=None, max=None)', (x: unknown, ...bounds: unknown[]) =>
		clip(x, bounds[0] ?? bounds[2], bounds[1] ?? bounds[3])
	),
	native('where(condition, x=..., y=...)', (condition: unknown, x: unknown, y: unknown) =>
		isMissing(x) && isMissing(y) ? new Tuple(nonzero(condition)) : where(condition, x, y)
	)
);

const isMissing = (x: unknown): boolean =>
	typeof x === 'object' && x !== null && x.constructor.name === 'EllipsisType';

type Reduction = (x: unknown, over: reductions.Over) => HostArray;

const summing = (name: string, f: Reduction): NativeFunction =>
	native(
		`${name}(a, axis=None, dtype=None, out=None, keepdims=False)`,
		(x: unknown, axis: unknown, dtype: unknown, _: unknown, keepdims: unknown) =>
			f(x, over(axis, keepdims, dtype))
	);
const picking = (name: string, f: Reduction): NativeFunction =>
	native(
		`${name}(a, axis=None, out=None, keepdims=False)`,
		(x: unknown, axis: unknown, _: unknown, keepdims: unknown) => f(x, over(axis, keepdims))
	);
const spread = (name: string, f: typeof reductions.std): NativeFunction =>
	native(
		`${name}(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False)`,
		(x: unknown, axis: unknown, dtype: unknown, _: unknown, ddof: unknown, keepdims: unknown) =>
			f(x, over(axis, keepdims, dtype), Number(ddof))
	);

/** A quantile, or several stacked in front. */
function quantiles(x: unknown, q: unknown, over: reductions.Over, scale: number): HostArray {
	const asked = asHost(q);
	const found = [...asked.exact].map((each) => reductions.quantile(x, each / scale, over));
	return asked.shape.length === 0 ? found[0] : stack(found);
}

/** The mean, weighted where weights are given. */
function average(x: unknown, axis: unknown, weights: unknown): HostArray {
	if (weights === null) return reductions.mean(x, { axis });
	const total = reductions.sum(binaryFunctions.multiply(x, weights), { axis });
	return binaryFunctions.divide(
		total,
		reductions.sum(weights, { axis: asHost(weights).shape.length === 1 ? null : axis })
	);
}

/** The reduction over what is not NaN, one line at a time. */
const ignoringNaN = (name: string, f: Reduction): NativeFunction =>
	native(
		`${name}(a, axis=None, dtype=None, out=None, keepdims=False)`,
		(x: unknown, axis: unknown, _: unknown, __: unknown, keepdims: unknown) =>
			reductions.overNumbers(x, over(axis, keepdims), f)
	);

/** Functions that take many elements to one. */
export const reducers: Readonly<Record<string, NativeFunction>> = family(
	summing('sum', reductions.sum),
	summing('prod', reductions.prod),
	summing('mean', reductions.mean),
	spread('std', reductions.std),
	spread('var', reductions.variance),
	...['max', 'amax'].map((name) => picking(name, reductions.max)),
	...['min', 'amin'].map((name) => picking(name, reductions.min)),
	picking('ptp', reductions.ptp),
	picking('all', reductions.all),
	picking('any', reductions.any),
	picking('median', reductions.median),
	native('count_nonzero(a, axis=None, *, keepdims=False)', (x: unknown, axis: unknown, keepdims: unknown) =>
		reductions.countNonzero(x, over(axis, keepdims))
	),
	native(
		'quantile(a, q, axis=None, *, keepdims=False)',
		(x: unknown, q: unknown, axis: unknown, keepdims: unknown) => quantiles(x, q, over(axis, keepdims), 1)
	),
	native(
		'percentile(a, q, axis=None, *, keepdims=False)',
		(x: unknown, q: unknown, axis: unknown, keepdims: unknown) => quantiles(x, q, over(axis, keepdims), 100)
	),
	native('average(a, axis=None, weights=None)', average),
	native(
		'argmax(a, axis=None, out=None, *, keepdims=False)',
		(x: unknown, axis: unknown, _: unknown, keepdims: unknown) => reductions.argmax(x, axis, truth(keepdims))
	),
	native(
		'argmin(a, axis=None, out=None, *, keepdims=False)',
		(x: unknown, axis: unknown, _: unknown, keepdims: unknown) => reductions.argmin(x, axis, truth(keepdims))
	),
	ignoringNaN('nansum', reductions.sum),
	ignoringNaN('nanmean', reductions.mean),
	ignoringNaN('nanmax', reductions.max),
	ignoringNaN('nanmin', reductions.min),
	ignoringNaN('nanstd', reductions.std),
	ignoringNaN('nanvar', reductions.variance),
	native('cumsum(a, axis=None)', reductions.cumsum),
	native('cumprod(a, axis=None)', reductions.cumprod)
);

/** Polynomial `p`, highest power first, at `x`. */
function polyval(p: unknown, x: unknown): HostArray {
	const coefficients = asHost(p);
	return [...coefficients.exact].reduce<HostArray>(
		(sum, c) => binaryFunctions.add(binaryFunctions.multiply(sum, x), pythonNumber(coefficients.host, c)),
		binaryFunctions.multiply(x, 0n)
	);
}

/** How often each integer occurs, or the sum of its weights. */
function bincount(x: unknown, weights: unknown, minlength: unknown): HostArray {
	const places = asHost(x);
	const given = weights === null ? null : asHost(weights);
	const n = places.exact.reduce((most, v) => Math.max(most, v + 1), staticInt(minlength) ?? 0);
	const counts = new Float64Array(n);
	places.exact.forEach((place, i) => (counts[place] += given ? given.exact[i] : 1));
	return hostArray(given ? 'float64' : 'int64', [n], counts);
}

/** `np.convolve` of two vectors. */
function convolve(a: unknown, v: unknown, mode: unknown): HostArray {
	const [x, y] = [asHost(a), asHost(v)];
	const full = new Float64Array(x.size + y.size - 1);
	x.exact.forEach((p, i) => y.exact.forEach((q, j) => (full[i + j] += p * q)));
	const host = binaryFunctions.multiply(x.exact.length ? x.pick([], [0]) : x, y.pick([], [0])).host;
	const [long, short] = [Math.max(x.size, y.size), Math.min(x.size, y.size)];
	const [from, size] =
		mode === 'same'
			? [Math.floor((short - 1) / 2), long]
			: mode === 'valid'
				? [short - 1, long - short + 1]
				: [0, full.length];
	return hostArray(host, [size], full.slice(from, from + size));
}

/** `np.interp` */
function interpolate(x: unknown, xp: unknown, fp: unknown): HostArray {
	const [at, f] = [asHost(xp).exact, asHost(fp).exact];
	const asked = asHost(x);
	if (at.length !== f.length) throw valueError('fp and xp are not of the same length.');
	const one = (v: number): number => {
		if (v <= at[0]) return f[0];
		if (v >= at[at.length - 1]) return f[f.length - 1];
		const i = at.findIndex((edge) => edge > v) - 1;
		return f[i] + ((f[i + 1] - f[i]) / (at[i + 1] - at[i])) * (v - at[i]);
	};
	return hostArray('float64', asked.shape, asked.exact.map(one), asked.shape.length === 0);
}

/** Products, comparisons of whole arrays, and what is left. */
export const others: Readonly<Record<string, NativeFunction>> = family(
	native('dot(a, b)', linear.dot),
	native('matmul(x1, x2, /)', linear.matmul),
	native('inner(a, b)', linear.inner),
	native('outer(a, b)', linear.outer),
	native('vdot(a, b)', (a: unknown, b: unknown) => linear.dot(asHost(a), asHost(b))),
	native('trace(a)', linear.trace),
	native('cross(a, b)', linear.cross),
	native(
		'isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)',
		(a: unknown, b: unknown, ...rest: unknown[]) =>
			isclose(a, b, Number(rest[0]), Number(rest[1]), truth(rest[2]))
	),
	native(
		'allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)',
		(a: unknown, b: unknown, ...rest: unknown[]) =>
			allclose(a, b, Number(rest[0]), Number(rest[1]), truth(rest[2]))
	),
	native('array_equal(a1, a2, equal_nan=False)', (a: unknown, b: unknown, nan: unknown) =>
		arrayEqual(a, b, truth(nan))
	),
	native(
		'isscalar(element)',
		(x: unknown) => typeof x !== 'object' || (x !== null && 'scalar' in x && x.scalar === true)
	),
	native("can_cast(from_, to, casting='safe')", (a: unknown, b: unknown, casting: unknown) =>
		canCast(hostTypeOf(a) ?? 'float64', hostTypeOf(b) ?? 'float64', casting as Casting)
	),
	native('polyval(p, x)', polyval),
	native('bincount(x, weights=None, minlength=0)', bincount),
	native("convolve(a, v, mode='full')", convolve),
	native('interp(x, xp, fp)', interpolate)
);

/** The norm's axes, of which NumPy here takes one. */
const oneAxis = (axis: unknown): unknown =>
	isSequence(axis) && itemsOf(axis).length === 1 ? itemsOf(axis)[0] : axis;

export const linalgFunctions: Readonly<Record<string, NativeFunction>> = family(
	native(
		'norm(x, ord=None, axis=None, keepdims=False)',
		(x: unknown, ord: unknown, axis: unknown, keepdims: unknown) =>
			linear.norm(x, ord, oneAxis(axis), truth(keepdims))
	),
	native('det(a)', linear.det),
	native('inv(a)', linear.inv),
	native('solve(a, b)', linear.solve)
);
