import { describe, expect, it } from 'vitest';
import { render } from 'svelte/server';
import { passesOf, tapeRows, turned, type Passes } from '$lib/recording/gradient';
import { lane, type Beat, type Moment } from '$lib/recording/moment';
import { restAt } from '$lib/recording/walk';
import { gradientAt, type GradientScene } from '$lib/scene/gradient';
import { passTable } from '$lib/scene/gradient-table';
import { besideTape, passText, tapeText } from '$lib/scene/gradient-text';
import { cellsIn } from '$lib/scene/scene';
import { bodyTable } from '$lib/scene/table';
import { tapeCellAt, tapeTip } from '$lib/scene/tape';
import { record } from '$lib/session/run';
import Tape from '$lib/ui/stage/Tape.svelte';
import { svgText, withoutMarks } from './picture';

const program = (call: string, decorator = ''): string => `import jax
import jax.numpy as jnp
from jax import lax
def loss(w, xs):
    ${decorator}
    def cell(h, x):
        new = jnp.tanh(w * h + x)
        return new, new * x
    h, ys = lax.scan(cell, 0.5, xs)
    return h + (ys * ys).sum()
xs = jnp.arange(4.) / 4
rows = jnp.arange(12.).reshape(3, 4) / 8
${call}`;

function passes(text: string): Passes {
	const { loops } = record(text).recording;
	const found = passesOf(loops[0], loops);
	if (!found) throw new Error('no gradient');
	return found;
}

const single = passes(program('jax.grad(loss)(0.8, xs)'));
const rows = passes(program('jax.vmap(jax.grad(loss), (None, 0))(0.8, rows)'));
const long = passes(program('jax.grad(loss)(0.8, jnp.arange(200.) / 200)'));

const at = (pass: Passes['forward'], step: number, beat: Beat = 'rest'): Moment => ({
	...restAt(pass, step),
	beat
});
const scene = (of: Passes, moment: Moment, width = 900, t = 1, height: number | null = null): GradientScene =>
	gradientAt(of, moment, t, { width, height, focusLane: lane(0) });

const xsOf = (picture: GradientScene, pass: 'forward' | 'backward', kind: string): Map<number, number> =>
	new Map(
		cellsIn(picture[pass])
			.filter((cell) => cell.kind === kind && cell.leaf === 0)
			.map((cell) => [cell.step, cell.x + cell.w / 2])
	);

