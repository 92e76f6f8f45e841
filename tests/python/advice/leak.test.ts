import { describe, expect, it } from 'vitest';
import { failureOf, why } from './advised';

describe('a traced value that outlives its function', () => {
	it('is told where it was made, where it was used, and the way out', () => {
		const program = `seen = []
def step(c, x):
    y = c + x
    seen.append(y)
    return y, y
lax.scan(step, 0., jnp.arange(3.))
seen[0] + 1`;
		expect(failureOf(program)).toMatchObject({
			type: 'UnexpectedTracerError',
			why: '`y`, made on line 6, belongs to step, whose scan had ended when line 10 used it: it stands for the values of all steps, not for one value.',
			instead:
				'Return it from step: as y (`return carry, y`) scan stacks one for each step, as carry the last one comes out.'
		});
	});

	it.each([
		['jax.jit(f)(1.)', '`x * 3`, made on line 6, belongs to f, whose jit had ended'],
		[
			'jax.vmap(f)(jnp.ones(3))',
			'whose vmap had ended when line 9 used it: it stands for the values of all rows'
		],
		['jax.grad(f)(1.)', '`x * 3`, made on line 6, belongs to f, which had ended']
	])('of %s', (call, told) => {
		expect(
			why(`kept = {}\ndef f(x):\n    kept['y'] = x * 3\n    return x\n${call}\nkept['y'] + 1`)
		).toContain(told);
	});

	it('and was an argument is called so', () => {
		expect(
			why('last = []\n@jax.jit\ndef f(x):\n    last.append(x)\n    return x\nf(1.)\nlast[0] + 1')
		).toMatch(/^`x` is an argument of f, whose jit had ended when line 10 used it/);
	});
});
