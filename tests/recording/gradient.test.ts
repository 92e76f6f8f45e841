import { describe, expect, it } from 'vitest';
import { NDArray } from '$lib/array/ndarray';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { withInterpreter, type Value } from '$lib/core/interpreter';
import { Var } from '$lib/core/jaxpr';
import {
	cotangentOf,
	passesOf,
	readAnyway,
	tapeRows,
	tapeSize,
	tapeValue,
	turned,
	type Passes
} from '$lib/recording/gradient';
import { bodyAt, type LiveLoop } from '$lib/recording/live-loop';
import { lane } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import { placeOf } from '$lib/recording/value-ref';
import { Recorder } from '$lib/recording/recorder';
import { record, type Run } from '$lib/session/run';

const head = 'import jax\nimport jax.numpy as jnp\nfrom jax import lax\n';

const loss = (decorator = ''): string => `${head}
def loss(w, xs):
    ${decorator}
    def cell(h, x):
        new = jnp.tanh(w * h + x)
        return new, jnp.sin(new) * x
    h, ys = lax.scan(cell, 0.5, xs)
    return h * 2. + (ys * ys).sum()

xs = jnp.array([0.5, -0.25, 1.0, 0.75])
rows = jnp.array([[0.5, -0.25, 1.0], [0.1, 0.2, 0.3]])
`;

function run(program: string): Run {
	const ran = record(program);
	expect(ran.error).toBeNull();
	return ran;
}

function passes(program: string, loop = 0): Passes {
	const { loops } = run(program).recording;
	const found = passesOf(loops[loop], loops);
	if (!found) throw new Error('no gradient');
	return found;
}

describe('the passes of a gradient', () => {
	it.each([
		['grad', 'jax.grad(loss)(0.8, xs)'],
		['value_and_grad', 'jax.value_and_grad(loss)(0.8, xs)'],
		['vjp', 'jax.vjp(loss, 0.8, xs)[1](1.0)'],
		['jit of grad', 'jax.jit(jax.grad(loss))(0.8, xs)'],
		['grad of jit', 'jax.grad(jax.jit(loss))(0.8, xs)'],
		['vmap of grad', 'jax.vmap(jax.grad(loss), (None, 0))(0.8, rows)'],
		['grad of vmap', 'jax.grad(lambda w: jax.vmap(loss, (None, 0))(w, rows).sum())(0.8)']
	])('are found from either loop: %s', (_, call) => {
		const { loops } = run(loss() + call).recording;
		expect(loops).toHaveLength(2);
		const [forward, backward] = loops;
		expect(passesOf(forward, loops)).toEqual({ forward, backward });
		expect(passesOf(backward, loops)).toEqual({ forward, backward });
		expect(turned(forward, 0)).toBe(forward.length - 1);
	});

	it('are of the run whose arrays were handed on, where several keep the same tape', () => {
		const { loops } = run(`${loss()}f = jax.jit(loss)
_, first = jax.vjp(f, 0.8, xs)
_, second = jax.vjp(f, 0.3, xs)
second(1.0), first(1.0), first(2.0)`).recording;
		expect(loops.map(({ backward }) => backward?.forward)).toEqual([undefined, undefined, 1, 0, 0]);
	});

	it('are told of the second gradient too', () => {
		const { loops } = run(`${loss()}jax.grad(jax.grad(loss))(0.8, xs)`).recording;
		expect(loops.map(({ backward }) => backward?.forward)).toEqual([undefined, 0, 1, 0]);
	});

	it('do not exist without a gradient', () => {
		const { loops } = run(`${loss()}loss(0.8, xs), jax.jvp(lambda w: loss(w, xs), (0.8,), (1.0,))`).recording;
		expect(loops.map((loop) => passesOf(loop, loops))).toEqual([null, null]);
	});
});

