import { isFloat, wordsOf, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { stridesOf, type Shape } from '../shape';
import { vectors } from '../parts';
import { copier, joined } from './copier';

/**
 * Copies `in[inOffset + sum(index * inStrides)]` to every index of `outShape`, row-major. Strides and offset count
 * elements; a stride may be zero (broadcast) or negative (reverse). ins `[x]`, outs `[y]`.
 */
export function strided(dtype: DType, outShape: Shape, inStrides: readonly number[], inOffset = 0): Kernel {
	const copy = copier(dtype, outShape, inStrides);
	const offset = inOffset * wordsOf(dtype);
	const plain: Kernel = (ins, outs) => copy(ins[0].data, ins[0].at + offset, outs[0].data, outs[0].at);
	if (!isFloat(dtype)) return plain;
	const axes = joined(outShape, inStrides, stridesOf(outShape));
	const walk = axes.map(({ n, from }) => ({ n, stride: from }));
	return vectors.there?.stridedKernel(walk, inOffset, plain) ?? plain;
}

/** `transpose`: output axis i is input axis `permutation[i]`. */
export function transpose(dtype: DType, shape: Shape, permutation: readonly number[]): Kernel {
	const strides = stridesOf(shape);
	const outShape = permutation.map((axis) => shape[axis]);
	const outStrides = permutation.map((axis) => strides[axis]);
	return strided(dtype, outShape, outStrides);
}

/** `broadcast_in_dim`: input axis i becomes output axis `broadcastDimensions[i]`; sizes 1 are stretched. */
export function broadcastInDim(
	dtype: DType,
	shape: Shape,
	outShape: Shape,
	broadcastDimensions: readonly number[]
): Kernel {
	const inStrides = stridesOf(shape);
	const strides = new Array<number>(outShape.length).fill(0);
	broadcastDimensions.forEach((axis, i) => {
		if (shape[i] !== 1) strides[axis] = inStrides[i];
	});
	return strided(dtype, outShape, strides);
}

/** `slice`: `x[start:limit:stride]` on every axis. */
export function slice(
	dtype: DType,
	shape: Shape,
	start: readonly number[],
	limit: readonly number[],
	strides: readonly number[] | null = null
): Kernel {
	const inStrides = stridesOf(shape);
	const steps = strides ?? shape.map(() => 1);
	const outShape = shape.map((_, i) => Math.max(0, Math.ceil((limit[i] - start[i]) / steps[i])));
	const offset = inStrides.reduce((sum, stride, i) => sum + stride * start[i], 0);
	const outStrides = inStrides.map((stride, i) => stride * steps[i]);
	return strided(dtype, outShape, outStrides, offset);
}

/** `rev`: the named axes back to front. */
export function rev(dtype: DType, shape: Shape, dimensions: readonly number[]): Kernel {
	const strides = stridesOf(shape);
	let offset = 0;
	for (const axis of dimensions) {
		offset += strides[axis] * (shape[axis] - 1);
		strides[axis] = -strides[axis];
	}
	return strided(dtype, shape, strides, offset);
}
