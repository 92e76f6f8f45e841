import { isFloat, kindOf, type Data, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { rounded } from '../rounding';
import { sizeOf, stridesOf, type Shape } from '../shape';
import { copySlots } from './elementwise';
import { axesOffsets, otherAxes } from './offsets';

export type CumulativeOp = 'cumsum' | 'cumprod' | 'cummax' | 'cummin' | 'cumlogsumexp';

type Scalar = (acc: number, x: number) => number;

/** log(exp(a) + exp(b)) about the larger, so that nothing overflows. */
function logAddExp(a: number, b: number): number {
	const most = Math.max(a, b);
	return Number.isFinite(most) ? most + Math.log1p(Math.exp(-Math.abs(a - b))) : most;
}

const floating: { readonly [K in CumulativeOp]: Scalar } = {
	cumsum: (acc, x) => Math.fround(acc + x),
	cumprod: (acc, x) => Math.fround(acc * x),
	cummax: Math.max,
	cummin: Math.min,
	cumlogsumexp: (acc, x) => Math.fround(logAddExp(acc, x))
};

const integral: { readonly [K in CumulativeOp]: Scalar | null } = {
	cumsum: (acc, x) => (acc + x) | 0,
	cumprod: Math.imul,
	cummax: Math.max,
	cummin: Math.min,
	cumlogsumexp: null
};

/** Length of XLA's blocks: a longer axis is accumulated block by block, then the blocks' totals. */
const blockSize = 16;

/** Accumulates `n` slots that lie `step` apart from `at` on, in place. */
type Line = (z: Data, at: number, n: number, step: number) => void;

/**
 * Within a block each result is a window reduced from its first element to its last, also in reverse, where that
 * is not the running result.
 */
const block =
	(f: Scalar, reverse: boolean): Line =>
	(z, at, n, step) => {
		if (!reverse) for (let i = 1; i < n; i++) z[at + i * step] = f(z[at + (i - 1) * step], z[at + i * step]);
		else
			for (let i = 0; i < n; i++) {
				let acc = z[at + i * step];
				for (let j = i + 1; j < n; j++) acc = f(acc, z[at + j * step]);
				z[at + i * step] = acc;
			}
	};

/** Blocks by themselves, then all but the first (the last, in reverse) raised by the accumulated totals before (after) them. */
function blocked(f: Scalar, reverse: boolean): Line {
	const within = block(f, reverse);
	const line: Line = (z, at, n, step) => {
		if (n <= blockSize) return within(z, at, n, step);
		const count = Math.ceil(n / blockSize);
		const totals = new Float32Array(count);
		for (let b = 0; b < count; b++) {
			const [first, length] = [at + b * blockSize * step, Math.min(blockSize, n - b * blockSize)];
			within(z, first, length, step);
			totals[b] = z[reverse ? first : first + (length - 1) * step];
		}
		line(totals, 0, count, 1);
		const next = reverse ? 1 : -1;
		for (let i = 0; i < n; i++) {
			const b = Math.floor(i / blockSize) + next;
			if (b >= 0 && b < count) z[at + i * step] = f(z[at + i * step], totals[b]);
		}
	};
	return line;
}

/** One element after another from the start, or from the end. */
const running =
	(f: Scalar, reverse: boolean): Line =>
	(z, at, n, step) => {
		const first = reverse ? at + (n - 1) * step : at;
		const move = reverse ? -step : step;
		for (let i = 1; i < n; i++) z[first + i * move] = f(z[first + (i - 1) * move], z[first + i * move]);
	};

/**
 * ins `[x]`, outs `[y]` of one shape and dtype; `reverse` accumulates from the end. Floats are rounded to float32 each time.
 * Order of float cumsum and cumprod: XLA's on a CPU, in blocks of 16 (see `blocked`); of all others one element after another.
 */
export function cumulative(
	op: CumulativeOp,
	dtype: DType,
	shape: Shape,
	axis: number,
	reverse: boolean
): Kernel {
	const f = isFloat(dtype) ? floating[op] : integral[op];
	if (f === null || kindOf(dtype) === 'k') throw new Error(`internal: no ${op} of ${dtype}`);
	const strides = stridesOf(shape);
	const lines = axesOffsets(shape, strides, otherAxes(shape, [axis]));
	const byBlocks = isFloat(dtype) && (op === 'cumsum' || op === 'cumprod');
	const line = byBlocks ? blocked(f, reverse) : running(f, reverse);
	const size = sizeOf(shape);
	return rounded(dtype, size, ([from], [to]) => {
		copySlots(size, from, to);
		for (let i = 0; i < lines.length; i++) line(to.data, to.at + lines[i], shape[axis], strides[axis]);
	});
}
