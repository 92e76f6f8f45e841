import { describe, expect, it } from 'vitest';
import { loopRecord, type LoopRecord } from '$lib/recording/export';
import { flagsOf } from '$lib/recording/flags';
import { InsideWriter } from '$lib/recording/inside';
import type { Loop } from '$lib/recording/recording';
import { record } from '$lib/session/run';

const head = 'import jax\nimport jax.numpy as jnp\nfrom jax import lax\n';

function loopsOf(program: string): readonly Loop[] {
	const { recording, error } = record(head + program);
	if (error) throw error;
	return recording.loops;
}

const flags = (program: string): unknown[] => {
	const [loop] = loopsOf(program);
	return flagsOf(loop).map(({ kind, eqn, lane, step, count }) => [
		kind,
		eqn === null ? null : loop.eqns[eqn].text,
		lane,
		step,
		count
	]);
};

describe('flagsOf(loop)', () => {
	it('tells where a NaN is born, not where it flows', () => {
		const program = `def step(c, x):
    y = jnp.log(x)
    return c + y, y * 2
jax.vmap(lambda row: lax.scan(step, 0., row))(jnp.array([[1., 2., 3.], [1., -2., -3.]]))`;
		expect(flags(program)).toEqual([['nan', 'jnp.log(x)', 1, 1, 2]]);
	});

	it('tells an infinity made of finite numbers, not one that came in', () => {
		const program = `lax.scan(lambda c, x: (jnp.maximum(c, x), 1 / x), -jnp.inf, jnp.array([2., 0., 4.]))`;
		expect(flags(program)).toEqual([['infinite', '1 / x', 0, 1, 1]]);
	});

	it('tells an index that JAX clamps', () => {
		const program = `table = jnp.arange(4.)
def step(c, i):
    v = lax.dynamic_index_in_dim(table, i, keepdims=False)
    return c + v, v
lax.scan(step, 0., jnp.array([0, 3, 4, 9]))`;
		const [loop] = loopsOf(program);
		const found = flagsOf(loop).map(({ kind, lane, step, count }) => [kind, lane, step, count]);
		expect(found).toEqual([['out of range', 0, 2, 2]]);
	});
});

describe('loopRecord(loop)', () => {
	it('has every carry, x, y and equation under the user’s names, and what all lanes share', () => {
		const program = `def step(state, x):
    n, total = state
    n = n + 1
    total = total + x
    return (n, total), total / n
jax.vmap(lambda row: lax.scan(step, (0, 0.), row))(jnp.array([[2., 4.], [1., 5.]]))`;
		const loop = loopRecord(loopsOf(program)[0]);
		expect(loop.lanes).toEqual([2]);
		expect(loop.carry).toEqual([
			{ name: 'n', values: { dtype: 'int32', shape: [3], shared: true, data: [0, 1, 2] } },
			{ name: 'total', values: { dtype: 'float32', shape: [3, 2], shared: false, data: [0, 0, 2, 1, 6, 6] } }
		]);
		expect(loop.ys[0].values?.data).toEqual([2, 1, 3, 3]);
		const total = loop.equations.find(({ name }) => name === 'total');
		expect(total).toMatchObject({ primitive: 'add', text: 'total + x', line: 7 });
	});

	it('tells which branch of a batched cond each lane keeps', () => {
		const program = `def step(c, x):
    y = lax.cond(x > 0, lambda v: v, lambda v: -v, x)
    return c + y, y
jax.vmap(lambda row: lax.scan(step, 0., row))(jnp.array([[1., -2.], [-3., 4.]]))`;
		const loop = loopRecord(loopsOf(program)[0]);
		expect(loop.equations.find(({ primitive }) => primitive === 'cond')?.branch?.data).toEqual([1, 0, 0, 1]);
	});

	it('tells which rows of a batched while loop go on', () => {
		const program = `jax.vmap(lambda n: lax.while_loop(lambda c: c < 3, lambda c: c + 1, n))(jnp.array([0, 2, 5]))`;
		expect(loopRecord(loopsOf(program)[0]).active?.data).toEqual([1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]);
	});

	it('writes every equation’s place inside the program', () => {
		const program = `def step(c, x):
    return jnp.where(x > c, x, c * 0.5), jnp.tanh(x)
lax.scan(step, 0., jnp.arange(3.))`;
		const text = head + program;
		for (const { span, text: shown } of loopRecord(loopsOf(program)[0]).equations)
			expect(span && text.slice(...span).replace(/\s+/g, ' ')).toBe(shown);
	});
});

