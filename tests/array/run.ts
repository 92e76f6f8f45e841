import { allocate, wordsOf, type DType } from '$lib/array/dtype';
import type { Kernel, View } from '$lib/array/kernel';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf, type Shape } from '$lib/array/shape';
import { giveBack, lend, slotsOfLoan } from '$lib/array/wasm/lend';

/** An array from plain numbers, nested or flat. */
export function array(dtype: DType, shape: Shape, values: readonly number[]): NDArray {
	const data = allocate(dtype, sizeOf(shape));
	data.set(values);
	return new NDArray(dtype, shape, data);
}

export const f32 = (...values: number[]): NDArray => array('float32', [values.length], values);
export const i32 = (...values: number[]): NDArray => array('int32', [values.length], values);
export const bool = (...values: number[]): NDArray => array('bool', [values.length], values);

/** Slots around every operand, so that a kernel that ignores `at` or writes beyond its output is caught. */
const margin = 3;

function viewOf(x: NDArray): View {
	const data = allocate(x.dtype, x.size + 2 * margin).fill(77);
	data.set(x.data, margin);
	return { data, at: margin };
}

/** Runs a kernel with one output of `dtype` and `shape`. */
export const run = (kernel: Kernel, ins: readonly NDArray[], dtype: DType, shape: Shape): NDArray =>
	runAll(kernel, ins, [[dtype, shape]])[0];

/** Runs a kernel twice (it must not remember anything) and gives its outputs. */
export function runAll(
	kernel: Kernel,
	ins: readonly NDArray[],
	outs: readonly (readonly [DType, Shape])[]
): NDArray[] {
	const from = ins.map(viewOf);
	kernel(from, outs.map(emptyView));
	const to = outs.map(emptyView);
	kernel(from, to);
	return outs.map(([dtype, shape], i) => {
		const end = margin + sizeOf(shape) * wordsOf(dtype);
		const around = [...to[i].data.slice(0, margin), ...to[i].data.slice(end)];
		if (around.some((slot) => slot !== 55)) throw new Error('written outside of the output');
		return new NDArray(dtype, shape, to[i].data.slice(margin, end));
	});
}

/** Runs a kernel of float32 numbers in the scratch memory, where those made for it copy nothing. */
export function runInScratch(kernel: Kernel, ins: readonly NDArray[], shape: Shape): NDArray {
	const sizes = [...ins.map(({ size }) => size), sizeOf(shape)];
	const loan = lend(4 * sizes.reduce((sum, size) => sum + size + 2 * margin, 0));
	try {
		const data = slotsOfLoan(loan, Float32Array);
		let end = loan.at / 4;
		const [out, ...from] = [...sizes].reverse().map((size): View => {
			const view = { data, at: end + margin };
			end += size + 2 * margin;
			return view;
		});
		data.fill(55, loan.at / 4, end);
		from.reverse().forEach(({ at }, i) => data.set(ins[i].data, at));
		kernel(from, [out]);
		const after = out.at + sizeOf(shape);
		const around = [...data.slice(out.at - margin, out.at), ...data.slice(after, after + margin)];
		if (around.some((slot) => slot !== 55)) throw new Error('written outside of the output');
		return new NDArray('float32', shape, data.slice(out.at, after));
	} finally {
		giveBack(loan);
	}
}

function emptyView([dtype, shape]: readonly [DType, Shape]): View {
	return { data: allocate(dtype, sizeOf(shape) + 2 * margin).fill(55), at: margin };
}

/** The numbers of an array. */
export const numbers = (x: NDArray): number[] => Array.from(x.data);

/** Distance of two float32 numbers in units of the last place; 0 for two NaN. */
export function ulps(a: number, b: number): number {
	if (Object.is(a, b) || a === b || (a !== a && b !== b)) return 0;
	const ordered = (x: number): number => {
		const bits = new Int32Array(new Float32Array([x]).buffer)[0];
		return bits < 0 ? -(bits & 0x7fffffff) : bits;
	};
	return a !== a || b !== b ? Infinity : Math.abs(ordered(a) - ordered(b));
}
