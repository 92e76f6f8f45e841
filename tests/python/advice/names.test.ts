import { describe, expect, it } from 'vitest';
import { failureOf, instead } from './advised';

describe('a name that is not there', () => {
	it.each([
		['jnp.maximun(1, 2)', 'jnp.maximum'],
		['jnp.scan', 'lax.scan'],
		['lax.vmap', 'jax.vmap'],
		['jnp.relu', 'jax.nn.relu'],
		['jax.vmpa', 'jax.vmap'],
		['jax.nn.rleu', 'jax.nn.relu'],
		['jax.random.nromal', 'jax.random.normal'],
		['from jax.lax import sacn', 'lax.scan'],
		['import numpy as np\nnp.linspce', 'np.linspace'],
		['from collections import nametuple', 'namedtuple'],
		['jnp.ones(3).reshpae(3, 1)', 'reshape'],
		['jnp.ones(3).exp()', 'jnp.exp(x)'],
		['jax.vmap(lambda x: x.smu())(jnp.ones(3))', 'sum'],
		["'abc'.uper()", 'upper'],
		['values = [1]\nvaluse', 'values'],
		['jnp.sum(jnp.ones(2), axes=0)', 'axis='],
		['lax.scan(lambda c, x: (c, x), 0, None, lenght=3)', 'length='],
		['def f(alpha, beta): pass\nf(alpa=1, beta=2)', 'alpha='],
		['class A:\n    def __init__(self): self.count = 1\nA().cuont', 'count']
	])('%s', (program, meant) => {
		expect(instead(program)).toBe(`Did you mean ${meant}?`);
	});

	it.each([
		['of a function', 'def f(limit):\n    return limt\nf(1)', 'limit'],
		['of a function around it', 'def f(limit):\n    return (lambda: limt)()\nf(1)', 'limit'],
		['of the module', 'limit = 1\ndef f():\n    return limt\nf()', 'limit'],
		["of Python, where it is nearer than the program's", 'sort = 1\nsortde([])', 'sorted']
	])('is taken for the nearest one %s', (_, program, meant) => {
		expect(instead(program)).toBe(`Did you mean ${meant}?`);
	});

	it('and is usually a module is told how to import it', () => {
		expect(failureOf('random.key(0)')).toMatchObject({ instead: 'from jax import random' });
	});

	it('and is nothing like any other is told nothing', () => {
		expect(instead('jnp.zzzzzz')).toBeUndefined();
	});
});
