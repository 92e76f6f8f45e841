import { describe, expect, it } from 'vitest';
import { comparedKinds, firstDivergence } from '$lib/recording/divergence';
import { lane } from '$lib/recording/moment';
import { readNumber } from '$lib/recording/number-entry';
import type { Loop } from '$lib/recording/recording';
import { inTreeOrder } from '$lib/recording/tree-order';
import { lastOf, restAt } from '$lib/recording/walk';
import { divergenceText, treeText } from '$lib/scene/comparison-text';
import { inputText, pasteText } from '$lib/scene/edit-text';
import { ghostChips } from '$lib/scene/ghost';
import { cellsIn } from '$lib/scene/scene';
import { sceneAt } from '$lib/scene/stage';
import { record } from '$lib/session/run';

const loopOf = (rows: readonly (readonly number[])[], reverse = 'False'): Loop =>
	record(`
import jax, jax.numpy as jnp
from jax import lax
def row(xs):
  def step(carry, x):
    new = jnp.maximum(carry, x)
    return new, new
  return lax.scan(step, 0., xs, reverse=${reverse})
jax.vmap(row)(jnp.array(${JSON.stringify(rows)}, dtype=jnp.float32))
`).recording.loops[0];

const run = loopOf([
	[3, 1, 4],
	[1, 5, 2]
]);
const edited = loopOf([
	[3, 9, 4],
	[1, 5, 2]
]);
const options = { width: 900, height: 500, focusLane: lane(0), hover: null };

describe('another run over the lanes', () => {
	const first = firstDivergence(run, edited, { tolerance: 0, kinds: ['carry', 'y'] });
	const scene = sceneAt(run, lastOf(run), 1, options);
	const chips = ghostChips(scene, run, edited, first);

	it('has a chip under every cell that differs, and under no other', () => {
		const at = chips.map(({ cell, text }) => `${cell.kind} ${cell.lane} ${cell.step}: ${text}`);
		expect(at.sort()).toEqual([
			'carry 0 1: 9', 'carry 0 2: 9', 'final 0 3: 9', 'x 0 1: 9', 'y 0 1: 9', 'y 0 2: 9'
		]); // prettier-ignore
		expect(ghostChips(scene, run, run, null)).toEqual([]);
	});

	it('says by how much values differ that are written alike', () => {
		const [a, b] = [0.1, 0.1000005].map((x) => loopOf([[100, 7], [1, x]])); // prettier-ignore
		const texts = ghostChips(sceneAt(a, lastOf(a), 1, options), a, b, null).map(({ text }) => text);
		expect(new Set(texts)).toEqual(new Set(['+5e-7']));
	});

	it('marks the first value that differs', () => {
		expect(chips.filter((chip) => chip.first).map(({ cell }) => cell.key)).toEqual([
			cellsIn(scene).find(({ kind, lane, step }) => kind === 'carry' && lane === 0 && step === 1)?.key
		]);
	});

	it('stands at its cell, and shows nothing of the future', () => {
		for (const { x, w, y, cell } of chips) {
			expect(x + w / 2).toBeCloseTo(cell.x + cell.w / 2, 2);
			expect(y).toBeGreaterThan(cell.y);
			expect(y).toBeLessThan(cell.y + cell.h);
		}
		const early = ghostChips(sceneAt(run, restAt(run, 0), 1, options), run, edited, first);
		expect(early.every(({ cell }) => cell.kind === 'x')).toBe(true);
	});

	it('is said to have ended where it has fewer steps', () => {
		const shorter = loopOf([
			[3, 1],
			[1, 5]
		]);
		const texts = ghostChips(scene, run, shorter, null).filter(({ cell }) => cell.step === 2);
		expect(new Set(texts.map(({ text }) => text))).toEqual(new Set(['ended']));
	});
});

describe('a divergence in words', () => {
	it('names row, step, value and both numbers', () => {
		const found = firstDivergence(run, edited, { tolerance: 0, kinds: comparedKinds });
		if (!found) throw new Error('internal: they differ');
		expect(divergenceText(run, edited, found)).toEqual({
			where: 'row 0, step 1', name: 'x', role: 'x', here: '1.0', there: '9.0'
		}); // prettier-ignore
	});

	it('counts levels and operations of a tree', () => {
		const tree = inTreeOrder(run);
		if (!tree) throw new Error('internal: max is associative');
		expect(treeText(tree, run)).toEqual([
			'scan: 3 steps one after the other, 3 operations (max on carry).',
			'associative_scan: 3 levels one after the other, 4 operations.',
			'Pairs combined, level by level: 2, 1; then filled in between: 1.'
		]);
	});
});

describe('an edit in words', () => {
	const x = { kind: 'x', leaf: 0, lane: lane(1), step: 0, element: 0 } as const;

	it('says which input it is, and what to write for it', () => {
		expect(inputText(run, x)).toEqual({ name: 'x', where: 'row 1, step 0' });
		expect(pasteText(run, x, '9.')).toBe('.at[1, 0].set(9.)');
		expect(pasteText(run, { ...x, kind: 'init' }, 'inf')).toBe('.at[1].set(jnp.inf)');
	});

	it('counts positions, not steps, where the scan goes backwards', () => {
		expect(pasteText(loopOf([[1, 2, 3]], 'True'), { ...x, lane: lane(0) }, '9')).toBe('.at[0, 2].set(9)');
	});
});

describe('what is typed for a number', () => {
	it.each([
		['3', 'int32', 3],
		['-2.5e1', 'float32', -25],
		['−1', 'int8', -1],
		['nan', 'float16', NaN],
		['-inf', 'float32', -Infinity],
		['True', 'bool', 1]
	] as const)('%s is read for %s', (text, dtype, value) => {
		expect(readNumber(text, dtype)).toEqual({ kind: 'number', value });
	});

	it.each([
		['2.5', 'int32', '2.5 is not a number for int32'],
		['300', 'uint8', '300 is out of range for uint8: 0 to 255'],
		['', 'float32', 'type a number for float32'],
		['2', 'bool', '2 is not True or False']
	] as const)('%s is refused for %s', (text, dtype, reason) => {
		expect(readNumber(text, dtype)).toEqual({ kind: 'fault', reason });
	});
});
