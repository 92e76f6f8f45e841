import type { Hover } from '$lib/recording/hover';
import { allLanes, lane as laneOf, type Lane, type Moment } from '$lib/recording/moment';
import type { Overview } from '$lib/recording/overview';
import { equationsOf, resultUsed } from '$lib/recording/query';
import type { Column, Leaf, Loop, Operand } from '$lib/recording/recording';
import { stopOf, stopsOf, type Stop } from '$lib/recording/stops';
import { eqnAt } from '$lib/recording/walk';
import { faceAt, heightOfTiles } from './face';
import { isPrefix, labelOf, madeRole, resultOf } from './label';
import { focusLanes, formOf, laneLabel } from './layout';
import { columnLook, lookOf, type Look } from './leaf';
import { progressAt } from './progress';
import type { BodyCell, BodyRow, BodyTable, ClosedRow, Piece } from './scene';
import { cellSize, type CellSize } from './size';

/**
 * The body at a moment: an equation a row in the user's names and order, a lane a column. Equations made in a function that
 * the body calls stand under a row of the call, and are left out where it is `folded` and the cursor not inside. Pure.
 */
export function bodyTable(
	loop: Loop,
	moment: Moment,
	t: number,
	focus: Lane,
	hover: Hover | null,
	folded: ReadonlySet<number> = new Set(),
	overview?: Overview | null
): BodyTable {
	const lanes =
		formOf(loop) === 'full' && !overview?.alone ? allLanes(loop) : focusLanes(loop, focus, overview);
	const active = eqnAt(loop, moment, t);
	const here = stopOf(loop, moment);
	const isFolded = (stop: Stop): boolean =>
		stop.call !== null && folded.has(stop.call.id) && !isInside(here, stop);
	const stops = stopsOf(loop);
	const shut = stops.filter(isFolded);
	const lit = new Set(hover ? equationsOf(loop, hover).map((eqn) => eqn.index) : []);
	const known = knownEquations(loop, moment, t);
	return Object.freeze({
		lanes: lanes.map((lane) => ({ lane, label: laneLabel(loop, lane) })),
		closed: closedRows(loop, lanes),
		rows: stops
			.filter((stop) => !shut.some((call) => isInside(stop, call)))
			.map((stop): BodyRow => {
				const eqn = loop.eqns[stop.last];
				const { call } = stop;
				const isKnown = stop.last < known;
				return {
					key: call ? `call ${call.id}` : `equation ${eqn.index}`,
					eqn: eqn.index,
					call: call && { id: call.id, folded: isFolded(stop) },
					depth: stop.depth,
					loops: call ? '' : eqn.loops.map(({ kind, name }) => `${kind} ${name}`).join(', '),
					label: call ? [{ text: call.text, role: 'plain' }] : labelOf(loop, eqn),
					again: call === null && eqn.again === true,
					active: here?.call ? stop === here : call === null && eqn.index === active,
					lit: call === null && lit.has(eqn.index),
					cells: lanes.map((lane) => (isKnown ? cellOf(loop, stop, moment.step, lane) : null))
				};
			}),
		watches: watchRows(loop, moment, t, lanes),
		chars: Math.max(0, ...stops.map((stop) => (stop.call ? 0 : cellChars(loop, stop)))),
		result: resultOf(loop),
		caption: captionOf(loop)
	});
}

/** Bars and tiles in a line take about this many characters. */
const drawnChars = 6;

function cellChars(loop: Loop, stop: Stop): number {
	const eqn = loop.eqns[stop.last];
	const looks = [
		...eqn.operands.map((operand) => lookOfOperand(loop, operand)),
		...looksOf(resultUsed(loop, eqn), loop)
	];
	const values = looks.reduce((sum, look) => sum + (look.form === 'text' ? look.chars : drawnChars), 0);
	const { text, infix } = eqn.operator;
	const signs = infix ? text.length + 2 : text.length + 2 + 2 * (eqn.operands.length - 1);
	return values + signs + 3;
}

function closedRows(loop: Loop, lanes: readonly Lane[]): BodyTable['closed'] {
	const isOnce = ({ column }: Leaf): boolean => column.shared || loop.lanes === 1;
	const rows = (leaves: readonly Leaf[], shown: readonly Lane[]): ClosedRow[] =>
		leaves.map(({ name, column }) => ({ name, values: shown.map((lane) => piece(column, loop, 0, lane)) }));
	return {
		once: rows(loop.closed.filter(isOnce), [laneOf(0)]),
		own: rows(
			loop.closed.filter((leaf) => !isOnce(leaf)),
			lanes
		)
	};
}

function watchRows(loop: Loop, moment: Moment, t: number, lanes: readonly Lane[]): BodyTable['watches'] {
	const { step, emit } = progressAt(moment, t);
	const there = step >= 0 && step < loop.recorded && emit >= 1;
	return (loop.watches ?? []).map(({ name, column }) => ({
		name,
		values: lanes.map((lane) => (there ? piece(column, loop, step, lane) : null))
	}));
}

/** How many of the equations have been carried out. */
function knownEquations(loop: Loop, moment: Moment, t: number): number {
	const { step, combine } = progressAt(moment, t);
	if (step < 0 || step >= loop.recorded) return 0;
	if (moment.beat === 'combine' && moment.eqn !== null) return moment.eqn + 1;
	return Math.floor(combine * loop.eqns.length + 1e-9);
}

