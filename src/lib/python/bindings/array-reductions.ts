import * as reductions from '$lib/api/jnp/reductions';
import { sizeOf } from '$lib/array/shape';
import { tuple } from '$lib/core/containers';
import { avalOf, type Value } from '$lib/core/interpreter';
import type { NativeFunction } from '../native';
import { family } from './family';
import { place, spread, typed, typeless } from './reducing';
import { statistics } from '$lib/api/parts';

const reductionsStatistics = statistics.functions;

/** The methods of `jax.Array` that reduce; the first parameter is the array. */
export const arrayReductions: Readonly<Record<string, NativeFunction>> = family(
	typed('sum', reductions.sum, 'self'),
	typed('prod', reductions.prod, 'self'),
	typed('mean', reductions.mean, 'self'),
	typeless('max', reductions.max, 'self'),
	typeless('min', reductions.min, 'self'),
	typeless('all', reductions.all, 'self'),
	typeless('any', reductions.any, 'self'),
	typeless('ptp', reductionsStatistics.ptp, 'self'),
	spread('std', reductionsStatistics.std, 'self'),
	spread('var', reductionsStatistics.variance, 'self'),
	place('argmax', reductionsStatistics.argmax, 'self'),
	place('argmin', reductionsStatistics.argmin, 'self')
);

/** What an array says of its shape. */
export const shapeProperties: Readonly<Record<string, (x: Value) => unknown>> = {
	shape: (x) => tuple(...avalOf(x).shape.map(BigInt)),
	ndim: (x) => BigInt(avalOf(x).shape.length),
	size: (x) => BigInt(sizeOf(avalOf(x).shape))
};
