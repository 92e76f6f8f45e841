import { wordsOf, type DType } from '../dtype';
import type { Kernel, View } from '../kernel';
import { rounded } from '../rounding';
import { sizeOf, stridesOf, type Shape } from '../shape';
import { copier } from './copier';
import { strided } from './strided';

/** `concatenate`: ins are the operands with `shapes`, equal but along `axis`; outs `[y]`. */
export function concatenate(dtype: DType, shapes: readonly Shape[], axis: number): Kernel {
	const total = shapes.reduce((sum, shape) => sum + shape[axis], 0);
	const outStrides = stridesOf(shapes[0].map((n, i) => (i === axis ? total : n)));
	const copies = shapes.map((shape) => copier(dtype, shape, stridesOf(shape), outStrides));
	const widths = shapes.map((shape) => shape[axis] * outStrides[axis] * wordsOf(dtype));
	return (ins, outs) => {
		let r = outs[0].at;
		for (let k = 0; k < copies.length; k++) {
			copies[k](ins[k].data, ins[k].at, outs[0].data, r);
			r += widths[k];
		}
	};
}

/** `tile`: ins `[x]`, outs `[y]`, `reps[i]` copies along axis i. */
export function tile(dtype: DType, shape: Shape, reps: readonly number[]): Kernel {
	const own = stridesOf(shape);
	return strided(
		dtype,
		shape.flatMap((n, axis) => [reps[axis], n]),
		own.flatMap((stride) => [0, stride])
	);
}

/** Padding of one axis: `[low, high, interior]`; low and high may be negative, interior may not. */
export type PadConfig = readonly [low: number, high: number, interior: number];

/** The shape that `pad` gives; a size never falls below 0. */
export function padShape(shape: Shape, config: readonly PadConfig[]): number[] {
	return shape.map((n, i) => {
		const [low, high, interior] = config[i];
		return Math.max(0, low + high + n + Math.max(0, n - 1) * interior);
	});
}

/** The operand's indices along an axis that land inside the output: `[first, end)`, and where the first lands. */
function kept(n: number, out: number, [low, , interior]: PadConfig): [number, number, number] {
	const step = interior + 1;
	const first = low < 0 ? Math.ceil(-low / step) : 0;
	const end = Math.min(n, Math.ceil((out - low) / step));
	return [first, Math.max(first, end), low + first * step];
}

function fill(slots: number, words: number, value: View, out: View): void {
	for (let i = 0; i < slots; i++) out.data[out.at + i] = value.data[value.at + (i % words)];
}

/** `pad`: ins `[x, value]` (value one element), outs `[y]` of `padShape(shape, config)`. */
export function pad(dtype: DType, shape: Shape, config: readonly PadConfig[]): Kernel {
	const outShape = padShape(shape, config);
	const [from, to] = [stridesOf(shape), stridesOf(outShape)];
	const axes = shape.map((n, i) => kept(n, outShape[i], config[i]));
	const copy = copier(
		dtype,
		axes.map(([first, end]) => end - first),
		from,
		to.map((stride, i) => stride * (config[i][2] + 1))
	);
	const words = wordsOf(dtype);
	const start = axes.reduce((sum, [first], i) => sum + first * from[i], 0) * words;
	const target = axes.reduce((sum, [, , at], i) => sum + at * to[i], 0) * words;
	const slots = sizeOf(outShape) * words;
	return (ins, outs) => {
		fill(slots, words, ins[1], outs[0]);
		copy(ins[0].data, ins[0].at + start, outs[0].data, outs[0].at + target);
	};
}

/** `iota`: no ins, outs `[y]`; the index along `dimension`, in `dtype`. */
export function iota(dtype: DType, shape: Shape, dimension: number): Kernel {
	const size = sizeOf(shape);
	const inner = sizeOf(shape.slice(dimension + 1));
	const n = shape[dimension];
	return rounded(dtype, size, (_, outs) => {
		const { data, at } = outs[0];
		for (let i = 0; i < size; i++) data[at + i] = Math.floor(i / inner) % n;
	});
}
