import { kindOf, wordsOf, type DType } from '../dtype';
import type { Kernel, View } from '../kernel';
import { stridesOf, type Shape } from '../shape';
import { axesOffsets, otherAxes } from './offsets';

/** -1, 0 or 1; NaN after everything, -0 equal to 0. */
function compare(a: number, b: number): number {
	if (a < b) return -1;
	if (a > b) return 1;
	if (a === b) return 0;
	return Number(a !== a) - Number(b !== b);
}

/**
 * `sort`: ins and outs are the operands, all of `shape`, ordered along `dimension` by the first `numKeys` of them,
 * lexicographically. Always stable; NaN last; -0 equals 0.
 */
export function sort(dtypes: readonly DType[], shape: Shape, dimension: number, numKeys: number): Kernel {
	if (dtypes.slice(0, numKeys).some((dtype) => kindOf(dtype) === 'k'))
		throw new Error('internal: no order of keys');
	const strides = stridesOf(shape);
	const lines = axesOffsets(shape, strides, otherAxes(shape, [dimension]));
	const [n, step] = [shape[dimension], strides[dimension]];
	const words = dtypes.map(wordsOf);
	const identity = Array.from({ length: n }, (_, i) => i);
	return (ins, outs) => {
		for (let l = 0; l < lines.length; l++) {
			const order = [...identity].sort(byKeys(ins, numKeys, lines[l], step));
			for (let k = 0; k < ins.length; k++) permute(ins[k], outs[k], order, lines[l], step, words[k]);
		}
	};
}

function byKeys(
	ins: readonly View[],
	numKeys: number,
	line: number,
	step: number
): (i: number, j: number) => number {
	return (i, j) => {
		for (let k = 0; k < numKeys; k++) {
			const { data, at } = ins[k];
			const order = compare(data[at + line + i * step], data[at + line + j * step]);
			if (order !== 0) return order;
		}
		return 0;
	};
}

/** Writes the elements of a line in the given order. */
function permute(
	from: View,
	to: View,
	order: readonly number[],
	line: number,
	step: number,
	words: number
): void {
	for (let i = 0; i < order.length; i++)
		for (let w = 0; w < words; w++)
			to.data[to.at + (line + i * step) * words + w] =
				from.data[from.at + (line + order[i] * step) * words + w];
}

/** The same with -0 below 0, as XLA's top_k has it. */
const compareSigned = (a: number, b: number): number =>
	a === 0 && b === 0 ? Number(Object.is(b, -0)) - Number(Object.is(a, -0)) : compare(a, b);

/**
 * `top_k` along `axis` (the last by default): ins `[x]`, outs `[values, indices (int32)]`; NaN counts as largest, 0 as
 * greater than -0, ties by lower index.
 */
export function topK(dtype: DType, shape: Shape, k: number, axis = shape.length - 1): Kernel {
	if (kindOf(dtype) === 'k') throw new Error('internal: no order of keys');
	const out = shape.map((n, i) => (i === axis ? k : n));
	const [from, to] = [stridesOf(shape), stridesOf(out)];
	const lines = axesOffsets(shape, from, otherAxes(shape, [axis]));
	const targets = axesOffsets(out, to, otherAxes(out, [axis]));
	const identity = Array.from({ length: shape[axis] }, (_, i) => i);
	return ([x], [values, indices]) => {
		for (let l = 0; l < lines.length; l++) {
			const value = (i: number): number => x.data[x.at + lines[l] + i * from[axis]];
			const order = [...identity].sort((i, j) => compareSigned(value(j), value(i)));
			for (let i = 0; i < k; i++) {
				const r = targets[l] + i * to[axis];
				values.data[values.at + r] = value(order[i]);
				indices.data[indices.at + r] = order[i];
			}
		}
	};
}
