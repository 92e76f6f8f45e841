import { isFloat, kindOf, type DType } from '../dtype';
import type { Data } from '../dtype';
import type { Kernel } from '../kernel';
import { rounded } from '../rounding';
import { stridesOf, type Shape } from '../shape';
import { integerRange } from './convert';
import { axesOffsets, otherAxes } from './offsets';

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
export function identityOf(op: ReduceOp, dtype: DType): number {
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

/** Elements added one after another before partial results are combined. */
const windowSize = 32;

/**
 * ins `[x]` of `shape`, outs `[y]` of `shape` without `axes`, same dtype. An empty reduction gives the op's identity; NaN wins in
 * max and min. Order: row-major over the reduced axes, in float32 with a rounding each time; above 32 elements in
 * windows of 32 whose results are then combined in turn, the windows centred as XLA's tree rewriting pads them.
 */
export function reduce(op: ReduceOp, dtype: DType, shape: Shape, axes: readonly number[]): Kernel {
	const f = isFloat(dtype) ? floating[op] : integral[op];
	if (f === null || kindOf(dtype) === 'k') throw new Error(`internal: no ${op} over ${dtype}`);
	const strides = stridesOf(shape);
	const kept = axesOffsets(shape, strides, otherAxes(shape, axes));
	const inner = axesOffsets(shape, strides, axes);
	const line =
		inner.length > windowSize
			? windowed(f, identityOf(op, dtype), inner)
			: plain(f, identityOf(op, dtype), inner);
	return rounded(dtype, kept.length, (ins, outs) => {
		const x = ins[0].data;
		const z = outs[0].data;
		for (let i = 0; i < kept.length; i++) z[outs[0].at + i] = line(x, ins[0].at + kept[i]);
	});
}

/** Reduces the elements at `offsets` from slot `p`. */
type Line = (x: Data, p: number) => number;

const plain =
	(f: Scalar, identity: number, offsets: Int32Array): Line =>
	(x, p) => {
		let acc = identity;
		for (let j = 0; j < offsets.length; j++) acc = f(acc, x[p + offsets[j]]);
		return acc;
	};

function windowed(f: Scalar, identity: number, offsets: Int32Array): Line {
	const count = Math.ceil(offsets.length / windowSize);
	const before = Math.floor((count * windowSize - offsets.length) / 2);
	const windows: Line[] = [];
	for (let start = -before; start < offsets.length; start += windowSize)
		windows.push(plain(f, identity, offsets.subarray(Math.max(0, start), start + windowSize)));
	return (x, p) => {
		let acc = identity;
		for (const window of windows) acc = f(acc, window(x, p));
		return acc;
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
