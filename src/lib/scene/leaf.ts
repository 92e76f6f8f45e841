import { kindOf } from '$lib/array/dtype';
import { sizeOf } from '$lib/array/shape';
import { numberFormat, type NumberFormat } from '$lib/recording/number-format';
import { domainOf, type Domain } from '$lib/recording/summary';
import type { Column, Leaf, Loop } from '$lib/recording/recording';
import type { Part } from './scene';
import { toneScale, type ToneScale } from './tone';

/** What of a column holds for the whole run: how its numbers are written, coloured and drawn. */
export interface Look {
	readonly column: Column;
	readonly form: 'text' | 'bars' | 'tiles';
	readonly format: NumberFormat;
	readonly domain: Domain;
	readonly tones: ToneScale;
	/** Characters of the longest text shown in a cell. */
	readonly chars: number;
	/** Characters before the decimal point at the most; 0 where there are no points. */
	readonly whole: number;
	/** Rows and columns of the bars or tiles drawn, after binning. */
	readonly rows: number;
	readonly columns: number;
}

/** A leaf of the loop with its look. */
export interface LeafLook extends Look {
	readonly role: Part;
	readonly index: number;
	readonly name: string;
	/** Drawn once for all lanes. */
	readonly once: boolean;
}

export interface LoopLook {
	readonly carry: readonly LeafLook[];
	readonly xs: readonly LeafLook[];
	readonly ys: readonly LeafLook[];
	readonly watches: readonly LeafLook[];
}

const mostBars = 32;
const mostTiles = 12;

const looks = new WeakMap<Loop, LoopLook>();

/** Looks of all leaves of a loop; computed once. */
export function lookOf(loop: Loop): LoopLook {
	let look = looks.get(loop);
	if (!look) looks.set(loop, (look = makeLook(loop)));
	return look;
}

function makeLook(loop: Loop): LoopLook {
	const leafLook =
		(role: Part) =>
		(leaf: Leaf, index: number): LeafLook => ({
			...columnLook(leaf.column, loop, role === 'carry'),
			role,
			index,
			name: role === 'y' ? yName(loop, leaf) : leaf.name,
			once: leaf.column.shared && loop.lanes > 1
		});
	return {
		carry: loop.carry.map(leafLook('carry')),
		xs: loop.xs.map(leafLook('x')),
		ys: loop.ys.map(leafLook('y')),
		watches: (loop.watches ?? []).map(leafLook('watch'))
	};
}

/** A y that is also a carry goes by its role: the name is the carry's. */
function yName(loop: Loop, leaf: Leaf): string {
	const taken = loop.roles.some((known) => known.role === 'carry' && known.name === leaf.name);
	return taken && loop.ys.length === 1 ? 'y' : leaf.name;
}

const columnLooks = new WeakMap<Column, Look>();

/** Look of any column of the loop, an equation's too. */
export function columnLook(column: Column, loop: Loop, carry: boolean): Look {
	let look = columnLooks.get(column);
	if (!look) columnLooks.set(column, (look = makeColumnLook(column, loop, carry)));
	return look;
}

function makeColumnLook(column: Column, loop: Loop, carry: boolean): Look {
	const domain = domainOf(column, loop, carry);
	const format = numberFormat(column, loop, carry);
	const form = formOf(column);
	const { rows, columns } = gridOf(column);
	const chars = format.chars + (column.shape.length > 0 ? 2 : 0);
	const whole = Math.max(0, ...[domain.min, domain.max].map((value) => pointIn(format.text(value))));
	return { column, form, format, domain, tones: toneScale(domain), chars, whole, rows, columns };
}

/** Characters before a decimal point; -1 where there is none, or an exponent. */
export const pointIn = (text: string): number => (text.includes('e') ? -1 : text.indexOf('.'));

function formOf(column: Column): Look['form'] {
	const size = sizeOf(column.shape);
	if (size <= 1 || kindOf(column.dtype) === 'k') return 'text';
	return column.shape.length > 1 || kindOf(column.dtype) === 'b' ? 'tiles' : 'bars';
}

function gridOf(column: Column): { rows: number; columns: number } {
	const last = column.shape.at(-1) ?? 1;
	const rows = last === 0 ? 0 : sizeOf(column.shape) / last;
	const most = rows > 1 ? mostTiles : mostBars;
	return { rows: Math.min(rows, mostTiles), columns: Math.min(last, most) };
}
