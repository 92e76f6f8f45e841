import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import { scalarAt } from '$lib/recording/read';
import { exactText } from '$lib/recording/number-format';
import { lastOf, restAt, startOf } from '$lib/recording/walk';
import { mostLanes, mostSteps, traceTable, type TraceTable } from '$lib/scene/trace-table';
import { fourRows, runningMax } from '../support/fixture';

const loop = runningMax(fourRows).loops[0];

/** Every value that a table holds, by what it is. */
function valuesOf(table: TraceTable): Map<string, string> {
	const values = new Map<string, string>();
	for (const { lane, rows } of table.groups)
		for (const { role, name, cells } of rows)
			table.columns.forEach(({ step }, k) => values.set(`${lane} ${role} ${name} ${step}`, cells[k]));
	return values;
}

/** The same, slowly, from the recording. */
function recorded(of: typeof loop, last: number): Map<string, string> {
	const values = new Map<string, string>();
	const text = (value: number): string => exactText(value, 'float32');
	for (let row = 0; row < of.lanes; row++)
		for (let step = -1; step < of.recorded; step++) {
			for (const { name, column } of of.carry)
				values.set(
					`${row} carry ${name} ${step}`,
					step > last ? '…' : text(scalarAt(column, step + 1, lane(row), of.axes))
				);
			for (const { name, column } of of.xs)
				values.set(
					`${row} x ${name} ${step}`,
					step < 0 ? '' : text(scalarAt(column, step, lane(row), of.axes))
				);
			for (const { name, column } of of.ys)
				values.set(
					`${row} y ${name} ${step}`,
					step < 0 ? '' : step > last ? '…' : text(scalarAt(column, step, lane(row), of.axes))
				);
		}
	return values;
}

describe('R16: the table of a loop', () => {
	it('holds every value of the recording', () => {
		const table = traceTable(loop, restAt(loop, 3), lane(0), false);
		expect(valuesOf(table)).toEqual(recorded(loop, loop.recorded));
		expect(table.window).toBe('');
		expect(table.caption).toMatch(/^scan of 4 rows, 8 steps/);
		expect(table.columns.filter(({ now }) => now).map(({ step }) => step)).toEqual([3]);
	});

	it('keeps back what comes after the moment where that is veiled, at every step and inside of one', () => {
		for (let step = -1; step < loop.recorded; step++) {
			const at = step < 0 ? startOf(loop) : restAt(loop, step);
			expect(valuesOf(traceTable(loop, at, lane(0), true))).toEqual(recorded(loop, step));
			if (step >= 0)
				expect(valuesOf(traceTable(loop, { ...at, beat: 'pull' }, lane(0), true))).toEqual(
					recorded(loop, step - 1)
				);
		}
	});

	it('shows a window of a large loop, and says so', () => {
		const many = runningMax(
			Array.from({ length: 100 }, (_, row) => Array.from({ length: 200 }, (_, step) => row * step))
		).loops[0];
		const table = traceTable(many, restAt(many, 150), lane(60), false);
		expect(table.groups).toHaveLength(mostLanes);
		expect(table.columns).toHaveLength(mostSteps);
		expect(table.window).toBe(
			'Shown are steps 126 to 173 of 200 and rows 52 to 67 of 100, round the moment and the row in focus.'
		);
		const all = recorded(many, many.recorded);
		for (const [key, value] of valuesOf(table)) expect(value).toBe(all.get(key));
		const end = traceTable(many, lastOf(many), lane(99), false);
		expect(end.columns.at(-1)?.step).toBe(199);
		expect(end.groups.at(-1)?.text).toBe('row 99');
	});
});
