import { exactText } from '$lib/recording/number-format';
import { readNumber } from '$lib/recording/number-entry';
import { laneIndex } from '$lib/recording/read';
import type { Lane } from '$lib/recording/moment';
import type { Column, Loop } from '$lib/recording/recording';
import { laneName } from '$lib/recording/words';
import { indexText } from './comparison-text';

/** An element of an x or an init. */
export interface InputPlace {
	readonly kind: 'x' | 'init';
	readonly leaf: number;
	readonly lane: Lane | null;
	readonly step: number;
	readonly element: number;
}

/** An input in words: `x`, `row 1, step 2`. */
export function inputText(loop: Loop, place: InputPlace): { readonly name: string; readonly where: string } {
	const { kind, lane, step, element } = place;
	const { name, column } = leafOf(loop, place);
	const when = kind === 'x' ? `step ${step}` : 'before step 0';
	const who = lane === null ? (loop.axes.length === 0 ? '' : 'all rows, ') : `${laneName(loop, lane)}, `;
	return { name: name + indexText(column.shape, element), where: who + when };
}

/** What to write after the array that holds an input, the rows' axes first: `.at[0, 2].set(9)`. */
export function pasteText(loop: Loop, place: InputPlace, value: string): string {
	const { column } = leafOf(loop, place);
	const rows = place.lane === null ? [] : laneIndex(place.lane, loop.axes);
	const position = loop.reverse ? loop.length - 1 - place.step : place.step;
	const own = indexText(column.shape, place.element).slice(1, -1);
	const index = [...rows, ...(place.kind === 'x' ? [position] : []), ...(own === '' ? [] : [own])].join(', ');
	return `.at[${index === '' ? '...' : index}].set(${pythonText(value, column)})`;
}

function pythonText(text: string, { dtype }: Column): string {
	const entry = readNumber(text, dtype);
	if (entry.kind === 'fault') return text;
	if (Number.isNaN(entry.value)) return 'jnp.nan';
	if (!Number.isFinite(entry.value)) return entry.value > 0 ? 'jnp.inf' : '-jnp.inf';
	return dtype === 'bool' ? (entry.value ? 'True' : 'False') : text;
}

/** The value of an input as it ran. */
export const valueText = (value: number, loop: Loop, place: InputPlace): string =>
	exactText(value, leafOf(loop, place).column.dtype);

const leafOf = (loop: Loop, { kind, leaf }: InputPlace): Loop['xs'][number] =>
	(kind === 'x' ? loop.xs : loop.carry)[leaf];
