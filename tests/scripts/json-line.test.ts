import { describe, expect, it } from 'vitest';
import { jsonLine } from '../../scripts/program/json-line';
import { observe } from '../../scripts/program/observe';
import { imports, longPrograms } from '../support/long';

const programs = {
	...longPrograms,
	'two scans':
		'a, _ = lax.scan(lambda c, x: (c + x, None), 0, jnp.arange(3))\nlax.scan(lambda c, x: (c * x, x), (a, 1.)[1], jnp.arange(2.))',
	'no scan': 'print(1)\n3',
	'a key':
		'def f(k, _):\n  k, s = jax.random.split(k)\n  return k, jax.random.normal(s)\nlax.scan(f, jax.random.key(1), None, length=3)',
	broken: 'lax.scan(lambda c, x: (c + x, None), 0, jnp.arange(3))\nnothing',
	'very wide': 'lax.scan(lambda c, x: (c + x, None), jnp.zeros(40_000), jnp.arange(9.))'
};

describe('a line of JSON', () => {
	it.each(Object.entries(programs))('says of %s what is observed, piece by piece', (name, body) => {
		const pieces = [...jsonLine(name, imports + body)];
		const line = pieces.join('');
		expect(line.indexOf('\n')).toBe(line.length - 1);
		const told = JSON.parse(line) as { name: string; expect: unknown };
		expect(told.name).toBe(name);
		expect(told.expect).toEqual(JSON.parse(JSON.stringify(observe(imports + body).expect)));
		if (name === 'very wide') expect(pieces.length).toBeGreaterThan(3);
	});
});
