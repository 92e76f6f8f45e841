import type { DataArray } from '$lib/python/data-literals';
import type { NumberType, Stretch } from '$lib/python/number-literal';
import { readNumber } from '$lib/recording/number-entry';
import { changed, type TextEdit } from './text-edit';

/** What a change of the data is in the program's text, or why it is none. */
export type DataEdit =
	| { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
	| { readonly kind: 'fault'; readonly reason: string };

const dtypes: { readonly [T in NumberType]: Parameters<typeof readNumber>[1] } = {
	int: 'int32',
	float: 'float32',
	bool: 'bool'
};

/** More numbers make no table to be read. */
const mostCells = 2000;

/** Another number for an element. */
export function withCell({ cells, type }: DataArray, element: number, typed: string): DataEdit {
	const read = cellText(typed, type);
	if (read.kind === 'fault') return read;
	const { from, to } = cells[element];
	return { kind: 'edits', edits: [{ from, to, text: read.text }] };
}

/** With another element of the first axis at the end, like the last one but of noughts. */
export function withRow(program: string, data: DataArray): readonly TextEdit[] {
	const last = data.items.at(-1);
	if (!last) return [];
	const nought = data.type === 'bool' ? 'False' : data.type === 'int' ? '0' : '0.';
	const noughts = data.cells
		.filter(({ from }) => from >= last.from)
		.map(({ from, to }) => ({ from: from - last.from, to: to - last.from, text: nought }));
	const row = changed(program.slice(last.from, last.to), noughts);
	return [{ from: last.to, to: last.to, text: between(program, data) + row }];
}

/** Without an element of the first axis; nothing where it is the only one. */
export function withoutRow({ items }: DataArray, at: number): readonly TextEdit[] {
	if (items.length < 2) return [];
	const [from, to] =
		at + 1 < items.length ? [items[at].from, items[at + 1].from] : [items[at - 1].to, items[at].to];
	return [{ from, to, text: '' }];
}

/** All numbers by chance, from -9 to 9: the same for the same seed. */
export function withRandom({ cells, type }: DataArray, seed: number): readonly TextEdit[] {
	const next = randomFrom(seed);
	return cells.map(({ from, to }) => {
		const whole = Math.floor(next() * 19) - 9;
		const text = type === 'bool' ? (whole > 0 ? 'True' : 'False') : type === 'int' ? `${whole}` : `${whole}.`;
		return { from, to, text };
	});
}

/** With the numbers of a spreadsheet: rows of them, parted by tabs, commas or blanks. */
export function withPasted(program: string, data: DataArray, table: string): DataEdit {
	const rows = rowsOf(table);
	const width = rows[0]?.length ?? 0;
	if (width === 0) return fault('there are no numbers in it');
	if (rows.length * width > mostCells) return fault(`more than ${mostCells} numbers`);
	const uneven = rows.findIndex(({ length }) => length !== width);
	if (uneven >= 0) return fault(`row ${uneven} has ${rows[uneven].length} numbers, row 0 has ${width}`);
	const texts: string[][] = [];
	for (const [r, row] of rows.entries()) {
		const read = row.map((cell) => cellText(cell, data.type));
		const wrong = read.find((one) => one.kind === 'fault');
		if (wrong?.kind === 'fault') return fault(`row ${r}: ${wrong.reason}`);
		texts.push(read.map((one) => (one.kind === 'text' ? one.text : '')));
	}
	return arranged(program, data, texts);
}

/** The numbers written as the array's rank wants them. */
function arranged(program: string, data: DataArray, rows: readonly (readonly string[])[]): DataEdit {
	const { shape, from, to } = data;
	const flat = rows.flat();
	if (shape.length > 2) return fault(`this array has ${shape.length} axes, a table has two`);
	if (shape.length === 0)
		return flat.length === 1 ? edit({ from, to, text: flat[0] }) : fault('this is one number');
	if (shape.length === 2) {
		const lines = rows.map((row) => `[${row.join(', ')}]`);
		return edit({ from: data.items[0].from, to: lastOf(data).to, text: lines.join(between(program, data)) });
	}
	if (rows.length > 1 && rows[0].length > 1) return fault('this is one row of numbers');
	return edit({ from: data.items[0].from, to: lastOf(data).to, text: flat.join(', ') });
}

const lastOf = ({ items }: DataArray): Stretch => items[items.length - 1];

/** What stands between two elements of the first axis, comments left out. */
function between(program: string, { items }: DataArray): string {
	if (items.length < 2) return ', ';
	const text = program.slice(items[items.length - 2].to, items[items.length - 1].from);
	return text.replace(/[ \t]*#.*$/gm, '');
}

const rowsOf = (table: string): readonly (readonly string[])[] =>
	table
		.split(/\r?\n/)
		.map((line) => line.replace(/^[\s[(]+|[\s\]),;]+$/g, ''))
		.filter((line) => line !== '')
		.map((line) => line.split(/\s*[\t,;]\s*|\s+/));

/** A typed number as it is written among numbers of a type: a float keeps its point. */
function cellText(
	typed: string,
	type: NumberType
): { kind: 'text'; text: string } | { kind: 'fault'; reason: string } {
	const entry = readNumber(typed, dtypes[type]);
	if (entry.kind === 'fault') return entry;
	const { value } = entry;
	if (type === 'bool') return { kind: 'text', text: value === 1 ? 'True' : 'False' };
	if (Number.isNaN(value)) return { kind: 'text', text: "float('nan')" };
	if (!Number.isFinite(value)) return { kind: 'text', text: value > 0 ? "float('inf')" : "-float('inf')" };
	const text = typed.trim().replaceAll('−', '-').replace(/^\+/, '');
	return { kind: 'text', text: type === 'float' && /^-?\d+$/.test(text) ? `${text}.` : text };
}

const fault = (reason: string): DataEdit => ({ kind: 'fault', reason });
const edit = (one: TextEdit): DataEdit => ({ kind: 'edits', edits: [one] });

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32, public domain). */
function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
