import type { DType } from '../dtype';
import type { Kernel } from '../kernel';
import type { Shape } from '../shape';
import type { IndexMode } from './gather';

/** JAX's `scatter` (set), `scatter_add` (or `scatter-add`), ... by what is done with the update. */
export type ScatterOp = 'set' | 'add' | 'sub' | 'mul' | 'min' | 'max';

/** JAX's ScatterDimensionNumbers. The index vector is the last axis of the indices. */
export interface ScatterDims {
	readonly updateWindowDims: readonly number[];
	readonly insertedWindowDims: readonly number[];
	readonly scatterDimsToOperandDims: readonly number[];
	readonly operandBatchingDims: readonly number[];
	readonly scatterIndicesBatchingDims: readonly number[];
}

/**
 * ins `[operand, indices, updates]`, outs `[y]` of operand's shape. Updates are taken in row-major order, so the last of
 * duplicate `set`s wins. A window that does not fit is moved inside ('clip') or dropped whole (the other modes).
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
	throw new Error('internal: not built yet');
}
