import { wordsOf, type DType } from '../dtype';
import type { Kernel, View } from '../kernel';
import { sizeOf, stridesOf, type Shape } from '../shape';
import { copier } from './copier';
import { copySlots } from './elementwise';

/** Offset in elements of a window whose starts are `ins[first]`, `ins[first + 1]`, ..., moved so that it fits. */
function windowOffset(shape: Shape, window: Shape, first: number): (ins: readonly View[]) => number {
	const strides = stridesOf(shape);
	const room = shape.map((n, axis) => n - window[axis]);
	return (ins) => {
		let offset = 0;
		for (let axis = 0; axis < room.length; axis++) {
			const { data, at } = ins[first + axis];
			offset += Math.min(Math.max(data[at], 0), room[axis]) * strides[axis];
		}
		return offset;
	};
}

/**
 * `dynamic_slice`: ins `[x, start0, start1, ...]` (one integer an axis), outs `[y]` of `sliceSizes`; starts are clamped
 * so that the window fits.
 */
export function dynamicSlice(dtype: DType, shape: Shape, sliceSizes: readonly number[]): Kernel {
	const offset = windowOffset(shape, sliceSizes, 1);
	const copy = copier(dtype, sliceSizes, stridesOf(shape));
	const words = wordsOf(dtype);
	return (ins, outs) => copy(ins[0].data, ins[0].at + offset(ins) * words, outs[0].data, outs[0].at);
}

/**
 * `dynamic_update_slice`: ins `[x, update, start0, ...]`, outs `[y]` of x's shape; starts are clamped so that the
 * window fits.
 */
export function dynamicUpdateSlice(dtype: DType, shape: Shape, update: Shape): Kernel {
	const offset = windowOffset(shape, update, 2);
	const copy = copier(dtype, update, stridesOf(update), stridesOf(shape));
	const words = wordsOf(dtype);
	const slots = sizeOf(shape) * words;
	return (ins, outs) => {
		copySlots(slots, ins[0], outs[0]);
		copy(ins[1].data, ins[1].at, outs[0].data, outs[0].at + offset(ins) * words);
	};
}
