import { isFloat, kindOf, wordsOf, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { rounder } from '../rounding';
import { sizeOf, stridesOf, type Shape } from '../shape';
import { copySlots } from './elementwise';
import type { IndexMode } from './gather';
import { axesOffsets, otherAxes } from './offsets';
import { windowFinder } from './windows';

/** JAX's `scatter` (set), `scatter_add`, ... by what is done with the update. */
export type ScatterOp = 'set' | 'add' | 'sub' | 'mul' | 'min' | 'max';

/** JAX's ScatterDimensionNumbers. The index vector is the last axis of the indices. */
export interface ScatterDims {
	readonly updateWindowDims: readonly number[];
	readonly insertedWindowDims: readonly number[];
	readonly scatterDimsToOperandDims: readonly number[];
	readonly operandBatchingDims: readonly number[];
	readonly scatterIndicesBatchingDims: readonly number[];
}

type Combine = (held: number, update: number) => number;

const combines: { readonly [K in ScatterOp]: Combine } = {
	set: (_, update) => update,
	add: (held, update) => held + update,
	sub: (held, update) => held - update,
	mul: (held, update) => held * update,
	min: Math.min,
	max: Math.max
};

function combineOf(op: ScatterOp, dtype: DType): Combine {
	if (kindOf(dtype) === 'k' && op !== 'set') throw new Error(`internal: no scatter ${op} of keys`);
	if (!isFloat(dtype)) return op === 'mul' ? Math.imul : combines[op];
	const round = rounder(dtype);
	return (held, update) => round(combines[op](held, update));
}

/** Sizes of a window along the operand's axes: 1 where the updates have no such axis. */
function windowShape(operand: Shape, updates: Shape, dims: ScatterDims): number[] {
	const kept = otherAxes(operand, dims.insertedWindowDims, dims.operandBatchingDims);
	return operand.map((_, axis) =>
		kept.includes(axis) ? updates[dims.updateWindowDims[kept.indexOf(axis)]] : 1
	);
}

/** Slots of a window's elements: each element's words one after another. */
const inWords = (offsets: Int32Array, words: number): Int32Array =>
	words === 1 ? offsets : offsets.map((offset) => offset * words);

/**
 * ins `[operand, indices, updates]`, outs `[y]` of operand's shape. Updates are taken in row-major order of the indices, so
 * the last of duplicate 'set's wins, and sums are rounded one by one. A window that does not fit is moved inside
 * ('clip') or dropped whole (the other modes).
 */
export function scatter(
	op: ScatterOp,
	dtype: DType,
	operand: Shape,
	indices: Shape,
	updates: Shape,
	dims: ScatterDims,
	mode: IndexMode
): Kernel {
	const words = wordsOf(dtype);
	const window = windowShape(operand, updates, dims);
	const strides = stridesOf(updates);
	const outer = inWords(axesOffsets(updates, strides, otherAxes(updates, dims.updateWindowDims)), words);
	const from = inWords(axesOffsets(updates, strides, dims.updateWindowDims), words);
	const to = inWords(axesOffsets(window, stridesOf(operand), [...operand.keys()]), words);
	const find = windowFinder(operand, indices, window, pointing(dims), mode);
	const slots = sizeOf(operand) * words;
	const combine = combineOf(op, dtype);
	return ([x, at, u], [y]) => {
		copySlots(slots, x, y);
		for (let i = 0; i < outer.length; i++) {
			const offset = find(at, i);
			if (offset < 0) continue;
			const [p, r] = [u.at + outer[i], y.at + offset * words];
			for (let j = 0; j < from.length; j++)
				for (let w = 0; w < words; w++)
					y.data[r + to[j] + w] = combine(y.data[r + to[j] + w], u.data[p + from[j] + w]);
		}
	};
}

const pointing = (dims: ScatterDims): Parameters<typeof windowFinder>[3] => ({
	map: dims.scatterDimsToOperandDims,
	operandBatching: dims.operandBatchingDims,
	indicesBatching: dims.scatterIndicesBatchingDims
});
