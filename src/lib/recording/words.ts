import { laneIndex } from './read';
import { numberFormat, type NumberFormat } from './number-format';
import type { Lane } from './moment';
import type { Column, Loop } from './recording';

/** `row 2`; with several axes `row 2, 0`, outermost first. */
export const laneName = (loop: Loop, lane: Lane): string => `row ${laneIndex(lane, loop.axes).join(', ')}`;

/** Made once: a count may be written in every frame. */
const figures = new Intl.NumberFormat('en');

/** `1 row`, `4 rows`. */
export const count = (n: number, noun: string): string => `${figures.format(n)} ${noun}${n === 1 ? '' : 's'}`;

/** `a, b and c`. */
export const withAnd = (texts: readonly string[]): string =>
	texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;

const formats = new WeakMap<Column, NumberFormat>();

/** How the numbers of a column of the loop are written, the same everywhere. */
export function formatOf(column: Column, loop: Loop, carry: boolean): NumberFormat {
	let format = formats.get(column);
	if (!format) formats.set(column, (format = numberFormat(column, loop, carry)));
	return format;
}