describe('both passes', () => {
	it.each([
		['in sight', single, 900],
		['windowed', long, 700],
		['of rows', rows, 900],
		['narrow', single, 380]
	] as const)('stand over the same steps: %s', (_, of, width) => {
		const { length } = of.forward;
		for (const moment of [at(of.forward, 1), at(of.backward, 0), at(of.backward, length - 2)]) {
			const picture = scene(of, moment, width);
			const forward = xsOf(picture, 'forward', 'carry');
			const backward = xsOf(picture, 'backward', 'carry');
			expect(forward.size).toBeGreaterThan(0);
			for (const [step, x] of forward) expect(backward.get(turned(of.forward, step))).toBeCloseTo(x, 2);
			for (const { step, x, w } of picture.tape.lanes[0].cells)
				expect(x + w / 2).toBeCloseTo(forward.get(step) ?? NaN, 2);
		}
	});

	it('keep the step of the moment in sight', () => {
		for (let step = 0; step < 200; step += 9) {
			expect(xsOf(scene(long, at(long.forward, step), 700), 'forward', 'carry').has(step)).toBe(true);
			expect(xsOf(scene(long, at(long.backward, step), 700), 'backward', 'carry').has(step)).toBe(true);
		}
	});

	it('have one clock, which goes right and then left', () => {
		const gate = (moment: Moment, part: 'forward' | 'tape' | 'backward'): number => {
			const picture = scene(single, moment);
			const box = part === 'tape' ? picture.tape.gate : picture[part].gates[0];
			return box ? box.x + box.w / 2 : NaN;
		};
		const steps = [0, 1, 2, 3];
		const forward = steps.map((step) => at(single.forward, step));
		const backward = steps.map((step) => at(single.backward, step));
		for (const moment of [...forward, ...backward]) {
			expect(gate(moment, 'forward')).toBeCloseTo(gate(moment, 'tape'), 2);
			expect(gate(moment, 'forward')).toBeCloseTo(gate(moment, 'backward'), 2);
		}
		const there = forward.map((moment) => gate(moment, 'forward'));
		expect([...there].sort((a, b) => a - b)).toEqual(there);
		expect(backward.map((moment) => Math.round(gate(moment, 'backward')))).toEqual(
			there.map(Math.round).reverse()
		);
	});

	it('show nothing of the way back before it begins', () => {
		for (const step of [-1, 0, 3]) {
			const cells = cellsIn(scene(rows, at(rows.forward, step)).backward);
			expect(cells.length).toBeGreaterThan(0);
			expect(cells.every(({ face, state }) => face.kind === 'blank' && state === 'future')).toBe(true);
		}
		expect(cellsIn(scene(rows, at(rows.backward, 0)).backward).some(({ face }) => face.kind === 'text')).toBe(
			true
		);
	});

	it('leave the forward pass as it ended while the way back goes on', () => {
		const cells = cellsIn(scene(single, at(single.backward, 1)).forward);
		expect(
			cells.every(({ kind, state, face }) => (kind === 'final' || state === 'past') && face.kind === 'text')
		).toBe(true);
	});

	it('read of the backward xs only cotangents; the others are on the tape', () => {
		const tags = scene(single, at(single.backward, 0)).backward.bands.flatMap(({ tags }) =>
			tags.map(({ text }) => text)
		);
		expect(tags).toEqual(['∂y', '∂w', '∂h']);
	});

	it.each([
		['of one row', single],
		['of rows', rows],
		['long', long],
		['of a checkpoint', passes(program('jax.vmap(jax.grad(loss), (None, 0))(0.8, rows)', '@jax.checkpoint'))]
	] as const)('draw as the way back all cotangents and nothing else: %s', (_, of) => {
		const { backward } = of;
		const given = (backward.backward?.xs ?? []).flatMap(({ kind }, leaf) =>
			kind === 'cotangent' ? [leaf] : []
		);
		expect(given.length).toBeLessThan(backward.xs.length);
		const leaves = { x: backward.xs, carry: backward.carry, y: backward.ys };
		const cells = cellsIn(scene(of, at(backward, 1)).backward);
		const drawn = (role: keyof typeof leaves): number[] =>
			[...new Set(cells.filter(({ kind }) => kind === role).map(({ leaf }) => leaf))].sort();
		expect(drawn('x')).toEqual(given);
		expect(drawn('carry')).toEqual([...backward.carry.keys()]);
		expect(drawn('y')).toEqual([...backward.ys.keys()]);
		for (const role of ['x', 'carry', 'y'] as const)
			for (const leaf of drawn(role)) expect(leaves[role][leaf].name).toMatch(/^∂/);
		const forward = cellsIn(scene(of, at(backward, 1)).forward);
		for (const { kind, leaf } of forward)
			if (kind in leaves)
				expect(of.forward[kind === 'carry' ? 'carry' : kind === 'x' ? 'xs' : 'ys'][leaf].name).not.toMatch(
					/^∂/
				);
	});

	it('show as many rows as there is room for, the focus row among them', () => {
		const shown = (height: number | null, focus: number): readonly number[] =>
			gradientAt(rows, at(rows.forward, 1), 1, { width: 900, height, focusLane: lane(focus) }).lanes;
		expect(shown(null, 0)).toEqual([0, 1, 2]);
		expect(shown(420, 2)).toEqual([2]);
		expect(shown(420, 0)).toEqual([0]);
	});
});

describe('the tape', () => {
	const states = (moment: Moment, t = 1): string[] =>
		scene(single, moment, 900, t)
			.tape.lanes[0].cells.filter(({ name }) => name === 'h')
			.map(({ state }) => state);

	it('fills step by step and is read from its end', () => {
		expect(states(at(single.forward, -1))).toEqual(['future', 'future', 'future', 'future']);
		expect(states(at(single.forward, 1))).toEqual(['kept', 'written', 'future', 'future']);
		expect(states(at(single.forward, 1, 'combine'), 0.5)).toEqual(['kept', 'future', 'future', 'future']);
		expect(states(at(single.backward, -1))).toEqual(['kept', 'kept', 'kept', 'kept']);
		expect(states(at(single.backward, 1))).toEqual(['kept', 'kept', 'reading', 'read']);
	});

	it('has the words of what is kept', () => {
		const names = tapeRows(rows).map(({ leaf }) => leaf.name);
		const { cells } = scene(rows, at(rows.forward, 3)).tape.lanes[1];
		expect(cells).toHaveLength(4 * names.length);
		expect(cells.every(({ face }) => face.kind === 'text' && face.text !== '')).toBe(true);
	});

	it('finds the value under the pointer, which tells itself once it is there', () => {
		const { tape } = scene(rows, at(rows.forward, 1));
		const cells = tape.lanes.flatMap(({ cells }) => cells);
		for (const cell of cells) expect(tapeCellAt(tape, cell.x + 1, cell.y + cell.h - 1)).toBe(cell);
		expect(tapeCellAt(tape, tape.port.x, -5)).toBeNull();
		for (const cell of cells) {
			const tip = tapeTip(cell);
			expect(tip === null).toBe(cell.state === 'future');
			if (tip)
				expect(tip).toMatchObject({ title: `${cell.name}, kept of step ${cell.step}`, note: 'float32' });
		}
	});

	it('is told in words', () => {
		expect(tapeText(single)).toBe('3 values a step × 4 steps kept: 48 bytes.');
		expect(tapeText(rows)).toBe('3 values a step × 4 steps × 3 rows kept: 144 bytes.');
		expect(besideTape(single)).toEqual(['x: read again from the xs.', 'w: the same at every step.']);
	});
});

