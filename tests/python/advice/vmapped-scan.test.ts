import { describe, expect, it } from 'vitest';
import { failureOf, valueOf } from './advised';

describe('vmap of lax.scan', () => {
	it.each([
		['jax.vmap(lax.scan)(step, init, rows)', 'scan_row)(init, rows)'],
		['jax.vmap(lax.scan, in_axes=(0, None, 0))(step, init, rows)', 'scan_row)(rows)'],
		['jax.vmap(lax.scan(step, 0., rows[0]))(rows)', 'scan_row)(rows)']
	])('%s is told the helper to write, which runs', (call, end) => {
		const setting =
			'def step(c, x):\n    return c + x, c\ninit = jnp.zeros(2)\nrows = jnp.arange(6.).reshape(2, 3)\n';
		const { why: reason, instead: code } = failureOf(setting + call);
		expect(reason).toMatch(/function/);
		expect(code).toMatch(
			/^def scan_row\(.*row\):\n {4}return lax\.scan\(step, .*, row\)\njax\.vmap\(scan_row\)/
		);
		expect(code?.endsWith(end)).toBe(true);
		if (!call.includes('None')) expect(valueOf(setting + code)).toContain('[ 3., 12.]');
	});
});