describe('the tape', () => {
	it('holds what the derivatives read, by the name and the expression it has in the program', () => {
		const found = passes(`${loss()}jax.grad(loss)(0.8, xs)`);
		expect(tapeRows(found).map(({ residual: { name, text } }) => [name, text])).toEqual([
			['h', ''],
			['new', 'jnp.tanh(w * h + x)'],
			['tanh′', 'jnp.tanh(w * h + x)'],
			['sin′', 'jnp.sin(new)']
		]);
		expect(readAnyway(found).map(({ name, kept }) => [name, kept])).toEqual([['w', 'once'], ['x', 'x']]); // prettier-ignore
	});

	it('has the values of the forward pass, step by step', () => {
		const { forward, backward } = passes(`${loss()}jax.vmap(jax.grad(loss), (None, 0))(0.8, rows)`);
		const rows = tapeRows({ forward, backward });
		const h = rows.find(({ residual }) => residual.is?.kind === 'carry');
		const made = rows.find(({ residual }) => residual.is?.kind === 'equation');
		for (let t = 0; t < forward.length; t++)
			for (const k of [0, 1].map(lane)) {
				const kept = (row: typeof h): number[] =>
					row ? elementsAt(row.leaf.column, turned(forward, t), k, backward.axes) : [];
				expect(kept(h)).toEqual(elementsAt(forward.carry[0].column, t, k, forward.axes));
				const { eqn } = made?.residual ?? {};
				const of = forward.eqns[eqn ?? -1].results[0];
				expect(kept(made)).toEqual(elementsAt(of, t, k, forward.axes));
			}
	});

	it.each(['', '@jax.checkpoint'])('leads to each of its values in either pass: %s', (decorator) => {
		const found = passes(`${loss(decorator)}jax.vmap(jax.grad(loss), (None, 0))(0.8, rows)`);
		const { forward, backward } = found;
		for (const { x, leaf, residual } of tapeRows(found))
			for (let step = 0; step < forward.length; step++)
				for (const k of [0, 1].map(lane))
					for (const inForward of [true, false]) {
						const { pass, value } = tapeValue(found, x, { lane: k, step, inForward });
						expect(pass).toBe(inForward && residual.is ? forward : backward);
						const place = placeOf(pass, value);
						if (!place) throw new Error('the pass has no such value');
						expect(elementsAt(place.column, place.entry, k, pass.axes)).toEqual(
							elementsAt(leaf.column, turned(forward, step), k, backward.axes)
						);
					}
	});

	it('is as large as its columns', () => {
		const one = tapeSize(passes(`${loss()}jax.grad(loss)(0.8, xs)`));
		expect(one).toEqual({ values: 4, bytesPerStep: 16, bytes: 64 });
		const two = tapeSize(passes(`${loss()}jax.vmap(jax.grad(loss), (None, 0))(0.8, rows)`));
		expect(two).toEqual({ values: 4, bytesPerStep: 32, bytes: 96 });
	});

	it('of a checkpointed body holds its carry only, and the backward steps compute the rest again', () => {
		const found = passes(`${loss('@jax.checkpoint')}jax.vmap(jax.grad(loss), (None, 0))(0.8, rows)`);
		expect(tapeRows(found).map(({ residual }) => residual.name)).toEqual(['h']);
		const again = found.backward.eqns.filter((eqn) => eqn.again).map(({ text }) => text);
		expect(again).toEqual(expect.arrayContaining(['w * h', 'w * h + x', 'jnp.tanh(w * h + x)', 'jnp.sin(new)'])); // prettier-ignore
		const [plain] = run(`${loss()}loss(0.8, xs)`).recording.loops;
		const at = (loop: typeof plain, text: string): number =>
			loop.eqns.find((eqn) => eqn.text === text)?.span?.from ?? -1;
		const shift = '@jax.checkpoint'.length;
		expect(at(found.backward, 'w * h')).toBe(at(plain, 'w * h') + shift);
		expect(found.backward.eqns.at(-1)?.again).toBeUndefined();
	});

	it('gives a checkpointed body the values it had', () => {
		const call = 'jax.vmap(jax.grad(loss), (None, 0))(0.8, rows)';
		const plain = passes(loss() + call).forward;
		const { backward } = passes(loss('@jax.checkpoint') + call);
		for (const text of ['w * h', 'jnp.tanh(w * h + x)']) {
			const [was] = plain.eqns.find((eqn) => eqn.text === text)?.results ?? [];
			const [again] = backward.eqns.find((eqn) => eqn.text === text)?.results ?? [];
			for (let t = 0; t < plain.length; t++)
				for (const k of [0, 1].map(lane))
					expect(elementsAt(again, turned(plain, t), k, backward.axes)).toEqual(
						elementsAt(was, t, k, plain.axes)
					);
		}
	});
});

/** The loss as far as the rest of the program makes it of this loop: linear in what comes out, by its cotangents. */
function weighed(ran: Run, { forward, backward }: Passes, outs: (step: number) => readonly Value[]): number {
	const { params } = live(ran, forward.index).ran;
	if (!('jaxpr' in params)) throw new Error('not a scan');
	const { view, jaxpr, num_carry } = params;
	const data = (x: Value): ArrayLike<number> => (x as NDArray).data as ArrayLike<number>;
	let sum = 0;
	const add = (ct: ArrayLike<number>, out: Value): void =>
		Array.from(ct).forEach((c, i) => (sum += c * data(out)[i]));
	const back = live(ran, backward.index);
	const parts = backward.backward;
	const ctArgs = bodyAt(back, 0).args;
	const backParams = back.ran.params;
	if (!('jaxpr' in backParams)) throw new Error('not a scan');
	parts?.carry.forEach((part, i) => {
		if (part.kind === 'cotangent' && part.of?.role === 'carry')
			add(data(ctArgs[backParams.num_consts + i]), outs(forward.length - 1)[part.of.leaf]);
	});
	for (let t = 0; t < forward.length; t++)
		parts?.xs.forEach((part, i) => {
			if (part.kind !== 'cotangent' || part.of?.role !== 'y') return;
			const atom = view.body.outs[view.carry.length + part.of.leaf];
			const ranAtom = atom instanceof Var ? (view.placed.get(atom)?.atom ?? atom) : atom;
			const first = backParams.num_consts + backParams.num_carry;
			const at = jaxpr.outs.indexOf(ranAtom, num_carry);
			add(
				data(bodyAt(back, turned(forward, t)).args[first + i]),
				outs(t)[at < 0 ? jaxpr.outs.indexOf(ranAtom) : at]
			);
		});
	return sum;
}

