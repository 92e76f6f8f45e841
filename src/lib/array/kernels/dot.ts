import { isFloat, type Data, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { rounded } from '../rounding';
import { stridesOf, type Shape } from '../shape';
import { axesOffsets, otherAxes } from './offsets';

/** JAX's dimension_numbers of `dot_general`: axes of lhs and of rhs, paired by position. */
export interface DotDims {
	readonly contracting: readonly [lhs: readonly number[], rhs: readonly number[]];
	readonly batch: readonly [lhs: readonly number[], rhs: readonly number[]];
}

/** Batch axes, then lhs's free axes, then rhs's. */
export function dotShape(lhs: Shape, rhs: Shape, { contracting, batch }: DotDims): number[] {
	return [
		...batch[0].map((axis) => lhs[axis]),
		...otherAxes(lhs, contracting[0], batch[0]).map((axis) => lhs[axis]),
		...otherAxes(rhs, contracting[1], batch[1]).map((axis) => rhs[axis])
	];
}

/** One output: the products at `p + left[k]` and `q + right[k]`, added up. */
type Inner = (x: Data, p: number, y: Data, q: number) => number;

/** Where one operand's batch, free and contracted indices lie. */
function sides(
	shape: Shape,
	contracting: readonly number[],
	batch: readonly number[]
): [Int32Array, Int32Array, Int32Array] {
	const strides = stridesOf(shape);
	return [
		axesOffsets(shape, strides, batch),
		axesOffsets(shape, strides, otherAxes(shape, contracting, batch)),
		axesOffsets(shape, strides, contracting)
	];
}

/**
 * ins `[lhs, rhs]`, outs `[y]` of `dotShape(...)`; `out` is the preferred element type (or the operands'). Floats: one
 * fused multiply-add after another in row-major order of the contracted axes (the product exact, the sum rounded to float32), as XLA
 * does it for short contractions; the total rounded to `out`.
 * Integers wrap; booleans are or-of-ands.
 */
export function dotGeneral(out: DType, lhs: Shape, rhs: Shape, { contracting, batch }: DotDims): Kernel {
	const [batchL, freeL, innerL] = sides(lhs, contracting[0], batch[0]);
	const [batchR, freeR, innerR] = sides(rhs, contracting[1], batch[1]);
	const inner = innerOf(out, innerL, innerR);
	return rounded(out, batchL.length * freeL.length * freeR.length, ([left, right], [to]) => {
		let r = to.at;
		for (let b = 0; b < batchL.length; b++)
			for (let i = 0; i < freeL.length; i++) {
				const p = left.at + batchL[b] + freeL[i];
				for (let j = 0; j < freeR.length; j++)
					to.data[r++] = inner(left.data, p, right.data, right.at + batchR[b] + freeR[j]);
			}
	});
}

function innerOf(out: DType, left: Int32Array, right: Int32Array): Inner {
	if (!isFloat(out)) return out === 'bool' ? anyBoth(left, right) : integerDot(left, right);
	return floatDot(left, right);
}

const floatDot =
	(left: Int32Array, right: Int32Array): Inner =>
	(x, p, y, q) => {
		let acc = 0;
		for (let k = 0; k < left.length; k++) acc = Math.fround(acc + x[p + left[k]] * y[q + right[k]]);
		return acc;
	};

const integerDot =
	(left: Int32Array, right: Int32Array): Inner =>
	(x, p, y, q) => {
		let acc = 0;
		for (let k = 0; k < left.length; k++) acc = (acc + Math.imul(x[p + left[k]], y[q + right[k]])) | 0;
		return acc;
	};

const anyBoth =
	(left: Int32Array, right: Int32Array): Inner =>
	(x, p, y, q) => {
		let acc = 0;
		for (let k = 0; k < left.length; k++) acc |= x[p + left[k]] & y[q + right[k]];
		return acc;
	};