const numbers = [
	'no',
	'one',
	'two',
	'three',
	'four',
	'five',
	'six',
	'seven',
	'eight',
	'nine',
	'ten',
	'eleven',
	'twelve'
];

function captionOf(loop: Loop): string {
	if (loop.axes.length === 0) return 'one program';
	return `one program, ${numbers[loop.lanes] ?? loop.lanes} ${loop.lanes === 1 ? 'row' : 'rows'}`;
}

function bodyCell(loop: Loop, stop: Stop, step: number, lane: Lane): BodyCell {
	const eqn = loop.eqns[stop.last];
	const values = eqn.operands.map((operand) => operandPiece(loop, operand, step, lane));
	const { text, infix } = eqn.operator;
	const pieces =
		infix && values.length === 2
			? [values[0], sign(` ${text} `), values[1]]
			: called(text, isPrefix(eqn), values);
	const made = resultUsed(loop, eqn);
	// A print makes nothing.
	if (!made) return { lane, pieces, result: { ...sign(''), role: 'plain' } };
	const result = piece(made, loop, step, lane);
	return { lane, pieces: [...pieces, sign(' → ')], result: { ...result, role: madeRole(eqn) } };
}

function called(text: string, prefix: boolean, values: readonly Piece[]): Piece[] {
	const inside = values.flatMap((value, k) => (k > 0 ? [sign(', '), value] : [value]));
	return prefix ? [sign(text), ...inside] : [sign(`${text}(`), ...inside, sign(')')];
}

const cellOf = (loop: Loop, stop: Stop, step: number, lane: Lane): BodyCell =>
	stop.call ? callCell(loop, stop, step, lane) : bodyCell(loop, stop, step, lane);

/** What a call hands on. */
function callCell(loop: Loop, stop: Stop, step: number, lane: Lane): BodyCell {
	const made = handedOn(loop, stop);
	const values = made.map(({ eqn, result }) => piece(loop.eqns[eqn].results[result], loop, step, lane));
	const last = values.pop() ?? sign('');
	const role = made.length > 0 ? madeRole(loop.eqns[made[made.length - 1].eqn]) : 'plain';
	const before = values.flatMap((value) => [value, sign(', ')]);
	return { lane, pieces: [sign(made.length > 0 ? '→ ' : ''), ...before], result: { ...last, role } };
}

const mostHandedOn = 3;

type Made = Operand & { readonly kind: 'equation' };
const handed = new WeakMap<Stop, readonly Made[]>();

/** The results of an equation, or of a call's equations, that are used outside of it; at most three. */
function handedOn(loop: Loop, stop: Stop): readonly Made[] {
	let made = handed.get(stop);
	if (!made) handed.set(stop, (made = findHandedOn(loop, stop)));
	return made;
}

const looksOf = (column: Column | null, loop: Loop): Look[] =>
	column ? [columnLook(column, loop, false)] : [];

function findHandedOn(loop: Loop, { first, last }: Stop): readonly Made[] {
	const outside = loop.eqns.filter(({ index }) => index < first || index > last);
	const used = [...outside.flatMap(({ operands }) => operands), ...loop.returns.carry, ...loop.returns.ys];
	const made = new Map<string, Made>();
	for (const operand of used)
		if (operand.kind === 'equation' && operand.eqn >= first && operand.eqn <= last)
			made.set(`${operand.eqn} ${operand.result}`, operand);
	return [...made.values()].slice(0, mostHandedOn);
}

/** Whether a stop lies in a call and is not the call itself. */
const isInside = (stop: Stop | null, call: Stop): boolean =>
	stop !== null && stop.depth > call.depth && call.first <= stop.first && stop.last <= call.last;

const sign = (text: string): Piece => ({ text, exact: null, face: null, w: 0, h: 0 });

const operandPiece = (loop: Loop, operand: Operand, step: number, lane: Lane): Piece =>
	lookPiece(lookOfOperand(loop, operand), loop, step, lane);

function lookOfOperand(loop: Loop, operand: Operand): Look {
	switch (operand.kind) {
		case 'carry':
			return lookOf(loop).carry[operand.leaf];
		case 'x':
			return lookOf(loop).xs[operand.leaf];
		case 'closed':
			return columnLook(loop.closed[operand.leaf].column, loop, false);
		case 'literal':
			return columnLook(operand.column, loop, false);
		case 'equation':
			return columnLook(loop.eqns[operand.eqn].results[operand.result], loop, false);
	}
}

const piece = (column: Column, loop: Loop, entry: number, lane: Lane): Piece =>
	lookPiece(columnLook(column, loop, false), loop, entry, lane);

const widestInLine = 46;
const lineFrame = { w: 20, h: 20, font: 14, pad: 4 };

function lookPiece(look: Look, loop: Loop, entry: number, lane: Lane): Piece {
	const { w, h, font } = sizeInLine(look);
	const face = faceAt(look, loop, look.column.stepStride === 0 ? 0 : entry, lane, { w, h, font });
	if (face.kind === 'blank') throw new Error('internal: a value without a face');
	const drawn = face.kind !== 'text';
	return {
		text: face.text,
		exact: face.exact,
		face: drawn ? face : null,
		w,
		h
	};
}

/** Lines are kept low: tiles that are made narrower are as much less high. */
function sizeInLine(look: Look): CellSize {
	const size = cellSize(look, lineFrame);
	const w = Math.min(size.w, widestInLine);
	const h = look.form === 'tiles' ? Math.min(size.h, Math.max(lineFrame.h, heightOfTiles(look, w))) : size.h;
	return { ...size, w, h };
}
