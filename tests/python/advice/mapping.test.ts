import { describe, expect, it } from 'vitest';
import { failureOf, instead, why } from './advised';

describe('arguments that vmap cannot map together', () => {
	const two = 'def f(a, b): return a\n';

	it('are told their sizes by name, and axes that fit', () => {
		expect(failureOf(`${two}jax.vmap(f)(jnp.ones((5, 2)), jnp.ones((2, 5)))`)).toMatchObject({
			why: 'vmap takes a row of each argument at once: a is float32[5,2] with 5 rows along axis 0; b is float32[2,5] with 2 rows along axis 0.',
			instead: 'jax.vmap(f, in_axes=(0, 1))'
		});
	});

	it.each([
		['jax.vmap(f)(jnp.ones(3), 1.)', 'jax.vmap(f, in_axes=(0, None))'],
		['jax.vmap(f, in_axes=(1, 0))(jnp.ones(3), jnp.ones(3))', 'jax.vmap(f, in_axes=(0, 0))'],
		[
			'jax.vmap(f, in_axes=(0,))(jnp.ones(3), jnp.ones(3))',
			'jax.vmap(f, in_axes=(0, 0))   # None for what all rows share'
		],
		["jax.vmap(f)({'w': jnp.ones(4)}, jnp.ones((2, 4)))", 'jax.vmap(f, in_axes=(0, 1))'],
		['jax.vmap(lambda p, q: p)(jnp.ones(3), jnp.ones((4, 3)))', 'jax.vmap(lambda p, q: p, in_axes=(0, 1))']
	])('%s', (call, axes) => {
		expect(instead(two + call)).toBe(axes);
	});

	it('where none is mapped, or a result differs, are told so', () => {
		expect(why(`${two}jax.vmap(f, in_axes=None)(1., 2.)`)).toContain('nothing says how many rows');
		expect(why(`${two}jax.vmap(f, out_axes=None)(jnp.ones(3), jnp.ones(3))`)).toContain(
			'differs from row to row'
		);
	});
});
