import { rounder } from '$lib/array/rounding';
import { elementsAt, scalarAt } from '$lib/recording/read';
import { equationBehind } from '$lib/recording/query';
import { lane as laneOf, step as stepOf, type Lane, type Step } from '$lib/recording/moment';
import type { Column, Equation, Leaf, Loop, Operand } from '$lib/recording/recording';
import type { Question } from './question';

/** A wrong answer, and which mistake makes it. */
export interface Mutant {
	readonly mistake: string;
	readonly value: number;
}

const operations: readonly (readonly [name: string, run: (a: number, b: number) => number])[] = [
	['the smaller', Math.min],
	['the sum', (a, b) => a + b],
	['the larger', Math.max],
	['the difference', (a, b) => a - b],
	['the product', (a, b) => a * b]
];

/**
 * What mistaken programs would have in place of a number of the loop: the likeliest mistakes first. Some of them are
 * equal to one another, or to the truth. The leaf asked for must be a single number.
 */
export function mutantsOf(loop: Loop, question: Question): Mutant[] {
	const role = question.ask === 'y' ? ('y' as const) : ('carry' as const);
	const leaf = (role === 'y' ? loop.ys : loop.carry)[question.leaf];
	const last = stepOf(question.ask === 'final' ? loop.recorded - 1 : question.step);
	const at = new Place(loop, last, question.lane);
	const round = rounder(leaf.column.dtype);
	const found = [
		...standing(at, question, role),
		...byOperation(at, equationBehind(loop, role, question.leaf)),
		...neighbours(at, leaf, role),
		...wholeRow(at, leaf, role),
		{ mistake: 'zero', value: 0 }
	];
	return found.map(({ mistake, value }) => ({ mistake, value: round(value) }));
}

/** A lane at a step. */
class Place {
	constructor(
		readonly loop: Loop,
		readonly step: Step,
		readonly lane: Lane
	) {}

	/** Single numbers only. */
	numberIn(column: Column, entry: number, lane = this.lane): number[] {
		return column.shape.length === 0 ? [scalarAt(column, entry, lane, this.loop.axes)] : [];
	}

	valueOf(operand: Operand): number[] {
		const { loop, step } = this;
		switch (operand.kind) {
			case 'carry':
				return this.numberIn(loop.carry[operand.leaf].column, step);
			case 'x':
				return this.numberIn(loop.xs[operand.leaf].column, step);
			case 'closed':
				return this.numberIn(loop.closed[operand.leaf].column, 0);
			case 'literal':
				return this.numberIn(operand.column, 0);
			case 'equation':
				return this.numberIn(loop.eqns[operand.eqn].results[operand.result], step);
		}
	}
}

const named = (mistake: string, values: readonly number[]): Mutant[] =>
	values.map((value) => ({ mistake, value }));

/** What stands around: x, the carry that came in, the init, the step before. */
function standing(at: Place, { ask, leaf }: Question, role: 'carry' | 'y'): Mutant[] {
	const { loop, step } = at;
	const carry = loop.carry[role === 'carry' ? leaf : Math.min(leaf, loop.carry.length - 1)];
	const column = carry?.column;
	return [
		...loop.xs.flatMap((x) => named('x', at.numberIn(x.column, step))),
		...(column ? named('the old carry', at.numberIn(column, step)) : []),
		...(column && role === 'y' ? named('the new carry', at.numberIn(column, step + 1)) : []),
		...(column && ask === 'final'
			? named('an earlier carry', at.numberIn(column, Math.max(0, step - 1)))
			: []),
		...(column ? named('the init', at.numberIn(column, 0)) : [])
	];
}

/** Another operation on the same operands, or none. */
function byOperation(at: Place, eqn: Equation | null): Mutant[] {
	const operands = eqn?.operands.flatMap((operand) => at.valueOf(operand)) ?? [];
	const [a, b] = operands;
	const others = operands.length === 2 ? operations.flatMap(([name, run]) => named(name, [run(a, b)])) : [];
	return [...others, ...named('an operand', operands)];
}

/** The same cell of the lanes beside it, and the step beside it. */
function neighbours(at: Place, { column }: Leaf, role: 'carry' | 'y'): Mutant[] {
	const { loop, step, lane } = at;
	const entry = role === 'carry' ? step + 1 : step;
	const lanes = [lane + 1, lane - 1].filter((n) => n >= 0 && n < loop.lanes).map(laneOf);
	return [
		...lanes.flatMap((other) => named("a neighbour's", at.numberIn(column, entry, other))),
		...(role === 'y' && step > 0 ? named('the y before', at.numberIn(column, step - 1)) : [])
	];
}

/** What one gets of the whole row at once. */
function wholeRow(at: Place, leaf: Leaf, role: 'carry' | 'y'): Mutant[] {
	const { loop, lane } = at;
	const [x] = loop.xs;
	const last = elementsAt(leaf.column, role === 'carry' ? loop.recorded : loop.recorded - 1, lane, loop.axes);
	const xs = x ? Array.from({ length: loop.recorded }, (_, n) => at.numberIn(x.column, n)).flat() : [];
	return [
		...named('the end of the row', last),
		...(xs.length > 0
			? [
					...named('the sum of the row', [xs.reduce((sum, value) => sum + value, 0)]),
					...named('the first of the row', [xs[0]]),
					...named('the least of the row', [Math.min(...xs)])
				]
			: [])
	];
}
