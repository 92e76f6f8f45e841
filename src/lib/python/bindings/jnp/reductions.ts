import { ProgramError } from '$lib/core/errors';
import type { Value } from '$lib/core/interpreter';
import { tuple } from '$lib/core/containers';
import {
	cumprod,
	cumsum,
	diff,
	ediff1d,
	gradient,
	nancumprod,
	nancumsum,
	trapezoid
} from '$lib/api/jnp/cumulative';
import * as nan from '$lib/api/jnp/nan-reductions';
import * as plain from '$lib/api/jnp/reductions';
import * as plainStatistics from '$lib/api/jnp/statistics';
import { median, percentile, quantile, type QuantileOptions } from '$lib/api/jnp/sorting';
import { corrcoef, cov } from '$lib/api/jnp/covariance';
import { native, type NativeFunction } from '../../native';
import { aliases, family, flag, refuseOut } from '../family';
import { meanLike, place, spread, typed, typeless } from '../reducing';

type Reduce = (x: unknown, options: plain.ReductionOptions) => Value;

const logicLike = (name: string, reduce: Reduce): NativeFunction =>
	native(
		`${name}(a, axis=None, out=None, keepdims=False, *, where=None)`,
		(x: unknown, axis: unknown, out: unknown, keepdims: unknown, where: unknown) => {
			refuseOut(name, out);
			return reduce(x, { axis, keepdims: flag(keepdims), where });
		}
	);

const running = (name: string, run: (x: unknown, axis: unknown, dtype: unknown) => Value): NativeFunction =>
	native(
		`${name}(a, axis=None, dtype=None, out=None)`,
		(x: unknown, axis: unknown, dtype: unknown, out: unknown) => {
			refuseOut(name, out);
			return run(x, axis, dtype);
		}
	);

const shareLike = (
	name: string,
	find: (x: unknown, q: unknown, options: QuantileOptions) => Value,
	ignoreNaN = false
): NativeFunction =>
	native(
		`${name}(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False)`,
		(x: unknown, q: unknown, axis: unknown, out: unknown, _: unknown, method: string, keepdims: unknown) => {
			refuseOut(name, out);
			return find(x, q, { axis, method, keepdims: flag(keepdims), ignoreNaN });
		}
	);

const medianLike = (name: string, find: (x: unknown, options: QuantileOptions) => Value): NativeFunction =>
	native(
		`${name}(a, axis=None, out=None, overwrite_input=False, keepdims=False)`,
		(x: unknown, axis: unknown, out: unknown, _: unknown, keepdims: unknown) => {
			refuseOut(name, out);
			return find(x, { axis, keepdims: flag(keepdims) });
		}
	);

const base = family(
	typed('prod', plain.prod),
	logicLike('all', plain.all),
	logicLike('any', plain.any),
	spread('std', plainStatistics.std),
	spread('var', plainStatistics.variance),
	typeless('ptp', plainStatistics.ptp),
	native('count_nonzero(a, axis=None, keepdims=False)', (x: unknown, axis: unknown, keepdims: unknown) =>
		plainStatistics.countNonzero(x, { axis, keepdims: flag(keepdims) })
	),
	native(
		'average(a, axis=None, weights=None, returned=False, keepdims=False)',
		(x: unknown, axis: unknown, weights: unknown, returned: unknown, keepdims: unknown) => {
			const result = plainStatistics.average(x, weights, { axis, keepdims: flag(keepdims) });
			return flag(returned) ? tuple(result.average, result.weights) : result.average;
		}
	),
	place('argmax', plainStatistics.argmax),
	place('argmin', plainStatistics.argmin),
	typed('nansum', nan.nansum),
	typed('nanprod', nan.nanprod),
	typeless('nanmax', nan.nanmax),
	typeless('nanmin', nan.nanmin),
	meanLike('nanmean', nan.nanmean),
	spread('nanstd', nan.nanstd),
	spread('nanvar', nan.nanvar),
	place('nanargmax', nan.nanargmax),
	place('nanargmin', nan.nanargmin),
	running('cumsum', cumsum),
	running('cumprod', cumprod),
	running('nancumsum', nancumsum),
	running('nancumprod', nancumprod),
	native(
		'diff(a, n=1, axis=-1, prepend=None, append=None)',
		(x: unknown, n: unknown, axis: unknown, before: unknown, after: unknown) =>
			diff(x, n, axis, [before, after])
	),
	native('ediff1d(ary, to_end=None, to_begin=None)', ediff1d),
	native(
		'gradient(f, *varargs, axis=None, edge_order=None)',
		(x: unknown, spacings: unknown[], axis: unknown, order: unknown) => {
			if (order !== null)
				throw new ProgramError(
					'NotImplementedError',
					"The 'edge_order' argument to jnp.gradient is not supported."
				);
			const parts = gradient(x, spacings, axis);
			return parts.length === 1 ? parts[0] : parts;
		}
	),
	native('trapezoid(y, x=None, dx=1.0, axis=-1)', trapezoid),
	medianLike('median', median),
	medianLike('nanmedian', (x, options) => quantile(x, 0.5, { ...options, ignoreNaN: true })),
	shareLike('quantile', quantile),
	shareLike('percentile', percentile),
	shareLike('nanquantile', quantile, true),
	shareLike('nanpercentile', percentile, true),
	native(
		'cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, dtype=None)',
		(
			x: unknown,
			y: unknown,
			rowvar: unknown,
			bias: unknown,
			ddof: unknown,
			fweights: unknown,
			aweights: unknown,
			dtype: unknown
		) =>
			cov(x, {
				y,
				rowvar: flag(rowvar),
				bias: flag(bias),
				ddof: ddof === null ? null : Number(ddof),
				fweights,
				aweights,
				dtype
			})
	),
	native(
		'corrcoef(x, y=None, rowvar=True, dtype=None)',
		(x: unknown, y: unknown, rowvar: unknown, dtype: unknown) =>
			corrcoef(x, { y, rowvar: flag(rowvar), dtype })
	)
);

/** Functions that draw many elements together. */
export const reductions = { ...base, ...aliases({ amax: 'max', amin: 'min' }, base) };
