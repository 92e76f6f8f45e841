import { describe, expect, it } from 'vitest';
import { record } from '$lib/session/run';
import { head, why } from './advised';

describe('a decision on a traced value', () => {
	const batch = 'jax.vmap(lambda row: lax.scan(step, 0., row))(jnp.array([[1., 2.], [-1., 4.], [3., 0.]]))';

	it('is told what the value is at step 0 in each row', () => {
		const program = `def step(c, x):
    if x > c:
        c = x
    return c, c
${batch}`;
		expect(why(program)).toBe(
			'`x > c` has no value yet: step is traced once, for all steps and rows. At step 0 it is True in rows 0 and 2, False in row 1.'
		);
	});

	it.each([
		[
			'in a scan without rows, backwards',
			'lax.scan(lambda c, x: (c if x > 1 else x, c), 0., jnp.arange(3.), reverse=True)',
			'At step 0 it is True.'
		],
		[
			'in a while loop',
			'lax.while_loop(lambda n: n < 9, lambda n: n * 2 if n > 3 else n + 5, 1)',
			'At step 0 it is False.'
		],
		['in a jitted function', 'jax.jit(lambda x: 1 if x > 2 else 0)(3)', 'In this call it is True.'],
		[
			'in a vmapped function',
			'jax.vmap(lambda x: 1 if x > 2 else 0)(jnp.array([1, 5]))',
			'It is False in row 0, True in row 1.'
		],
		[
			'in two vmaps',
			'jax.vmap(jax.vmap(lambda x: 1 if x > 2 else 0))(jnp.array([[1, 5], [2, 9]]))',
			'It is False in rows (0, 0) and (1, 0), True in rows (0, 1) and (1, 1).'
		],
		[
			'of all rows alike',
			'jax.vmap(lambda x: 1 if x > 2 else 0)(jnp.array([3, 5]))',
			'It is True in every row.'
		],
		[
			'in a gradient of rows',
			'jax.vmap(jax.grad(lambda x: x if x > 2 else -x))(jnp.array([1., 5.]))',
			'It is False in row 0, True in row 1.'
		],
		[
			'in a branch',
			'lax.cond(True, lambda y: 1 if y > 2 else 0, lambda y: 0, 5)',
			'In this call it is True.'
		],
		[
			'in a loop inside a loop',
			'lax.scan(lambda c, x: lax.scan(lambda d, y: (d if y > x else y, d), c, jnp.array([3., 4.])), 0., jnp.array([2., 9.]))',
			'At step 0 it is True.'
		],
		[
			'of which only the type is known',
			'jax.eval_shape(lambda x: 1 if x > 2 else 0, jax.ShapeDtypeStruct((), jnp.float32))',
			'All that is known of it is its type, bool[].'
		]
	])('%s', (_, program, told) => {
		expect(why(program)?.endsWith(told) ? told : why(program)).toBe(told);
	});

	it('computes nothing twice that is seen: what is printed is printed once', () => {
		const program = `def step(c, x):
    jax.debug.print("here")
    if lax.fori_loop(0, 3, lambda i, n: n + x, c) > 0: pass
    return c, x
lax.scan(step, 0., jnp.arange(3.))`;
		expect(record(head + program).recording.stdout).toBe('');
	});
});
