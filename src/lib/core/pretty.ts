/**
 * A layout of text that breaks where it must, after Lindig's "Strictly Pretty" as JAX uses it
 * (jax/_src/pretty_printer.py): a group goes on one line if it, without what follows it, fits the width.
 */
export type Doc =
	| string
	| readonly Doc[]
	| { readonly kind: 'break'; /** What stands for it on one line. */ readonly flat: string }
	| { readonly kind: 'group'; readonly body: Doc }
	| { readonly kind: 'nest'; readonly by: number; readonly body: Doc }
	/** Lays nothing out: tells what the text of its body stands for. */
	| { readonly kind: 'mark'; readonly of: object; readonly body: Doc };

/** A new line where the group around it does not fit into one, else `flat`. */
export const brk = (flat = ' '): Doc => ({ kind: 'break', flat });
/** Written into one line where that is wide enough. */
export const group = (...body: Doc[]): Doc => ({ kind: 'group', body });
/** Its new lines are indented by so many characters more. */
export const nest = (by: number, ...body: Doc[]): Doc => ({ kind: 'nest', by, body });
/** Remembers where the text of `body` comes to stand. */
export const mark = (of: object, body: Doc): Doc => ({ kind: 'mark', of, body });
export const join = (separator: Doc, parts: readonly Doc[]): Doc =>
	parts.flatMap((part, i) => (i === 0 ? [part] : [separator, part]));

interface Item {
	readonly doc: Doc;
	readonly indent: number;
	readonly flat: boolean;
	/** Ends here. */
	readonly place?: MarkPlace;
}

/** Where in the text a mark's body stands. */
export interface MarkPlace {
	readonly of: object;
	readonly from: number;
	to: number;
}

/** Lays the document out in lines of at most `width` columns, where the breaks allow. */
export const render = (doc: Doc, width = 80): string => renderMarked(doc, width).text;

/** The same, with the places of its marks, outer ones first. */
export function renderMarked(
	doc: Doc,
	width: number
): { readonly text: string; readonly places: MarkPlace[] } {
	const agenda: Item[] = [{ doc, indent: 0, flat: false }];
	const places: MarkPlace[] = [];
	let text = '';
	let column = 0;
	for (let item = agenda.pop(); item; item = agenda.pop()) {
		const { doc: part, indent, flat } = item;
		if (item.place) item.place.to = text.length;
		if (typeof part === 'string') {
			text += part;
			column += part.length;
		} else if (!('kind' in part)) {
			for (let i = part.length - 1; i >= 0; i--) agenda.push({ doc: part[i], indent, flat });
		} else if (part.kind === 'nest') agenda.push({ doc: part.body, indent: indent + part.by, flat });
		else if (part.kind === 'mark') {
			const place = { of: part.of, from: text.length, to: text.length };
			places.push(place);
			agenda.push({ doc: '', indent, flat, place }, { doc: part.body, indent, flat });
		} else if (part.kind === 'group')
			agenda.push({ doc: part.body, indent, flat: flat || fits(part.body, width - column) });
		else if (flat) {
			text += part.flat;
			column += part.flat.length;
		} else {
			text += `\n${' '.repeat(indent)}`;
			column = indent;
		}
	}
	return { text, places };
}

/** Whether the document on one line takes at most `room` columns. */
function fits(doc: Doc, room: number): boolean {
	const agenda: Doc[] = [doc];
	let left = room;
	for (let part = agenda.pop(); part !== undefined; part = agenda.pop()) {
		if (typeof part === 'string') left -= part.length;
		else if (!('kind' in part)) for (let i = part.length - 1; i >= 0; i--) agenda.push(part[i]);
		else if (part.kind === 'break') left -= part.flat.length;
		else agenda.push(part.body);
		if (left < 0) return false;
	}
	return true;
}
