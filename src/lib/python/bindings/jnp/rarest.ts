import { isFloat, kindOf, type DType } from '$lib/array/dtype';
import { NamedTuple, tuple } from '$lib/core/containers';
import { Fn, NativeFn } from '$lib/core/fn';
import { isSequence, itemsOf } from '$lib/api/arguments';
import { dtypeOf } from '$lib/api/dtypes';
import * as rarest from '$lib/api/jnp/rarest';
import { unique } from '$lib/api/jnp/unique';
import { i0 } from '$lib/api/scipy/incomplete';
import { vectorize } from '$lib/api/vectorize';
import { valueError, typeError } from '../../errors';
import { registerModule } from '../../module';
import { native, type NativeFunction } from '../../native';
import { reprOf } from '../../repr';
import { family, flag } from '../family';
import { printing } from '../print-options';
import { equipAll } from './ufunc-methods';

const kinds: Readonly<Record<string, (dtype: DType) => boolean>> = {
	bool: (dtype) => dtype === 'bool',
	'signed integer': (dtype) => kindOf(dtype) === 'i',
	'unsigned integer': (dtype) => kindOf(dtype) === 'u',
	integral: (dtype) => 'iu'.includes(kindOf(dtype)),
	'real floating': isFloat,
	'complex floating': () => false,
	numeric: (dtype) => 'iuf'.includes(kindOf(dtype))
};

function isdtype(dtype: unknown, kind: unknown): boolean {
	if (isSequence(kind)) return itemsOf(kind).some((each) => isdtype(dtype, each));
	const own = dtypeOf(dtype);
	if (own === null) throw typeError(`isdtype takes a type, got ${reprOf(dtype)}`);
	if (typeof kind === 'string' && Object.hasOwn(kinds, kind)) return kinds[kind](own);
	const other = typeof kind === 'string' ? null : dtypeOf(kind);
	if (other === null)
		throw valueError(`Unrecognized kind=${reprOf(kind)} expected one of ${Object.keys(kinds).join(', ')}`);
	return own === other;
}

const allResult = { name: '_UniqueAllResult', fields: ['values', 'indices', 'inverse_indices', 'counts'] };

/** A function of two scalars as a function of arrays, with the methods of NumPy's own. */
function frompyfunc(f: unknown, nin: unknown): NativeFunction {
	if (!(f instanceof Fn)) throw typeError('func must be callable.');
	const parameters = Array.from({ length: Number(nin) }, (_, i) => `x${i + 1}`).join(', ');
	const each = vectorize(new NativeFn(f.name, (args) => f.call(args)));
	const made = native(`${f.name}(${parameters}, /)`, (...args: unknown[]) => each.call(args));
	if (Number(nin) === 2) equipAll({ [f.name]: made });
	return made;
}

const histogramOptions = 'range=None, weights=None, density=None';

/** What the fewest programs use of `jax.numpy`. */
registerModule('jax.numpy', {
	...printing,
	...family(
		native('isdtype(dtype, kind)', isdtype),
		native('unique_all(x, /, *, size=None, fill_value=None)', (x: unknown, size: unknown, fill: unknown) => {
			const { values, index, inverse, counts } = unique(x, { size, fill });
			return new NamedTuple(allResult, [values, index, inverse, counts]);
		}),
		native('i0(x)', i0),
		native('kaiser(M, beta)', rarest.kaiser),
		native('frompyfunc(func, /, nin, nout, *, identity=None)', frompyfunc),
		native(
			`histogram2d(x, y, bins=10, ${histogramOptions})`,
			(x: unknown, y: unknown, bins: unknown, range: unknown, weights: unknown, density: unknown) => {
				const options = { range, weights, density: density !== null && flag(density) };
				const { counts, edges } = rarest.histogram2d(x, y, bins, options);
				return tuple(counts, ...edges);
			}
		),
		native(
			`histogramdd(sample, bins=10, ${histogramOptions})`,
			(points: unknown, bins: unknown, range: unknown, weights: unknown, density: unknown) => {
				const options = { range, weights, density: density !== null && flag(density) };
				const { counts, edges } = rarest.histogramdd(points, bins, options);
				return tuple(counts, edges);
			}
		)
	)
});
registerModule(
	'jax.numpy.linalg',
	family(
		native('tensorinv(a, ind=2)', rarest.tensorinv),
		native('tensorsolve(a, b, axes=None)', rarest.tensorsolve)
	)
);
