import { allocate } from '$lib/array/dtype';
import type { Kernel, View } from '$lib/array/kernel';
import { binary, broadcast, type BinaryOp } from '$lib/array/kernels/binary';
import { strided } from '$lib/array/kernels/strided';
import { unary, type UnaryOp } from '$lib/array/kernels/unary';
import { sameShape, sizeOf, stridesOf, type Shape } from '$lib/array/shape';
import type { Aval } from '$lib/core/aval';
import type { Binary, Unary } from '$lib/core/primitive';

const unaryOp = (op: Unary): UnaryOp => (op === 'stop_gradient' ? 'copy' : op);

export const unaryRule =
	(op: Unary) =>
	([x]: readonly Aval[]): Kernel =>
		unary(unaryOp(op), x.dtype, sizeOf(x.shape));

/**
 * Operands of a broadcasting kernel, full-size or one element. An operand with stretched axes of size 1 is first
 * copied out to the full shape.
 */
export function broadcasting(
	ins: readonly Aval[],
	shape: Shape,
	make: (scalars: readonly boolean[]) => Kernel
): Kernel {
	const n = sizeOf(shape);
	const scalars = ins.map((a) => sizeOf(a.shape) === 1 && n !== 1);
	const stretched = ins.map((a, i) => !scalars[i] && a.shape.length > 0 && !sameShape(a.shape, shape));
	const kernel = make(scalars);
	if (!stretched.includes(true)) return kernel;
	const copies = ins.map((a, i) => (stretched[i] ? stretch(a, shape) : null));
	const views: View[] = copies.map((copy) => copy?.out ?? { data: new Uint8Array(0), at: 0 });
	return (inputs, outs) => {
		copies.forEach((copy, i) => {
			if (copy) copy.kernel([inputs[i]], [copy.out]);
			else views[i] = inputs[i];
		});
		kernel(views, outs);
	};
}

function stretch(a: Aval, shape: Shape): { kernel: Kernel; out: View } {
	const strides = stridesOf(a.shape).map((stride, axis) => (a.shape[axis] === 1 ? 0 : stride));
	return {
		kernel: strided(a.dtype, shape, strides, 0),
		out: { data: allocate(a.dtype, sizeOf(shape)), at: 0 }
	};
}

/** Sums of tangents are a primitive of their own, which adds. */
const binaryOp = (op: Binary): BinaryOp => (op === 'add_any' ? 'add' : op);

export const binaryRule =
	(op: Binary) =>
	(ins: readonly Aval[], [{ shape }]: readonly Aval[]): Kernel => {
		const [{ dtype }] = ins;
		const kernel = broadcasting(ins, shape, ([a, b]) => binary(binaryOp(op), dtype, sizeOf(shape), a, b));
		const shapes = ins.map((x) => x.shape);
		return broadcast(binaryOp(op), dtype, shape, shapes, kernel);
	};
