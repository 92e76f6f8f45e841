import type { ValueRef } from '$lib/recording/value-ref';
import { cellsIn, type Cell, type Scene } from './scene';

/** The cell of the picture that shows a value; null where none does. */
export function cellShowing(scene: Scene, value: ValueRef | null): Cell | null {
	if (value === null || value.kind === 'result' || value.kind === 'closed') return null;
	const { kind, lane, step, leaf } = value;
	const same = (cell: Cell): boolean => cell.kind === kind && cell.step === step && cell.leaf === leaf;
	return cellsIn(scene).find((cell) => same(cell) && (cell.lane === null || cell.lane === lane)) ?? null;
}
