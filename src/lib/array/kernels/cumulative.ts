import { isFloat, kindOf, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { rounded } from '../rounding';
import { sizeOf, stridesOf, type Shape } from '../shape';
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

/**
 * ins `[x]`, outs `[y]` of one shape and dtype; `reverse` accumulates from the end. Order: one element after another, in
 * float32 with a rounding each time.
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
	const n = shape[axis];
	const first = reverse ? (n - 1) * strides[axis] : 0;
	const step = reverse ? -strides[axis] : strides[axis];
	return rounded(dtype, sizeOf(shape), ([from], [to]) => {
		if (n === 0) return;
		for (let i = 0; i < lines.length; i++) {
			const start = lines[i] + first;
			let acc = (to.data[to.at + start] = from.data[from.at + start]);
			for (let j = 1, at = start + step; j < n; j++, at += step)
				acc = to.data[to.at + at] = f(acc, from.data[from.at + at]);
		}
	});
}
