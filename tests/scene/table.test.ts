import { describe, expect, it } from 'vitest';
import { eqnIndex, lane, type Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { bodyTable } from '$lib/scene/table';
import type { BodyRow, Token } from '$lib/scene/scene';
import { loops } from './fixture';
import { at } from './picture';

const text = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join('');
const rows = (loop: Loop, moment: Moment, t = 1): readonly BodyRow[] =>
	bodyTable(loop, moment, t, lane(0), null).rows;
const cells = (row: BodyRow): (string | null)[] =>
	row.cells.map((cell) => cell && `${cell.pieces.map((piece) => piece.text).join('')}${cell.result.text}`);

describe('bodyTable', () => {
	it('has an equation a row in the user’s names, a lane a column', () => {
		const [row, ...more] = rows(loops.worked(), at(1));
		expect(more).toEqual([]);
		expect(text(row.label)).toBe('new = max(carry, x)');
		expect(cells(row)).toEqual(['max(3, 1) → 3', 'max(1, 5) → 5']);
		expect(row.active).toBe(true);
	});

	it('colours names by role', () => {
		const [row] = rows(loops.worked(), at(1));
		expect(
			row.label.filter((token) => token.role !== 'plain').map((token) => `${token.role} ${token.text}`)
		).toEqual(['carry new', 'carry carry', 'x x']);
	});

	it('puts an infix operator between its operands, and brackets where Python needs them', () => {
		expect(rows(loops.ema(), at(3)).map((row) => text(row.label))).toEqual([
			'0.9 × mean',
			'0.1 × x',
			'mean = 0.9 × mean + 0.1 × x'
		]);
		const loop = loops.ema();
		const [scaled, other] = loop.eqns;
		const sum = { ...scaled, operator: { text: '+', infix: true } };
		const product = { ...loop.eqns[2], operator: { text: '×', infix: true } };
		const bracketed = rows({ ...loop, eqns: [sum, other, product] }, at(3));
		expect(text(bracketed[2].label)).toBe('mean = (0.9 + mean) × (0.1 × x)');
	});

	it('has nothing of a step before it is computed', () => {
		const loop = loops.tuple();
		const known = (moment: Moment, t: number): number =>
			rows(loop, moment, t).filter((row) => row.cells[0]).length;
		expect(known(at(-1), 1)).toBe(0);
		expect(known(at(2, 'pull'), 1)).toBe(0);
		expect(known(at(2, 'combine'), 0.5)).toBe(1);
		expect(known(at(2, 'combine'), 1)).toBe(3);
		expect(known(at(2), 1)).toBe(3);
	});

	it('is at one equation after another while the body computes, or at the one singled out', () => {
		const loop = loops.tuple();
		const active = (moment: Moment, t: number): number =>
			rows(loop, moment, t).findIndex((row) => row.active);
		expect([0, 0.4, 0.9].map((t) => active(at(2, 'combine'), t))).toEqual([0, 1, 2]);
		expect(active({ ...at(2), eqn: eqnIndex(2) }, 1)).toBe(2);
	});

	it('says what the body gives back', () => {
		expect(text(bodyTable(loops.tuple(), at(0), 1, lane(0), null).result)).toBe(
			'return (total, count), mean'
		);
		expect(text(bodyTable(loops.worked(), at(0), 1, lane(0), null).result)).toBe('return new, new');
		expect(bodyTable(loops.fourRows(), at(0), 1, lane(0), null).caption).toBe('one program, four rows');
		expect(bodyTable(loops.single(), at(0), 1, lane(0), null).caption).toBe('one program');
	});

	it('has what the body closes over once, or once a lane', () => {
		const loop = loops.worked();
		const shared = {
			name: 'low',
			column: { ...loop.xs[0].column, shared: true, stepStride: 0, laneStrides: [0] }
		};
		const own = { name: 'high', column: { ...loop.xs[0].column, stepStride: 0 } };
		const { closed } = bodyTable({ ...loop, closed: [shared, own] }, at(0), 1, lane(0), null);
		const told = (part: typeof closed.own): string[] =>
			part.map((row) => `${row.name} ${row.values.map((value) => value.text)}`);
		expect([told(closed.once), told(closed.own)]).toEqual([['low 3'], ['high 3,1']]);
	});

	it('has the focus lanes alone where there are many', () => {
		const { lanes } = bodyTable(loops.many(), at(0), 1, lane(10), null);
		expect(lanes.map((one) => one.label)).toEqual(['row 9', 'row 10', 'row 11']);
	});

	it('lights the rows of a hovered stretch of the program', () => {
		const loop = loops.ema();
		const span = loop.eqns[1].span;
		if (!span) throw new Error('the fixture has spans');
		const lit = bodyTable(loop, at(2), 1, lane(0), { kind: 'span', span }).rows.map((row) => row.lit);
		expect(lit).toEqual([false, true, false]);
	});
});
