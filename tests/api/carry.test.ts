import { describe, expect, it } from 'vitest';
import { record } from '$lib/session/run';

const helpFor = (program: string) =>
	record(`import jax.numpy as jnp\nfrom jax import lax\n${program}`).error?.help;

describe('a carry that changes its type', () => {
	it('is told the line where it departs, and what to write', () => {
		const help = helpFor(`def step(n, x):
    m = n * 2
    half = m / 2
    return half + x, n
lax.scan(step, jnp.int32(0), jnp.arange(3.))`);
		expect(help?.why).toBe('n goes in as int32[]; line 5 makes float32[] of it (convert_element_type).');
		expect(help?.instead).toContain('new.astype(jnp.int32)');
	});

	it('that grows is told to stay in shape', () => {
		const help = helpFor(`def step(h, x):
    return jnp.append(h, x), None
lax.scan(step, jnp.zeros(2), jnp.arange(3.))`);
		expect(help?.why).toMatch(/^h goes in as float32\[2\]; line 4 makes float32\[3\] of it/);
		expect(help?.instead).toContain('emit what grows as y');
	});
});
