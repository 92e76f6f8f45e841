import { describe, expect, it } from 'vitest';
import '$lib/python/bindings/all';
import { lane as laneOf } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import type { Column, Loop } from '$lib/recording/recording';
import { loopJaxprs } from '$lib/recording/loop-jaxprs';
import { stepInto, stepOut, stopAfter, stopOf } from '$lib/recording/stops';
import { restAt } from '$lib/recording/walk';
import { record } from '$lib/session/run';

const head = `import jax
import jax.numpy as jnp
from jax import lax
`;

function ran(program: string): ReturnType<typeof record> {
	const run = record(head + program);
	if (run.error) throw run.error;
	return run;
}

/** Programs with a function to be decorated at `@how`. */
const programs: Readonly<Record<string, string>> = {
	'a helper that is called twice, with two results': `@how
def cell(h, x):
    a = h * 0.5 + x
    return jnp.tanh(a), a
def step(h, x):
    new, pre = cell(h, x)
    other, _ = cell(new, pre)
    return other, pre
jax.vmap(lambda row: lax.scan(step, 0., row))(jnp.arange(6.).reshape(2, 3))`,
	'a helper in a helper': `@how
def gate(z):
    return jnp.where(z > 1., z, 0.)
@how
def cell(h, x):
    z = gate(h + x)
    def twice(v):
        return v * 2.
    return twice(z) + gate(h)
jax.vmap(lambda row: lax.scan(lambda h, x: (cell(h, x), None), 0., row))(jnp.arange(6.).reshape(2, 3))`,
	'the body itself': `@how
def step(carry, x):
    h = jnp.tanh(carry + x)
    new = h * 0.5
    return new, h
jax.vmap(lambda row: lax.scan(step, 0., row, reverse=True))(jnp.arange(6.).reshape(2, 3))`,
	'a function round the scan': `@how
def loss(w, xs):
    def step(carry, x):
        h = jnp.tanh(carry * w + x)
        return h, h
    return lax.scan(step, 0., xs)[0]
jax.vmap(loss)(jnp.array([0.5, 0.7]), jnp.arange(6.).reshape(2, 3))`,
	'a helper that closes over a value': `w = jnp.array([1., -2.])
def row(xs, b):
    @how
    def cell(h, x):
        return h + (w * x).sum() * b
    return lax.scan(lambda h, x: (cell(h, x), h), 0., xs)
jax.vmap(row)(jnp.arange(6.).reshape(2, 3), jnp.array([1., 3.]))`,
	'two vmaps, of which a helper sees one, the other or none': `@how
def scaled(v):
    return v * 3. + 1.
def row(xs, a, b):
    def step(h, x):
        return h + scaled(a) + scaled(b) + scaled(2. * x), scaled(x) + scaled(h)
    return lax.scan(step, 0., xs)
over = jax.vmap(jax.vmap(row, in_axes=(None, 0, None)), in_axes=(None, None, 0))
over(jnp.arange(3.), jnp.array([1., 2.]), jnp.array([3., 4., 5.]))`,
	'what a helper hands through, and what it is not given': `@how
def cell(h, x):
    return h, x + 1., 7.
def step(h, x):
    a, b, c = cell(h, x)
    return a + b * c, a
jax.vmap(lambda row: lax.scan(step, 0., row))(jnp.arange(6.).reshape(2, 3))`,
	'a helper that was called before, elsewhere': `@how
def cell(h, x):
    z = h * 0.5
    return z + x
cell(jnp.float32(1.), jnp.float32(2.))
xs = jnp.arange(6.).reshape(2, 3)
jax.vmap(lambda row: lax.scan(lambda h, x: (cell(h, x), None), jnp.float32(0.), row))(xs)`,
	'a while loop': `@how
def half(n):
    m = n // 2
    return m, m > 3
def body(s):
    n, k = s
    m, _ = half(n)
    return m, k + 1
jax.vmap(lambda n: lax.while_loop(lambda s: half(s[0])[1], body, (n, 0)))(jnp.array([9, 40, 2]))`,
	'a helper with a loop in it': `@how
def total(h, x):
    s = lax.fori_loop(0, 2, lambda i, c: c + x * i, h)
    return s * 0.5
jax.vmap(lambda row: lax.scan(lambda h, x: (total(h, x), None), 0., row))(jnp.arange(6.).reshape(2, 3))`
};

const valuesOf = (loop: Loop, column: Column, entries: number): number[][][] =>
	Array.from({ length: entries }, (_, step) =>
		Array.from({ length: loop.lanes }, (_, lane) =>
			elementsAt(column, column.stepStride === 0 ? 0 : step, laneOf(lane), loop.axes)
		)
	);

/** All that a reader sees of a loop. */
const seen = (loop: Loop): unknown => ({
	kind: loop.kind,
	name: loop.name,
	lanes: loop.axes.map(({ size }) => size),
	recorded: loop.recorded,
	leaves: [...loop.carry, ...loop.xs, ...loop.ys].map(({ name, column }) => [
		name,
		valuesOf(loop, column, loop.recorded)
	]),
	equations: loop.eqns.map(({ text, name, primitive, operator, calls, loops, operands, results }) => ({
		text,
		name,
		primitive,
		operator,
		calls: calls.map((call) => [call.name, call.text, call.span?.line]),
		loops: loops.map((one) => one.kind),
		operands: operands.map((operand) =>
			operand.kind === 'literal' ? valuesOf(loop, operand.column, 1) : operand
		),
		shared: results.map(({ shared }) => shared),
		results: results.map((column) => valuesOf(loop, column, loop.recorded))
	}))
});

describe.each(['jax.jit', 'jax.checkpoint'])('%s', (how) => {
	it.each(Object.entries(programs))('shows of %s all that the plain function shows', (_, program) => {
		const plain = ran(program.replace(/^( *)@how$/gm, '$1# plain'));
		const decorated = ran(program.replaceAll('@how', `@${how}`));
		expect(decorated.recording.loops.map(seen)).toEqual(plain.recording.loops.map(seen));
	});

	it('shows it under jit too', () => {
		const program = programs['a helper that is called twice, with two results'].replace('@how', `@${how}`);
		const [loop] = ran(program.replace(/jax\.vmap\((.*)\)\((.*)\)$/, 'jax.jit(jax.vmap($1))($2)')).recording
			.loops;
		expect(loop.eqns.map(({ text }) => text)).toEqual([...inCell, ...inCell]);
	});
});

const inCell = ['h * 0.5', 'h * 0.5 + x', 'jnp.tanh(a)'];

const helper = programs['a helper that is called twice, with two results'].replace('@how', '@jax.jit');

describe('a call of a jitted function', () => {
	it('can be gone into, along and out of', () => {
		const [loop] = ran(helper).recording.loops;
		const whole = restAt(loop, 1);
		const call = stepInto(loop, whole);
		if (!call) throw new Error('there is nothing to step into');
		expect(stopOf(loop, call)?.call?.text).toBe('new, pre = cell(h, x)');
		const first = stepInto(loop, call);
		if (!first?.eqn && first?.eqn !== 0) throw new Error('the call is empty');
		expect(loop.eqns[first.eqn].text).toBe('h * 0.5');
		expect(stopOf(loop, stopAfter(loop, call))?.call?.text).toBe('other, _ = cell(new, pre)');
		expect(stepOut(loop, first)).toEqual(call);
	});

	it('is printed as one equation, as JAX has it', () => {
		const { live } = ran(helper);
		const { row, batched } = loopJaxprs(live[0]);
		for (const [text] of [row, batched ?? []]) expect(text.text.match(/jit\[/g)?.length).toBe(2);
	});
});