describe('InsideWriter', () => {
	const written = (program: string): LoopRecord => {
		const run = record(head + program);
		return new InsideWriter(run.recording.program).record(run.live[0]);
	};

	it('has the loops of every step, with the lanes of the loop around them', () => {
		const loop = written(`def outer(c, row):
    c, ys = lax.scan(lambda d, x: (d + x, d), c, row)
    w = lax.while_loop(lambda v: v < 5, lambda v: v * 2, c + 1)
    return w, ys.sum()
jax.vmap(lambda c: lax.scan(outer, c, jnp.arange(4.).reshape(2, 2)))(jnp.array([0., 10.]))`);
		expect(loop.inner?.map(({ step, equation, kind }) => [step, equation, kind])).toEqual([
			[0, 0, 'scan'],
			[0, 2, 'while_loop'],
			[1, 0, 'scan'],
			[1, 2, 'while_loop']
		]);
		const [scan, loopOn] = loop.inner ?? [];
		expect(scan.carry[0].values).toMatchObject({ shape: [3, 2], data: [0, 10, 0, 10, 1, 11] });
		expect(loopOn.active?.data).toEqual([1, 0, 1, 0, 0, 0]);
	});

	it('has every branch of a cond in every lane', () => {
		const loop = written(`def step(c, x):
    y = lax.cond(x > 0, lambda v: v * 2, lambda v: -v, x)
    return c + y, y
jax.vmap(lambda row: lax.scan(step, 0., row))(jnp.array([[1., -2.], [-3., 4.]]))`);
		const cond = loop.equations.find(({ primitive }) => primitive === 'cond');
		expect(cond?.branches?.map(([{ text, values }]) => [text, values.data])).toEqual([
			['-v', [-1, 3, 2, -4]],
			['v * 2', [2, -6, -4, 8]]
		]);
	});

	it('has what a jitted function carries out among the equations of the body, and what that calls', () => {
		const loop = written(`@jax.jit
def half(v):
    return v * 0.5
@jax.jit
def cell(h, x):
    z = half(h) + x
    return jnp.where(z > 1, z, 0.)
lax.scan(lambda h, x: (cell(h, x), None), 0., jnp.array([1., 2.]))`);
		expect(loop.equations.map(({ text, name, values: [values] }) => [text, name, values?.data])).toEqual([
			['v * 0.5', null, [0, 0]],
			['half(h) + x', 'z', [1, 2]],
			['z > 1', null, [0, 1]],
			['jnp.where(z > 1, z, 0.)', null, [0, 2]]
		]);
	});

	it('has what a function with a derivative of its own carries out, as its call', () => {
		const loop = written(`@jax.custom_jvp
def cell(h, x):
    z = h * 0.5 + x
    return jnp.where(z > 1, z, 0.)
cell.defjvp(lambda primals, tangents: (cell(*primals), tangents[0]))
lax.scan(lambda h, x: (cell(h, x), None), 0., jnp.array([1., 2.]))`);
		expect(loop.equations[0].called?.map(({ text, name, values }) => [text, name, values.data])).toEqual([
			['h * 0.5', null, [0, 0]],
			['h * 0.5 + x', 'z', [1, 2]],
			['z > 1', null, [0, 1]],
			['jnp.where(z > 1, z, 0.)', null, [0, 2]]
		]);
	});

	it('calls what comes out of a container by its path', () => {
		const loop = written(`params = {'w': [jnp.array(2.)]}
class Cell:
    def __init__(self):
        self.inner = {'b': jnp.ones(2)[0]}
    def step(self, c, x):
        return c * params['w'][0] + self.inner['b'], None
lax.scan(Cell().step, 0., jnp.arange(2.))`);
		expect(loop.closed.map(({ name }) => name)).toEqual(["params['w'][0]", "self.inner['b']"]);
	});

	it('calls the leaves of a container by what the body calls it', () => {
		const loop = written(`def step(state, x):
    params, (h, t) = state
    h = jnp.tanh(params['w'] * h + params['b'] + x['a'])
    return (params, (h, t + 1)), h
lax.scan(step, ({'w': 1., 'b': 0.}, (0.5, 0)), {'a': jnp.arange(3.)})`);
		expect(loop.carry.map(({ name }) => name)).toEqual(["params['b']", "params['w']", 'h', 't']);
		expect(loop.xs.map(({ name }) => name)).toEqual(["x['a']"]);
	});
});
