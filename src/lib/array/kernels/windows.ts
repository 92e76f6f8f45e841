import type { View } from '../kernel';
import { stridesOf, type Shape } from '../shape';
import type { IndexMode } from './gather';
import { axesOffsets } from './offsets';

/** How an index vector, the last axis of the indices, points into an operand. */
export interface Pointing {
	/** Operand axis that each component of the vector counts along. */
	readonly map: readonly number[];
	/** Operand axes that run together with axes of the indices. */
	readonly operandBatching: readonly number[];
	readonly indicesBatching: readonly number[];
}

/**
 * Finds, for the i-th index vector (row-major), the offset in elements of its window in the operand: moved inside for
 * 'clip' (and 'promise_in_bounds' when it reads), -1 where it does not fit and is to be filled or dropped.
 */
export function windowFinder(
	operand: Shape,
	indices: Shape,
	window: Shape,
	{ map, operandBatching, indicesBatching }: Pointing,
	mode: IndexMode
): (indices: View, i: number) => number {
	const strides = stridesOf(operand);
	const outer = indices.slice(0, -1);
	const steps = outer.map((_, axis) => strides[operandBatching[indicesBatching.indexOf(axis)]] ?? 0);
	const batch = axesOffsets(outer, steps, [...outer.keys()]);
	const size = map.length;
	const room = map.map((axis) => operand[axis] - window[axis]);
	const step = map.map((axis) => strides[axis]);
	const clip = mode === 'clip';
	return (view, i) => {
		let offset = batch[i];
		for (let k = 0; k < size; k++) {
			const start = view.data[view.at + i * size + k];
			const inside = Math.min(Math.max(start, 0), room[k]);
			if (!clip && inside !== start) return -1;
			offset += inside * step[k];
		}
		return offset;
	};
}
