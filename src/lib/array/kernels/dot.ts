import { isFloat, type Data, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { rounded } from '../rounding';
import { stridesOf, type Shape } from '../shape';
import { vectors } from '../parts';
import type { Side as WasmSide } from '../wasm/dot';
import type { Axis } from '../wasm/walk';
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

/** One operand's indices, as slots from its start. */
export interface Side {
	readonly batch: Int32Array;
	readonly free: Int32Array;
	readonly inner: Int32Array;
}

export function sideOf(shape: Shape, contracting: readonly number[], batch: readonly number[]): Side {
	const strides = stridesOf(shape);
	return {
		batch: axesOffsets(shape, strides, batch),
		free: axesOffsets(shape, strides, otherAxes(shape, contracting, batch)),
		inner: axesOffsets(shape, strides, contracting)
	};
}

/**
 * ins `[lhs, rhs]`, outs `[y]` of `dotShape(...)`; `out` is the preferred element type (or the operands'). Floats: one
 * fused multiply-add after another in row-major order of the contracted axes (the product exact, the sum rounded to float32), as XLA
 * does it for short contractions; the total rounded to `out`.
 * Integers wrap; booleans are or-of-ands.
 */
export function dotGeneral(out: DType, lhs: Shape, rhs: Shape, { contracting, batch }: DotDims): Kernel {
	const left = sideOf(lhs, contracting[0], batch[0]);
	const right = sideOf(rhs, contracting[1], batch[1]);
	if (!isFloat(out)) return eachOutput(left, right, out === 'bool' ? anyBoth : integerDot);
	const n = left.batch.length * left.free.length * right.free.length;
	return rounded(out, n, wasmDot(left, right) ?? plainDot(left, right));
}

function wasmDot(left: Side, right: Side): Kernel | null {
	const [lhs, rhs] = [evenly(left), evenly(right)];
	return lhs && rhs && (vectors.there?.dotKernel(lhs, rhs) ?? null);
}

/** The side's axes as strides; null where some group of axes is not walked by a single one. */
function evenly({ batch, free, inner }: Side): WasmSide | null {
	const [b, f, i] = [axisOf(batch), axisOf(free), axisOf(inner)];
	return b && f && i && { batch: b, free: f, inner: i };
}

function axisOf(offsets: Int32Array): Axis | null {
	const stride = offsets.length > 1 ? offsets[1] : 0;
	return offsets.every((offset, i) => offset === i * stride) ? { n: offsets.length, stride } : null;
}

/** Sums of one row that are worked out together: their chains of roundings do not wait for one another. */
const together = 4;

/** The float kernel without WebAssembly. */
export function plainDot(left: Side, right: Side): Kernel {
	const columns = right.free;
	const even = columns.length - (columns.length % together);
	return ([{ data: x, at: leftAt }, { data: y, at: rightAt }], [to]) => {
		let r = to.at;
		for (let b = 0; b < left.batch.length; b++)
			for (let i = 0; i < left.free.length; i++) {
				const p = leftAt + left.batch[b] + left.free[i];
				const q = rightAt + right.batch[b];
				for (let j = 0; j < even; j += together, r += together)
					fourSums(left.inner, right.inner, x, p, y, q, columns, j, to.data, r);
				for (let j = even; j < columns.length; j++)
					to.data[r++] = floatDot(left.inner, right.inner, x, p, y, q + columns[j]);
			}
	};
}

function fourSums(
	left: Int32Array,
	right: Int32Array,
	x: Data,
	p: number,
	y: Data,
	q: number,
	columns: Int32Array,
	j: number,
	z: Data,
	r: number
): void {
	const { fround } = Math;
	const q0 = q + columns[j];
	const q1 = q + columns[j + 1];
	const q2 = q + columns[j + 2];
	const q3 = q + columns[j + 3];
	let [a, b, c, d] = [0, 0, 0, 0];
	for (let k = 0; k < left.length; k++) {
		const factor = x[p + left[k]];
		const s = right[k];
		a = fround(a + factor * y[q0 + s]);
		b = fround(b + factor * y[q1 + s]);
		c = fround(c + factor * y[q2 + s]);
		d = fround(d + factor * y[q3 + s]);
	}
	z[r] = a;
	z[r + 1] = b;
	z[r + 2] = c;
	z[r + 3] = d;
}

/** One output: the products at `p + left[k]` and `q + right[k]`, added up. */
type Inner = (left: Int32Array, right: Int32Array, x: Data, p: number, y: Data, q: number) => number;

function eachOutput(left: Side, right: Side, inner: Inner): Kernel {
	return ([{ data: x, at: leftAt }, { data: y, at: rightAt }], [to]) => {
		let r = to.at;
		for (let b = 0; b < left.batch.length; b++)
			for (let i = 0; i < left.free.length; i++) {
				const p = leftAt + left.batch[b] + left.free[i];
				const q = rightAt + right.batch[b];
				for (let j = 0; j < right.free.length; j++)
					to.data[r++] = inner(left.inner, right.inner, x, p, y, q + right.free[j]);
			}
	};
}

const floatDot: Inner = (left, right, x, p, y, q) => {
	let acc = 0;
	for (let k = 0; k < left.length; k++) acc = Math.fround(acc + x[p + left[k]] * y[q + right[k]]);
	return acc;
};

const integerDot: Inner = (left, right, x, p, y, q) => {
	let acc = 0;
	for (let k = 0; k < left.length; k++) acc = (acc + Math.imul(x[p + left[k]], y[q + right[k]])) | 0;
	return acc;
};

const anyBoth: Inner = (left, right, x, p, y, q) => {
	let acc = 0;
	for (let k = 0; k < left.length; k++) acc |= x[p + left[k]] & y[q + right[k]];
	return acc;
};
