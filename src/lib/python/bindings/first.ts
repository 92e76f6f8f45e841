import * as arithmetic from '$lib/api/jnp/arithmetic';
import * as creation from '$lib/api/jnp/creation';
import { matmul } from '$lib/api/jnp/matmul';
import * as reductions from '$lib/api/jnp/reductions';
import * as ufuncs from '$lib/api/jnp/ufuncs';
import { index, isSequence, itemsOf } from '$lib/api/arguments';
import type { Value } from '$lib/core/interpreter';
import { iterate } from '../iterate';
import { registerModule } from '../module';
import { native } from '../native';
import { Range } from '../values';
import { binaries, family, unaries } from './family';
import { meanLike, typed, typeless } from './reducing';

/** Ranges and other iterables that NumPy reads as lists. */
export const readable = (x: unknown): unknown => {
	if (x instanceof Range) return [...iterate(x)];
	return isSequence(x) ? itemsOf(x).map(readable) : x;
};

export const array = (x: unknown, dtype: unknown, ndmin: number): Value =>
	creation.array(readable(x), dtype, ndmin);

export const firstUnaries = unaries({
	negative: arithmetic.negative,
	absolute: arithmetic.absolute,
	square: arithmetic.square,
	exp: ufuncs.exp,
	log: ufuncs.log,
	sqrt: ufuncs.sqrt,
	sin: ufuncs.sin,
	cos: ufuncs.cos,
	tanh: ufuncs.tanh
});

export const firstBinaries = binaries({ maximum: ufuncs.maximum, minimum: ufuncs.minimum });

/** What programs use most of `jax.numpy`. */
const first: Record<string, unknown> = {
	pi: Math.PI,
	e: Math.E,
	inf: Infinity,
	nan: NaN,
	newaxis: null,
	...firstUnaries,
	...firstBinaries,
	abs: firstUnaries.absolute,
	...family(
		native(
			"array(object, dtype=None, copy=True, order='K', ndmin=0, *, device=None)",
			(x: unknown, dtype: unknown, _: unknown, __: unknown, ndmin: unknown) => array(x, dtype, index(ndmin))
		),
		native('zeros(shape, dtype=None, *, device=None)', creation.zeros),
		native('ones(shape, dtype=None, *, device=None)', creation.ones),
		native('arange(start, stop=None, step=None, dtype=None, *, device=None)', creation.arange),
		native(
			'matmul(a, b, *, precision=None, preferred_element_type=None)',
			(x: unknown, y: unknown, _: unknown, type: unknown) => matmul(x, y, type)
		),
		typed('sum', reductions.sum),
		typeless('max', reductions.max),
		typeless('min', reductions.min),
		meanLike('mean', reductions.mean)
	)
};

registerModule('jax.numpy', first);
