import { describe, expect, it } from 'vitest';
import { elementsAt } from '$lib/recording/read';
import type { Lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { record } from '$lib/session/run';

const head = 'import jax\nimport jax.numpy as jnp\nfrom jax import lax\n';

const cell = `${head}
def loss(w, xs):
    def cell(h, x):
        z = w * h + x
        h = jnp.tanh(z)
        return h, z
    h, zs = lax.scan(cell, 0.5, xs)
    return h + zs.sum()

xs = jnp.array([0.5, -0.25, 1.0])
`;

function loopsOf(program: string): readonly Loop[] {
	const { recording, error } = record(program);
	expect(error).toBeNull();
	return recording.loops;
}

const names = (leaves: Loop['carry']): string[] => leaves.map(({ name }) => name);
const at = (loop: Loop, leaf: number, entry: number): number =>
	elementsAt(loop.carry[leaf].column, entry, 0 as Lane, loop.axes)[0];

describe('the loops of a gradient', () => {
	it('go forward as the user wrote them, with the values they have without it', () => {
		const [plain] = loopsOf(`${cell}loss(0.8, xs)`);
		const [forward, backward] = loopsOf(`${cell}jax.grad(loss)(0.8, xs)`);
		expect([names(forward.carry), names(forward.xs), names(forward.ys)]).toEqual([['h'], ['x'], ['y']]); // prettier-ignore
		expect(forward.eqns.map(({ text, name }) => [text, name])).toEqual(
			plain.eqns.map(({ text, name }) => [text, name])
		);
		expect([0, 1, 2, 3].map((entry) => at(forward, 0, entry))).toEqual(
			[0, 1, 2, 3].map((entry) => at(plain, 0, entry))
		);
		expect(backward.reverse).toBe(!forward.reverse);
	});

	it('come back over the same body, carrying cotangents', () => {
		const [, backward] = loopsOf(`${cell}jax.grad(loss)(0.8, xs)`);
		expect([backward.kind, backward.name, backward.length]).toEqual(['scan', 'cell', 3]);
		expect(names(backward.carry)).toEqual(['∂w', '∂h']);
		expect(names(backward.closed)).toEqual(['w']);
		expect([at(backward, 0, 0), at(backward, 1, 0)]).toEqual([0, 1]);
		const from = cell.indexOf('z = w');
		const to = cell.indexOf('return h, z');
		const inside = backward.eqns.filter(({ span }) => span && span.from >= from && span.to <= to);
		expect(inside.map(({ text }) => text)).toContain('w * h');
		expect(backward.eqns.every(({ span }) => span !== null)).toBe(true);
	});

	it('have the gradient in the end of their carries', () => {
		const run = record(`${cell}jax.grad(loss)(0.8, xs)`);
		const [, backward] = run.recording.loops;
		expect(String(at(backward, 0, 3))).toBe(String((run.value as { data: Float32Array }).data[0]));
	});

	it('have a lane a row where rows are differentiated', () => {
		const loops = loopsOf(`${cell}jax.vmap(jax.grad(loss), (0, None))(jnp.array([0.8, 0.1, -1.0]), xs)`);
		expect(loops.map(({ lanes, reverse }) => [lanes, reverse])).toEqual([[3, false], [3, true]]); // prettier-ignore
		expect(loops.map(({ carry }) => names(carry))).toEqual([['h'], ['∂w', '∂h']]); // prettier-ignore
	});

	it('have a lane a row where a sum over rows is differentiated', () => {
		const rows = 'jnp.array([[0.5, -0.25, 1.0], [0.1, 0.2, 0.3]])';
		const [, each] = loopsOf(`${cell}jax.vmap(jax.grad(loss), (None, 0))(0.8, ${rows})`);
		const [, all] = loopsOf(`${cell}jax.grad(lambda w: jax.vmap(loss, (None, 0))(w, ${rows}).sum())(0.8)`);
		expect([all.lanes, names(all.carry), all.eqns.map(({ text }) => text).includes('w * h')]).toEqual([2, ['∂w', '∂h'], true]); // prettier-ignore
		const [ctW, ctH] = all.carry.map(({ column }) => column);
		expect([ctW.shared, ctH.shared]).toEqual([true, false]);
		const lane = (loop: Loop, leaf: number, k: number): number =>
			elementsAt(loop.carry[leaf].column, 3, k as Lane, loop.axes)[0];
		for (const k of [0, 1]) expect(lane(all, 1, k)).toBeCloseTo(lane(each, 1, k), 6);
		expect(lane(all, 0, 0)).toBeCloseTo(lane(each, 0, 0) + lane(each, 0, 1), 6);
	});

	it('run forward again where the body is checkpointed as a whole', () => {
		const loops = loopsOf(`${cell}jax.grad(jax.checkpoint(loss))(0.8, xs)`);
		expect(loops.map(({ reverse }) => reverse)).toEqual([false, false, true]);
		expect([0, 1, 2, 3].map((entry) => at(loops[1], 0, entry))).toEqual(
			[0, 1, 2, 3].map((entry) => at(loops[0], 0, entry))
		);
	});

	it('of forward mode are the user’s loop too', () => {
		const [loop] = loopsOf(`${cell}jax.jvp(lambda w: loss(w, xs), (0.8,), (1.0,))`);
		expect([names(loop.carry), names(loop.xs), names(loop.ys)]).toEqual([['h'], ['x'], ['y']]); // prettier-ignore
		const newton = `${head}
def root(a):
    return lax.while_loop(lambda s: s[1] < 6, lambda s: (0.5 * (s[0] + a / s[0]), s[1] + 1), (a, 0))[0]
jax.jvp(root, (9.0,), (1.0,))`;
		expect(loopsOf(newton).map(({ kind, carry }) => [kind, names(carry)])).toEqual([['while_loop', ['s[0]', 's[1]']]]); // prettier-ignore
	});
});
