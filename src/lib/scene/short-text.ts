import { elementsAt } from '$lib/recording/read';
import type { Lane } from '$lib/recording/moment';
import type { Column, Loop } from '$lib/recording/recording';
import { formatOf } from '$lib/recording/words';

const mostElements = 6;

/** A value in a line of text: `4`, `[1 2 3]`, of a long one its beginning. */
export function shortText(column: Column, loop: Loop, carry: boolean, entry: number, row: Lane): string {
	const { text } = formatOf(column, loop, carry);
	const elements = elementsAt(column, entry, row, loop.axes);
	if (column.shape.length === 0) return text(elements[0]);
	const shown = elements.slice(0, mostElements).map(text).join(' ');
	return `[${shown}${elements.length > mostElements ? ' …' : ''}]`;
}