const live = (ran: Run, index: number): LiveLoop => ran.live[index];

/** Runs the forward body again from step `from`, on another carry. */
function rerun(
	loop: LiveLoop,
	from: number,
	change: (carry: NDArray[]) => NDArray[]
): (step: number) => readonly Value[] {
	const { params } = loop.ran;
	if (!('jaxpr' in params)) throw new Error('not a scan');
	const { num_consts, num_carry } = params;
	const all: (readonly Value[])[] = [];
	let carry: Value[] | null = null;
	for (let step = 0; step < params.length; step++) {
		const { jaxpr, args } = bodyAt(loop, step);
		const own = args.slice(num_consts, num_consts + num_carry);
		const given: Value[] = step === from ? change(own) : (carry ?? own);
		const outs = withInterpreter(new Recorder(''), () =>
			evalJaxpr(jaxpr, [...args.slice(0, num_consts), ...given, ...args.slice(num_consts + num_carry)])
		);
		all.push(outs);
		if (step >= from) carry = outs.slice(0, num_carry);
	}
	return (step) => all[step];
}

const moved = (x: NDArray, at: number, by: number): NDArray => {
	const data = Float32Array.from(x.data as Float32Array);
	data[at] += by;
	return new NDArray(x.dtype, x.shape, data, x.weak);
};

/** The cotangents of a forward loop's carry against finite differences, at every step, in every lane and element. */
function holdToDifferences(program: string): void {
	const ran = run(program);
	const { loops } = ran.recording;
	const found = passesOf(loops[0], loops);
	if (!found) throw new Error('no gradient');
	const { forward, backward } = found;
	const loop = live(ran, forward.index);
	const eps = 1e-2;
	let looked = 0;
	forward.carry.forEach(({ column }, leaf) => {
		const ct = cotangentOf(found, leaf);
		if (ct === null) return;
		const size = column.shape.reduce((a, b) => a * b, 1);
		for (let t = 0; t < forward.length; t++)
			for (let k = 0; k < forward.lanes; k++)
				for (let e = 0; e < size; e++) {
					const at = (by: number): number =>
						weighed(ran, found, rerun(loop, t, (carry) => carry.map((x, i) => (i === leaf ? moved(x, k * size + e, by) : x)))); // prettier-ignore
					const slope = (at(eps) - at(-eps)) / (2 * eps);
					const [claimed] = elementsAt(
						backward.carry[ct].column,
						forward.length - t,
						lane(k),
						backward.axes
					).slice(e);
					expect(Math.abs(claimed - slope)).toBeLessThan(2e-2 * Math.max(1, Math.abs(slope)));
					looked++;
				}
	});
	expect(looked).toBeGreaterThan(0);
}

describe('the cotangent of a carry at a step', () => {
	const bodies: readonly (readonly [string, string, string])[] = [
		['tanh', '0.5', 'lambda h, x: (jnp.tanh(w * h + x), h * x)'],
		['a product', '1.5', 'lambda h, x: (h * (1. + 0.1 * x) + w, jnp.sin(h))'],
		['a vector', 'jnp.array([0.5, -1.])', 'lambda h, x: (jnp.cos(h) * w + x, (h * h).sum())'],
		['two carries', '(0.5, 1.)', 'lambda c, x: ((c[1] * w, c[0] + 0.3 * x), c[0] * c[1])'],
		['a checkpoint', '0.5', 'jax.checkpoint(lambda h, x: (jnp.exp(-h * h) * w + x, jnp.sin(h)))']
	];
	const calls = {
		plain: 'jax.grad(loss)(0.8, jnp.array([0.5, -0.25, 1.0]))',
		rows: 'jax.vmap(jax.grad(loss), (None, 0))(0.8, jnp.array([[0.5, -0.25, 1.0], [0.1, 0.2, 0.3]]))'
	};
	for (const [name, init, body] of bodies)
		it.each(Object.entries(calls))(`is the slope of the loss in it: ${name}, %s`, (_, call) => {
			holdToDifferences(`${head}
def loss(w, xs):
    last, ys = lax.scan(${body}, ${init}, xs)
    return sum(leaf.sum() for leaf in jax.tree.leaves(last)) + (ys * ys).sum()
${call}`);
		});
});
