import { pyError } from '../errors';
import { findModule, registerModule } from '../module';
import { nearest } from '../nearest';
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

registerModule('jax.numpy', jaxNumpy, (name) => {
	const near = nearest(name, findModule('jax.numpy')?.attributes.keys() ?? []);
	return pyError('AttributeError', `module 'jax.numpy' has no attribute '${name}'`, {
		why: `JAX has no jnp.${name}, or Lockstep does not have it yet.`,
		...(near === null ? {} : { instead: `Perhaps jnp.${near} was meant.` })
	});
});
