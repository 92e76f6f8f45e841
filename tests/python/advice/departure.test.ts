import { describe, expect, it } from 'vitest';
import { failureOf, instead, valueOf, why } from './advised';

describe('a carry that changes its type', () => {
	it('is told the expression where it does, what it met there, and both ways to mend it', () => {
		const failure = failureOf(`def step(n, x):
    m = n * 2
    half = m / 2
    return half + x, n
lax.scan(step, jnp.int32(0), jnp.arange(3.))`);
		expect(failure.why).toBe(
			'n goes in as int32[]; `m / 2` on line 6 makes float32[] of it, because it meets a float32[] there.'
		);
		expect(failure.instead).toBe(
			'jnp.float32(0)   # as what it starts with, or\n(half + x).astype(jnp.int32)   # as what the body returns'
		);
	});

	it('is told the line inside a function that the body calls, jitted or not', () => {
		const body = (decorator: string): string => `${decorator}
def half(v):
    w = v * 2
    return w / 3
lax.scan(lambda c, x: (half(c), x), jnp.int32(0), jnp.arange(3))`;
		for (const decorator of ['@jax.jit', ''])
			expect(why(body(decorator))).toContain('`w / 3` on line 7 makes float32[]');
	});

	it('is told of by the program’s own names, in every kind of loop', () => {
		expect(why('lax.fori_loop(0, 3, lambda i, total: total + i * 0.5, jnp.int32(1))')).toMatch(
			/^total goes in as int32\[\]; `total \+ i \* 0\.5` on line 4 makes float32\[\] of it/
		);
		expect(instead('lax.fori_loop(0, 3, lambda i, total: total + i * 0.5, jnp.int32(1))')).toMatch(
			/^jnp\.float32\(1\) {3}# as what it starts with, or\n\(total \+ i \* 0\.5\)\.astype\(jnp\.int32\)/
		);
		const loop =
			'lax.while_loop(lambda s: s[0] < 3, lambda s: (s[0] + 1, s[1] * 0.5), (0, jnp.zeros(2, int)))';
		expect(why(loop)).toMatch(/^s\[1\] goes in as int32\[2\]; `s\[1\] \* 0\.5` on line 4 makes float32\[2\]/);
		expect(instead(loop)).toMatch(/^jnp\.asarray\(jnp\.zeros\(2, int\), jnp\.float32\)/);
	});

	it('is told of where it happens: in the inner loop', () => {
		const nested = `def outer(c, x):
    def inner(d, y):
        return d + y * 0.5, None
    return lax.scan(inner, c, jnp.arange(3))
lax.scan(outer, jnp.int32(0), jnp.arange(3))`;
		expect(failureOf(nested)).toMatchObject({
			span: { line: 7 },
			why: 'd goes in as int32[]; `d + y * 0.5` on line 6 makes float32[] of it, because it meets a float32[] there.'
		});
	});

	it('is told what takes its place, where the new value is not made of the old', () => {
		expect(why('lax.scan(lambda c, x: (x, c), jnp.float32(0), jnp.arange(3))')).toBe(
			'c goes in as float32[], and x, which is an int32[], takes its place.'
		);
	});

	it('is told to start in the shape it is stretched to', () => {
		const failure = failureOf('lax.scan(lambda c, x: (c + x, c), 0., jnp.ones((3, 2)))');
		expect(failure.why).toContain('`c + x` on line 4 makes float32[2] of it, because it meets a float32[2]');
		expect(failure.instead).toBe('jnp.full((2,), 0.)   # as what it starts with');
	});

	it('that grows is told to stay in shape', () => {
		const program = `def step(h, x):
    return jnp.append(h, x), None
lax.scan(step, jnp.zeros(2), jnp.arange(3.))`;
		expect(why(program)).toBe(
			'h goes in as float32[2]; `jnp.append(h, x)` on line 5 makes float32[3] of it.'
		);
		expect(instead(program)).toContain('emit what grows as y');
	});

	it('that starts weak is promoted, as in JAX, and is no mistake', () => {
		expect(valueOf('lax.scan(lambda c, x: (c + x * 0.5, None), 0, jnp.arange(3))[0]')).toContain('1.5');
	});

	it('that changes its structure is told both', () => {
		expect(failureOf('lax.scan(lambda c, x: (c[0] + x, x), (0., 1.), jnp.arange(3.))')).toMatchObject({
			why: 'The scan body function takes (*, *) and returns a single value for it.'
		});
	});
});
