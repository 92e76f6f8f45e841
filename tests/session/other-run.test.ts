import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedKinds, firstDivergence } from '$lib/recording/divergence';
import { lane, step as stepOf } from '$lib/recording/moment';
import { elementsAt, entriesOf } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import type { InputEdit } from '$lib/recording/what-if';
import type { OtherRun } from '$lib/session/answers/other-run';
import { longPrograms } from '../support/long';
import { pages, type Page } from '../support/long-page';

const exactly = { tolerance: 0, kinds: comparedKinds };

const changes = (edits: readonly InputEdit[], arithmetic: 'own' | 'float16' = 'own'): OtherRun => ({
	with: 'changes',
	edits,
	texts: [],
	arithmetic
});

function loopBeside(page: Page, other: OtherRun, window = { from: 0, to: page.loop.recorded }): Loop {
	const answer = page.ask({ kind: 'other', other, window });
	if (answer.kind !== 'known') throw new Error(JSON.stringify(answer));
	return answer.loop;
}

/** All of a step's values of the leaves: what it reads and what it leaves behind. */
function leavesAt(loop: Loop, step: number): unknown {
	const lanes = Array.from({ length: loop.lanes }, (_, n) => lane(n));
	const of = (leaves: Loop['carry'], carried: boolean, entry: number): unknown =>
		leaves.map(({ column }) =>
			lanes.map((row) =>
				elementsAt(column, entriesOf(column, loop, carried) === 1 ? 0 : entry, row, loop.axes)
			)
		);
	return [
		of(loop.carry, true, step),
		of(loop.carry, true, step + 1),
		of(loop.xs, false, step),
		of(loop.ys, false, step)
	];
}

/** Any of the inputs, with another number. */
function editsOf(loop: Loop): fc.Arbitrary<InputEdit[]> {
	const inputs = [
		...loop.xs.map(({ column }, leaf) => ({ kind: 'x' as const, leaf, column })),
		...loop.carry.map(({ column }, leaf) => ({ kind: 'init' as const, leaf, column }))
	];
	const edit = fc
		.record({
			input: fc.constantFrom(...inputs),
			lane: fc.nat(loop.lanes - 1),
			step: fc.nat(loop.recorded - 1),
			element: fc.nat(),
			value: fc.constantFrom(-3, 0, 0.25, 2, 11)
		})
		.map(({ input: { kind, leaf, column }, lane: row, step, element, value }) => ({
			kind,
			leaf,
			lane: column.shared ? null : lane(row),
			step: stepOf(kind === 'x' ? step : 0),
			element:
				element %
				Math.max(
					1,
					column.shape.reduce((a, b) => a * b, 1)
				),
			value
		}));
	return fc.array(edit, { minLength: 1, maxLength: 3 });
}

/** Whether an edit can be made: an x that has become part of the body cannot. */
const isPossible = (page: Page, edits: readonly InputEdit[]): boolean => {
	try {
		loopBeside(page, changes(edits));
		return true;
	} catch (error) {
		return !String(error).includes('no such input');
	}
};

describe.each(Object.entries(longPrograms))('beside a long loop: %s', (_, body) => {
	it('the run from other inputs is that of the loop kept whole, in any window and any order', () => {
		const { whole, long } = pages(body);
		fc.assert(
			fc.property(
				editsOf(whole.loop),
				fc.array(fc.nat(whole.loop.recorded - 1), { minLength: 1, maxLength: 4 }),
				(edits, steps) => {
					fc.pre(isPossible(whole, edits));
					const expected = loopBeside(whole, changes(edits));
					for (const step of steps) {
						const { long: window } = long.at(step);
						if (!window) throw new Error('the loop is kept whole');
						const ghost = loopBeside(long, changes(edits), window);
						if (step < expected.recorded) expect(leavesAt(ghost, step)).toEqual(leavesAt(expected, step));
						else expect(ghost.recorded).toBe(expected.recorded);
					}
					expect(long.ask({ kind: 'apart', other: changes(edits), closeness: exactly })).toEqual(
						firstDivergence(whole.loop, expected, exactly)
					);
				}
			),
			{ numRuns: 12 }
		);
	});
});
