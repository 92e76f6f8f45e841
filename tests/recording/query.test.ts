import { describe, expect, it } from 'vitest';
import { eqnIndex, lane } from '$lib/recording/moment';
import {
	cellsOf,
	equationBehind,
	equationsAt,
	leavesReached,
	leavesRead,
	spansOf
} from '$lib/recording/query';
import { at } from '../scene/picture';
import { loops } from '../scene/fixture';

const ema = loops.ema();
const tuple = loops.tuple();
const names = (refs: readonly { kind: string; leaf: number }[]): string[] =>
	refs.map((ref) => `${ref.kind} ${ref.leaf}`);

describe('queries', () => {
	it('finds the equation behind a carry or a y, and none behind what is handed on', () => {
		expect(equationBehind(tuple, 'carry', 1)?.name).toBe('count');
		expect(equationBehind(tuple, 'y', 0)?.name).toBe('mean');
		expect(equationBehind(loops.fibonacci(), 'carry', 0)).toBe(null);
	});

	it('reads through unnamed expressions, reaches through named ones too', () => {
		expect(names(leavesRead(ema, ema.eqns[2]))).toEqual(['carry 0', 'x 0']);
		expect(names(leavesRead(tuple, tuple.eqns[2]))).toEqual([]);
		expect(names(leavesReached(tuple, tuple.eqns[2]))).toEqual(['carry 0', 'x 0', 'carry 1']);
	});

	it('finds equations inside a stretch of the program, else the smallest round it', () => {
		expect(equationsAt(ema, { from: 100, to: 120, line: 1, column: 0 }).map((eqn) => eqn.index)).toEqual([
			0, 1
		]);
		expect(equationsAt(ema, { from: 111, to: 112, line: 2, column: 1 }).map((eqn) => eqn.index)).toEqual([1]);
	});

	it('points from a cell to the expression that made it, from an x to those that read it', () => {
		const cell = { kind: 'carry', lane: lane(0), step: 2, leaf: 0 } as const;
		expect(spansOf(ema, { kind: 'cell', cell }).map((span) => span.line)).toEqual([3]);
		expect(spansOf(ema, { kind: 'cell', cell: { ...cell, kind: 'x' } }).map((span) => span.line)).toEqual([
			2
		]);
	});

	it('points from an equation to its operands’ cells, the init before the first step', () => {
		const told = (n: number): string[] =>
			cellsOf(ema, at(n), { kind: 'equation', eqn: eqnIndex(2), lane: lane(1) }).map(
				(cell) => `${cell.kind} ${cell.lane} ${cell.step}`
			);
		expect(told(3)).toEqual(['carry 1 2', 'x 1 3']);
		expect(told(0)).toEqual(['init 1 0', 'x 1 0']);
		expect(told(-1)).toEqual([]);
	});
});
