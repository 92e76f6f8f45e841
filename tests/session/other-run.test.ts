import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedKinds, firstDivergence } from '$lib/recording/divergence';
import { lane, loopIndex, step as stepOf } from '$lib/recording/moment';
import { elementsAt, entriesOf } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import { finished } from '$lib/recording/slices';
import type { InputEdit } from '$lib/recording/what-if';
import { answering } from '$lib/session/answers/answers';
import type { OtherRun } from '$lib/session/answers/other-run';
import { inTreeOrder, treeShape } from '$lib/recording/tree-order';
import { record } from '$lib/session/run';
import { imports, littleRoom, longPrograms } from '../support/long';
import { Page, pages } from '../support/long-page';

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

const inProgram = (body: string): OtherRun => ({ with: 'program', program: imports + body });

/** What the page of a long loop hears of another run, beside what is found over all of both. */
function expectSameAs(long: Page, other: OtherRun, whole: Loop, expected: Loop): void {
	const steps = [expected.recorded - 1, 0, Math.floor(expected.recorded / 2)];
	for (const step of steps) {
		const { long: window } = long.at(Math.min(step, whole.recorded - 1));
		if (!window) throw new Error('the loop is kept whole');
		const beside = loopBeside(long, other, window);
		if (step >= window.from && step < window.to)
			expect(leavesAt(beside, step)).toEqual(leavesAt(expected, step));
	}
	for (const kinds of [comparedKinds, ['carry'] as const])
		for (const tolerance of [0, 0.01]) {
			const closeness = { tolerance, kinds };
			expect(long.ask({ kind: 'apart', other, closeness })).toEqual(
				firstDivergence(whole, expected, closeness)
			);
		}
}

const parting = (steps: number, at: number): string => `
def per_row(row):
  def step(c, x):
    c = 0.9 * c + 0.1 * x
    return c, c * 2
  return lax.scan(step, 0., row)
jax.vmap(per_row)(jnp.sin(jnp.arange(${3 * steps}.)).reshape(3, ${steps}).at[1, ${at}].add(0.05))
`;

