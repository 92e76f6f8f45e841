import { isFloat, kindOf, type DType } from '../dtype';
import type { Data } from '../dtype';
import type { Kernel } from '../kernel';
import { rounded } from '../rounding';
import { stridesOf, type Shape } from '../shape';
import { integerRange } from './convert';
import { axesOffsets, indicesOf, offsetsOf, otherAxes } from './offsets';

/** JAX's `reduce_sum`, `reduce_prod`, ... by their last word. */
export type ReduceOp = 'sum' | 'prod' | 'max' | 'min' | 'and' | 'or' | 'xor';

type Scalar = (acc: number, x: number) => number;

const floating: { readonly [K in ReduceOp]: Scalar | null } = {
	sum: (acc, x) => Math.fround(acc + x),
	prod: (acc, x) => Math.fround(acc * x),
	max: Math.max,
	min: Math.min,
	and: null,
	or: null,
	xor: null
};

/** On 32 bits: storing the result wraps it to the dtype. */
const integral: { readonly [K in ReduceOp]: Scalar } = {
	sum: (acc, x) => (acc + x) | 0,
	prod: Math.imul,
	max: Math.max,
	min: Math.min,
	and: (acc, x) => acc & x,
	or: (acc, x) => acc | x,
	xor: (acc, x) => acc ^ x
};

/** What an empty reduction gives. */
function identityOf(op: ReduceOp, dtype: DType): number {
	if (op === 'sum' || op === 'or' || op === 'xor') return 0;
	if (op === 'prod') return 1;
	const [least, greatest] = isFloat(dtype)
		? [-Infinity, Infinity]
		: kindOf(dtype) === 'b'
			? [0, 1]
			: integerRange(dtype);
	if (op === 'and') return kindOf(dtype) === 'b' ? 1 : -1;
	return op === 'max' ? least : greatest;
}

/** XLA's tree rewriting: an axis longer than this is reduced in windows first. */
const windowSize = 32;

/**
 * ins `[x]` of `shape`, outs `[y]` of `shape` without `axes`, same dtype. An empty reduction gives the op's identity; NaN wins in
 * max and min. Order of float sums and products, with a rounding to float32 each time: row-major over the reduced axes; where
 * one is longer than 32, in windows of up to 32 along each axis, whose results are then reduced the same way. That is XLA's
 * order on a CPU for one axis (to 1024 elements) and nearly always for several.
 */
export function reduce(op: ReduceOp, dtype: DType, shape: Shape, axes: readonly number[]): Kernel {
	const f = isFloat(dtype) ? floating[op] : integral[op];
	if (f === null || kindOf(dtype) === 'k') throw new Error(`internal: no ${op} over ${dtype}`);
	const strides = stridesOf(shape);
	const kept = axesOffsets(shape, strides, otherAxes(shape, axes));
	const sizes = axes.map((axis) => shape[axis]);
	const steps = axes.map((axis) => strides[axis]);
	const identity = identityOf(op, dtype);
	const line = isFloat(dtype)
		? windowed(f, identity, sizes, steps)
		: plain(f, identity, offsetsOf(sizes, steps));
	return rounded(dtype, kept.length, (ins, outs) => {
		const x = ins[0].data;
		const z = outs[0].data;
		for (let i = 0; i < kept.length; i++) z[outs[0].at + i] = line(x, ins[0].at + kept[i]);
	});
}

/** Reduces the elements at certain offsets from slot `p`. */
type Line = (x: Data, p: number) => number;

function plain(f: Scalar, identity: number, offsets: Int32Array): Line {
	// A loop of its own is four times as fast as one that calls `f`.
	if (f === floating.sum) return plainSum(offsets);
	if (f === Math.max) return plainMax(identity, offsets);
	return (x, p) => {
		let acc = identity;
		for (let j = 0; j < offsets.length; j++) acc = f(acc, x[p + offsets[j]]);
		return acc;
	};
}

const plainSum =
	(offsets: Int32Array): Line =>
	(x, p) => {
		let acc = 0;
		for (let j = 0; j < offsets.length; j++) acc = Math.fround(acc + x[p + offsets[j]]);
		return acc;
	};

const plainMax =
	(identity: number, offsets: Int32Array): Line =>
	(x, p) => {
		let acc = identity;
		for (let j = 0; j < offsets.length; j++) acc = Math.max(acc, x[p + offsets[j]]);
		return acc;
	};

/** First index and length of the windows along an axis, which lie centred over it as if it were padded. */
function windowsOf(n: number): [start: number, length: number][] {
	const size = Math.min(n, windowSize);
	const count = Math.ceil(n / size);
	const before = Math.floor((count * size - n) / 2);
	return Array.from({ length: count }, (_, i) => {
		const start = Math.max(0, i * size - before);
		return [start, Math.min(n, (i + 1) * size - before) - start];
	});
}

function windowed(f: Scalar, identity: number, sizes: Shape, steps: readonly number[]): Line {
	if (sizes.includes(0) || sizes.every((n) => n <= windowSize))
		return plain(f, identity, offsetsOf(sizes, steps));
	const along = sizes.map(windowsOf);
	const counts = along.map((windows) => windows.length);
	const lines = indicesOf(counts).map((index) => {
		const window = index.map((i, axis) => along[axis][i]);
		const first = window.reduce((sum, [start], axis) => sum + start * steps[axis], 0);
		const offsets = offsetsOf(
			window.map(([, length]) => length),
			steps
		);
		return plain(
			f,
			identity,
			offsets.map((offset) => offset + first)
		);
	});
	const partial = new Float32Array(lines.length);
	const combine = windowed(f, identity, counts, stridesOf(counts));
	return (x, p) => {
		for (let i = 0; i < lines.length; i++) partial[i] = lines[i](x, p);
		return combine(partial, 0);
	};
}

/** `argmax` and `argmin` along `axis`: outs `[index]` of `indexDtype`; first index on ties, a NaN wins (the first one). */
export function argReduce(
	op: 'argmax' | 'argmin',
	dtype: DType,
	indexDtype: DType,
	shape: Shape,
	axis: number
): Kernel {
	if (kindOf(dtype) === 'k') throw new Error(`internal: no ${op} of keys`);
	const strides = stridesOf(shape);
	const kept = axesOffsets(shape, strides, otherAxes(shape, [axis]));
	const sign = op === 'argmax' ? 1 : -1;
	const find = argLine(shape[axis], strides[axis], sign);
	return rounded(indexDtype, kept.length, (ins, outs) => {
		for (let i = 0; i < kept.length; i++)
			outs[0].data[outs[0].at + i] = find(ins[0].data, ins[0].at + kept[i]);
	});
}

/** Index of the greatest of `sign * x` among `n` elements a `stride` apart. */
const argLine =
	(n: number, stride: number, sign: number): Line =>
	(x, p) => {
		let best = 0;
		for (let j = 1; j < n; j++) {
			const now = x[p + j * stride];
			const held = x[p + best * stride];
			if (held === held && !(sign * now <= sign * held)) best = j;
		}
		return best;
	};
