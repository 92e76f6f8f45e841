import type { Divergence } from '$lib/recording/divergence';
import { hitWords } from '$lib/recording/hit-words';
import type { Loop } from '$lib/recording/recording';
import { lane as laneOf, type Lane } from '$lib/recording/moment';
import { exactText } from '$lib/recording/number-format';
import type { TreeShape } from '$lib/recording/tree-order';
import { count, laneName } from '$lib/recording/words';
import { stridesOf, type Shape } from '$lib/array/shape';

/** Where two runs part, in words. */
export interface DivergenceText {
	/** `row 1, step 2 (and 3 more rows)`. */
	readonly where: string;
	/** `carry`, `state[0][2]`. */
	readonly name: string;
	readonly role: 'x' | 'carry' | 'y' | 'plain';
	readonly here: string;
	readonly there: string;
}

/** `other` is the loop compared with, of which the second value is. */
export function divergenceText(loop: Loop, other: Loop, found: Divergence): DivergenceText {
	if (found.kind === 'end') {
		const [here, there] = found.values.map((steps) => count(steps, 'step'));
		return { where: 'the end', name: 'length', role: 'plain', here, there };
	}
	const { kind, lane, step, leaf, element, lanes, values } = found;
	const leaves = (of: Loop): Loop['carry'] => (kind === 'x' ? of.xs : kind === 'y' ? of.ys : of.carry);
	const { name, column } = leaves(loop)[leaf];
	return {
		where: step < 0 ? beforeAll(loop, lane, lanes) : hitWords(loop, { step, first: lane, lanes }),
		name: name + indexText(column.shape, element),
		role: kind === 'init' ? 'carry' : kind,
		here: exactText(values[0], column.dtype),
		there: exactText(values[1], leaves(other)[leaf].column.dtype)
	};
}

function beforeAll(loop: Loop, lane: Lane, lanes: number): string {
	const who = loop.axes.length === 0 ? '' : `${laneName(loop, lane)}, `;
	return `${who}before step 0${lanes > 1 ? ` (and ${count(lanes - 1, 'more row')})` : ''}`;
}

/** `row 2`: a row by its number. */
export const rowName = (loop: Loop, row: number): string => laneName(loop, laneOf(row));

/** `[2, 0]`; empty for a scalar. */
export function indexText(shape: Shape, element: number): string {
	if (shape.length === 0) return '';
	const strides = stridesOf(shape);
	return `[${shape.map((size, axis) => Math.floor(element / strides[axis]) % size).join(', ')}]`;
}

const signs: { readonly [P in TreeShape['primitive']]: string } = {
	add: '+',
	mul: '×',
	max: 'max',
	min: 'min'
};

/** What the order of a tree costs beside that of the scan. */
export function treeText({ primitive, leaf, depth, work, levels }: TreeShape, loop: Loop): readonly string[] {
	const steps = count(loop.recorded, 'step');
	const up = levels.filter(({ phase }) => phase === 'up').map(({ operations }) => operations);
	const down = levels.filter(({ phase }) => phase === 'down').map(({ operations }) => operations);
	return [
		`scan: ${steps} one after the other, ${count(loop.recorded, 'operation')} (${signs[primitive]} on ${loop.carry[leaf].name}).`,
		`associative_scan: ${count(depth, 'level')} one after the other, ${count(work, 'operation')}.`,
		`Pairs combined, level by level: ${up.join(', ')}${down.length > 0 ? `; then filled in between: ${down.join(', ')}` : ''}.`
	];
}