describe('vectors', () => {
	const vector = passes(`import jax
import jax.numpy as jnp
from jax import lax
def loss(W, xs):
    def step(h, x):
        h = jnp.tanh(W @ h + x)
        return h, h.sum()
    return lax.scan(step, jnp.zeros(3), xs)[1].sum()
jax.vmap(jax.grad(loss), (None, 0))(jnp.eye(3) * 0.5, jnp.ones((40, 6, 3)))`);

	it('are drawn as bars and tiles, with a scale for each pass', () => {
		const picture = scene(vector, at(vector.backward, 2));
		expect(picture.forward.legend.map(({ name }) => name)).toEqual(['x', 'h']);
		expect(picture.backward.legend.map(({ name }) => name)).toEqual(['∂W', '∂h']);
		expect(picture.tape.lanes[0].cells.some(({ face }) => face.kind === 'bars')).toBe(true);
	});

	it('of many rows are those of the focus row and its neighbours', () => {
		const { lanes } = gradientAt(vector, at(vector.forward, 0), 1, {
			width: 900,
			height: 500,
			focusLane: lane(17)
		});
		expect(lanes).toContain(17);
		expect(lanes.length).toBeLessThanOrEqual(4);
	});
});

describe('a checkpoint', () => {
	const kept = passes(program('jax.grad(loss)(0.8, xs)', '@jax.checkpoint'));

	it('keeps the carry only, and its equations are computed again', () => {
		expect(tapeText(kept)).toBe('1 value a step × 4 steps kept: 16 bytes.');
		const again = kept.backward.eqns.filter((eqn) => eqn.again);
		expect(besideTape(kept)).toContain(`${again.length} equations computed again in every step back.`);
		const table = bodyTable(kept.backward, at(kept.backward, 0), 1, lane(0), null);
		expect(table.rows.filter((row) => row.again).map(({ eqn }) => eqn)).toEqual(
			again.map(({ index }) => index)
		);
		expect(again.length).toBeGreaterThan(2);
	});

	it('shows what it lets go in the forward pass, with the values it had, once the step is made', () => {
		const plain = passes(program('jax.vmap(jax.grad(loss), (None, 0))(0.8, rows)'));
		const hidden = passes(program('jax.vmap(jax.grad(loss), (None, 0))(0.8, rows)', '@jax.checkpoint'));
		const texts = (of: Passes, n: number, beat: Beat = 'rest'): (string | null)[][] =>
			passTable(of, at(of.forward, n, beat), beat === 'rest' ? 1 : 0, lane(0), null)
				.rows.filter(({ letGo }) => of === plain || letGo)
				.map(({ label, cells }) => [
					label.map(({ text }) => text).join(''),
					...cells.map((cell) => cell && [...cell.pieces, cell.result].map(({ text }) => text).join(''))
				]);
		expect(texts(hidden, 0).map(([label]) => label)).toEqual(['w × h', 'w × h + x', 'new = tanh(w × h + x)', 'new × x']); // prettier-ignore
		for (let n = 0; n < 4; n++) expect(texts(hidden, n)).toEqual(texts(plain, n));
		for (const [, ...cells] of texts(hidden, 2, 'pull')) expect(cells).toEqual([null, null, null]);
		expect(passTable(hidden, at(hidden.backward, 1), 1, lane(0), null)).toEqual(
			bodyTable(hidden.backward, at(hidden.backward, 1), 1, lane(0), null)
		);
	});
});

describe('what a step did, in words', () => {
	const words = (moment: Moment): string =>
		passText(single, moment, lane(0))
			.map(({ text }) => text)
			.join('');

	it('tells what is kept, and what came in and goes on', () => {
		expect(words(at(single.forward, -1))).toBe('');
		expect(words(at(single.forward, 1))).toMatch(
			/^Step 1 keeps h [\d.]+, new [\d.]+, tanh′ [\d.]+ for the way back\.$/
		);
		expect(words(at(single.backward, 1))).toMatch(
			/^Back over step 2: ∂h [\d.]+, ∂y [\d.]+ came in; ∂h [\d.]+ goes on to step 1\.$/
		);
		expect(words(at(single.backward, 3))).toMatch(/is the init’s\.$/);
		expect(words(at(single.backward, 1, 'pull'))).toBe('');
	});
});

/** As the page draws them one under another. When they are meant to change: `npx vitest run -u tests/scene/gradient.test.ts`. */
describe('pictures', () => {
	const drawn = (of: Passes, moment: Moment): string => {
		const picture = scene(of, moment, 850);
		const tape = withoutMarks(render(Tape, { props: { tape: picture.tape, id: 'p' } }).body);
		return `${svgText(picture.forward)}${tape}${svgText(picture.backward)}`;
	};

	it.each([
		['gradient-forward', single, 'forward', 1],
		['gradient-backward', rows, 'backward', 1],
		['gradient-checkpoint', passes(program('jax.grad(loss)(0.8, xs)', '@jax.checkpoint')), 'backward', 2]
	] as const)('%s', async (name, of, pass, step) => {
		await expect(drawn(of, at(of[pass], step))).toMatchFileSnapshot(`../pictures/${name}.txt`);
	});
});
