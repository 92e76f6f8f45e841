import { shapeText } from '$lib/array/shape';
import { changeAt, elementsAt } from '$lib/recording/read';
import { allLanes, type Lane, type Step } from '$lib/recording/moment';
import type { Column, Leaf, Loop } from '$lib/recording/recording';
import { formatOf, laneName } from '$lib/recording/words';
import type { Ask } from '../lesson';

/** A question about a step of a loop that has not been seen yet. */
export interface Question {
	readonly ask: Ask;
	readonly step: Step;
	/** For `carry`, `y` and `final`. */
	readonly lane: Lane;
	/** Of the carry, or of the y's. */
	readonly leaf: number;
}

/** What is the case. `text` is how it is shown; numbers have the format of their cells. */
export type Truth =
	| {
			readonly kind: 'numbers';
			readonly values: readonly number[];
			readonly column: Column;
			readonly text: string;
	  }
	| { readonly kind: 'shape'; readonly shape: readonly number[]; readonly text: string }
	| { readonly kind: 'rows'; readonly rows: readonly number[]; readonly of: number; readonly text: string };

/** The true answer; null where the loop has nothing of the kind, such as a y of a body that emits none. */
export function truthOf(loop: Loop, question: Question): Truth | null {
	switch (question.ask) {
		case 'carry':
			return numbers(loop, loop.carry[question.leaf], question.step + 1, question.lane, true);
		case 'final':
			return numbers(loop, loop.carry[question.leaf], loop.recorded, question.lane, true);
		case 'y':
			return numbers(loop, loop.ys[question.leaf], question.step, question.lane, false);
		case 'shape': {
			const shape = outputShape(loop, question.leaf);
			return shape && { kind: 'shape', shape, text: shapeText(shape) };
		}
		case 'rows': {
			const rows = rowsChanged(loop, question.step);
			return { kind: 'rows', rows, of: loop.lanes, text: rowsText(rows, loop.lanes) };
		}
	}
}

function numbers(
	loop: Loop,
	leaf: Leaf | undefined,
	entry: number,
	lane: Lane,
	carry: boolean
): Truth | null {
	if (!leaf) return null;
	const values = elementsAt(leaf.column, entry, lane, loop.axes);
	const { text } = formatOf(leaf.column, loop, carry);
	return { kind: 'numbers', values, column: leaf.column, text: valuesText(values, leaf.column, text) };
}

/** One number as it is; more in brackets, as one list whatever their shape. */
export const valuesText = (
	values: readonly number[],
	{ shape }: Column,
	text: (value: number) => string
): string => (shape.length === 0 ? text(values[0]) : `[${values.map(text).join(', ')}]`);

/** Of a y leaf of all rows and steps. */
const outputShape = ({ ys, axes, length }: Loop, leaf: number): number[] | null =>
	ys[leaf] ? [...axes.map(({ size }) => size), length, ...ys[leaf].column.shape] : null;

/** Rows in which any leaf of the carry gets another value in the step. */
function rowsChanged(loop: Loop, step: Step): number[] {
	const lanes = allLanes(loop);
	return lanes.filter((lane) =>
		loop.carry.some(({ column }) => changeAt(column, step, lane, loop.axes) !== null)
	);
}

export function rowsText(rows: readonly number[], of: number): string {
	if (rows.length === 0) return 'none';
	if (rows.length === of && of > 1) return 'all';
	return `${rows.length === 1 ? 'row' : 'rows'} ${rows.join(', ')}`;
}

/** The question in words. */
export function wordsOf(loop: Loop, { ask, step, lane, leaf }: Question): string {
	const name = (leaves: readonly Leaf[]): string => leaves[leaf]?.name ?? ask;
	const inRow = loop.axes.length > 0 ? ` in ${laneName(loop, lane)}` : '';
	switch (ask) {
		case 'carry':
			return `What will ${name(loop.carry)} be${inRow} after step ${step}?`;
		case 'final':
			return `What will ${name(loop.carry)} be${inRow} when all ${loop.length} steps are done?`;
		case 'y':
			return `What will ${name(loop.ys)} be${inRow} at step ${step}?`;
		case 'shape':
			return `Which shape will the stacked ${name(loop.ys)} of ${loop.axes.length > 0 ? 'all rows' : 'all steps'} have?`;
		case 'rows':
			return `In which rows will the carry change in step ${step}?`;
	}
}
