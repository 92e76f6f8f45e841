import { allocate, isFloat, kindOf, wordsOf, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { stridesOf, type Shape } from '../shape';
import { integerRange } from './convert';
import { copier } from './copier';
import { axesOffsets, otherAxes } from './offsets';
import { windowFinder } from './windows';

/** What becomes of a window out of range: moved inside; or read as `fill` and not written; or promised never to be. */
export type IndexMode = 'clip' | 'fill_or_drop' | 'promise_in_bounds';

/** JAX's GatherDimensionNumbers. The index vector is the last axis of the indices. */
export interface GatherDims {
	readonly offsetDims: readonly number[];
	readonly collapsedSliceDims: readonly number[];
	readonly startIndexMap: readonly number[];
	readonly operandBatchingDims: readonly number[];
	readonly startIndicesBatchingDims: readonly number[];
}

/** The operand's axes that a slice keeps, in order. */
const keptAxes = (operand: Shape, dims: GatherDims): number[] =>
	otherAxes(operand, dims.collapsedSliceDims, dims.operandBatchingDims);

/** Output shape: the indices' axes but the last, with the slices' kept axes put at `offsetDims`. */
export function gatherShape(indices: Shape, dims: GatherDims, sliceSizes: readonly number[]): number[] {
	const kept = keptAxes(sliceSizes, dims).map((axis) => sliceSizes[axis]);
	const outer = indices.slice(0, -1);
	const shape = new Array<number>(kept.length + outer.length).fill(0);
	let [k, o] = [0, 0];
	return shape.map((_, axis) => (dims.offsetDims.includes(axis) ? kept[k++] : outer[o++]));
}

/** What JAX fills with where the program does not say. */
function defaultFill(dtype: DType): number {
	if (isFloat(dtype)) return NaN;
	if (kindOf(dtype) === 'b') return 1;
	const [least, greatest] = integerRange(kindOf(dtype) === 'k' ? 'uint32' : dtype);
	return kindOf(dtype) === 'i' ? least : greatest;
}

/**
 * `gather`: ins `[operand, indices]`, outs `[y]` of `gatherShape(...)`. A window is in range when all of it fits. `fill` is
 * what 'fill_or_drop' writes where it does not; by default NaN for floats, the least of signed and the greatest of
 * unsigned integers, true for bool. 'promise_in_bounds' moves inside, as XLA does with a broken promise.
 */
export function gather(
	dtype: DType,
	operand: Shape,
	indices: Shape,
	dims: GatherDims,
	sliceSizes: readonly number[],
	mode: IndexMode,
	fill: number | null = null
): Kernel {
	const shape = gatherShape(indices, dims, sliceSizes);
	const [from, to] = [stridesOf(operand), stridesOf(shape)];
	const words = wordsOf(dtype);
	const kept = keptAxes(operand, dims);
	const sizes = kept.map((axis) => sliceSizes[axis]);
	const [fromKept, toKept] = [kept.map((axis) => from[axis]), dims.offsetDims.map((axis) => to[axis])];
	const copy = copier(dtype, sizes, fromKept, toKept);
	const blank = copier(
		dtype,
		sizes,
		kept.map(() => 0),
		toKept
	);
	const filling = allocate(dtype, 1).fill(fill ?? defaultFill(dtype));
	const targets = axesOffsets(shape, to, otherAxes(shape, dims.offsetDims));
	const find = windowFinder(
		operand,
		indices,
		sliceSizes,
		pointing(dims),
		mode === 'fill_or_drop' ? mode : 'clip'
	);
	return ([x, at], [y]) => {
		for (let i = 0; i < targets.length; i++) {
			const r = y.at + targets[i] * words;
			const offset = find(at, i);
			if (offset < 0) blank(filling, 0, y.data, r);
			else copy(x.data, x.at + offset * words, y.data, r);
		}
	};
}

const pointing = (dims: GatherDims): Parameters<typeof windowFinder>[3] => ({
	map: dims.startIndexMap,
	operandBatching: dims.operandBatchingDims,
	indicesBatching: dims.startIndicesBatchingDims
});