describe('beside a long loop', () => {
	it.each([
		['the same', parting(31, 12), parting(31, 12)],
		['one that parts in the middle', parting(31, 12), parting(31, 17)],
		[
			'a shorter one',
			'lax.scan(lambda c, x: (c + x, c), 0., jnp.ones(40))',
			'lax.scan(lambda c, x: (c + x, c), 0., jnp.ones(30))'
		],
		[
			'a longer one',
			'lax.scan(lambda c, x: (c + x, c), 0., jnp.ones(30))',
			'lax.scan(lambda c, x: (c + x, c), 0., jnp.ones(40))'
		],
		[
			'one whose steps are wider',
			'lax.scan(lambda c, x: (c + x, c), 0., jnp.ones(30))',
			'lax.scan(lambda c, x: (jnp.sin(jnp.cos(c) * 2 + x) + c * 0 + x, c), 0., jnp.ones(30))'
		],
		[
			'a while loop',
			'lax.while_loop(lambda c: c < 30, lambda c: c + 1, 0)',
			'lax.while_loop(lambda c: c < 20, lambda c: c + 1, 0)'
		]
	])('another program is compared: %s', (_, here, there) => {
		const { whole, long } = pages(here);
		const expected = loopBeside(whole, inProgram(there));
		expectSameAs(long, inProgram(there), whole.loop, expected);
	});

	it('a short program beside a long one is compared, and the other way round', () => {
		const [few, many] = [5, 60].map((n) => `lax.scan(lambda c, x: (c + x, c), 0., jnp.ones(${n}))`);
		const room = { loop: 20, window: 12 };
		const whole = { few: new Page(few), many: new Page(many) };
		const page = { few: new Page(few, room), many: new Page(many, room) };
		expect(page.few.loop.long).toBeUndefined();
		expectSameAs(page.many, inProgram(few), whole.many.loop, whole.few.loop);
		const window = { from: 0, to: 5 };
		const beside = loopBeside(page.few, inProgram(many), window);
		expect(beside.long).toBeDefined();
		expect(leavesAt(beside, 4)).toEqual(leavesAt(whole.many.loop, 4));
		expect(page.few.ask({ kind: 'apart', other: inProgram(many), closeness: exactly })).toEqual(
			firstDivergence(whole.few.loop, whole.many.loop, exactly)
		);
	});

	it('it is computed in float16', () => {
		for (const name of ['ema', 'reversed', 'vectors']) {
			const { whole, long } = pages(longPrograms[name]);
			const other = changes([], 'float16');
			expectSameAs(long, other, whole.loop, loopBeside(whole, other));
		}
	});

	it('a number of the program is another, and an input too', () => {
		const { whole, long } = pages(longPrograms.ema);
		const from = (imports + longPrograms.ema).indexOf('0.9');
		const edit: InputEdit = { kind: 'x', leaf: 0, lane: lane(1), step: stepOf(9), element: 0, value: 4 };
		const other: OtherRun = {
			with: 'changes',
			edits: [edit],
			texts: [{ from, to: from + 3, text: '0.5' }],
			arithmetic: 'own'
		};
		expectSameAs(long, other, whole.loop, loopBeside(whole, other));
	});

	it('it is carried out in the order of associative_scan', () => {
		const sums = 'jax.vmap(lambda r, i: lax.scan(lambda c, x: (c + x, c), i, r))';
		const programs = [
			longPrograms.reversed,
			`${sums}(jnp.sin(jnp.arange(2 * 67.)).reshape(2, 67) * 1e3, jnp.array([0.1, 0.7]))`,
			`${sums}(jnp.cos(jnp.arange(2 * 45 * 3.)).reshape(2, 45, 3) * 1e3, jnp.ones((2, 3)))`,
			'lax.scan(lambda c, x: (x * c, c), jnp.int32(3), jnp.arange(1, 40))',
			'lax.scan(lambda c, x: (jnp.maximum(c, x), None), -9., jnp.sin(jnp.arange(33.)))'
		];
		for (const body of programs) {
			const { whole, long } = pages(body);
			const expected = inTreeOrder(whole.loop);
			if (!expected) throw new Error('there is no such order');
			expect(treeShape(long.loop)).toMatchObject({ depth: expected.depth, work: expected.work });
			expectSameAs(long, { with: 'tree' }, whole.loop, expected.loop);
		}
	});

	it('is not gone on with when something else of its kind, or another stretch, is asked for', () => {
		const run = record(imports + longPrograms.counting, { room: littleRoom });
		const ask = (value: number, to: number) => {
			const edit: InputEdit = { kind: 'init', leaf: 0, lane: null, step: stepOf(0), element: 0, value };
			const window = { from: to - 1, to };
			return answering(run, {
				kind: 'other',
				place: { within: [], loop: loopIndex(0) },
				other: changes([edit]),
				window
			});
		};
		const first = ask(1, 4000);
		first.next();
		const nearer = ask(1, 60);
		expect(finished(nearer)).toMatchObject({ kind: 'known', loop: { recorded: Infinity } });
		expect(() => finished(first)).toThrow('Something else is asked for now.');
		const again = ask(1, 4000);
		again.next();
		expect(finished(ask(2, 9000))).toMatchObject({ kind: 'known', loop: { recorded: 4498 } });
		expect(() => finished(again)).toThrow('Something else is asked for now.');
	});

	it('an edit is written into the program where one number of it stands for the input', () => {
		const body = 'lax.scan(lambda c, x: (c + x, c), 0.5, jnp.ones(50))';
		const { long } = pages(body);
		const init: InputEdit = { kind: 'init', leaf: 0, lane: null, step: stepOf(0), element: 0, value: 2 };
		const x: InputEdit = { ...init, kind: 'x', step: stepOf(30) };
		expect(long.ask({ kind: 'write', edits: [init, x], texts: [] })).toEqual({
			program: imports + body.replace('0.5', '2.'),
			left: [1]
		});
	});
});
