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
import './dtypes';
import './jax/vectorize';

/** What else `jax.numpy` holds. */
export const jaxNumpy: Record<string, unknown> = {
	euler_gamma: 0.5772156649015329,
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
	'load roots save savez ' +
	'cdouble character complexfloating einsum_path mask_indices object_ ' +
	'sort_complex spacing ufunc from_dlpack int4 int2 uint4 uint2 float8_e4m3fn float8_e5m2';

const lacks = lacking('jnp', absentNames);

registerModule('jax.numpy', jaxNumpy, (name) => (name === 'fix' ? fixIsGone() : lacks(name)));

const fixIsGone = (): ProgramError =>
	new ProgramError(
		'AttributeError',
		'jax.numpy.fix was deprecated in JAX v0.9.0, and will be removed in JAX v0.10.0. Use jax.numpy.trunc instead.',
		{ instead: 'jnp.trunc(x)' }
	);
