import { ProgramError } from '$lib/core/errors';
import { registerModule } from '../module';
import { lacking } from './lacking';
import { elementwise } from './jnp/elementwise';
import { finding } from './jnp/finding';
import { linear } from './jnp/linear';
import { making } from './jnp/making';
import { more } from './jnp/more';
import { reductions } from './jnp/reductions';
import { shaping } from './jnp/shaping';
import { types } from './jnp/types';
import './array';

/** What `jax.numpy` holds. */
export const jaxNumpy: Record<string, unknown> = {
	pi: Math.PI,
	e: Math.E,
	euler_gamma: 0.5772156649015329,
	inf: Infinity,
	nan: NaN,
	newaxis: null,
	...elementwise,
	...reductions,
	...making,
	...shaping,
	...linear,
	...finding,
	...more,
	...types
};

/** What JAX has and Lockstep does not. */
const absentNames =
	'cdouble complex64 complex128 csingle complex_ einsum_path fft flexible frombuffer fromfile fromiter fromstring ' +
	'get_printoptions histogram2d histogramdd i0 kaiser load printoptions roots save savez ' +
	'cdouble character complexfloating einsum_path frompyfunc histogramdd mask_indices object_ unique_all ' +
	'set_printoptions sort_complex spacing ufunc from_dlpack int4 int2 uint4 uint2 float8_e4m3fn float8_e5m2';

const lacks = lacking('jnp', absentNames);

registerModule('jax.numpy', jaxNumpy, (name) => (name === 'fix' ? fixIsGone() : lacks(name)));

const fixIsGone = (): ProgramError =>
	new ProgramError(
		'AttributeError',
		'jax.numpy.fix was deprecated in JAX v0.9.0, and will be removed in JAX v0.10.0. Use jax.numpy.trunc instead.',
		{ instead: 'jnp.trunc(x)' }
	);
