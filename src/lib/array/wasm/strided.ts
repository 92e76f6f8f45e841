import type { Kernel } from '../kernel';
import { copyIn, copyOut, scratch, scratchBytes, vectorised, wholeScratch } from './scratch';
import { walkOf, type Axis } from './walk';

/** Fewer elements are sooner copied by the plain loop. */
const leastNumbers = 256;
const leastInPlace = 16;

/** How much longer than the output the stretch of input may be that has to be brought along. */
const longestSource = 4;

const alone: Axis = { n: 1, stride: 0 };

/**
 * The kernel that copies float32 numbers from slot `offset + sum(index * stride)` of its input to every index of up to three
 * axes, through WebAssembly: numbers of the scratch memory where they are, others by way of it, or as `otherwise` does
 * it. `otherwise` itself where that is not possible or not worth while.
 */
export function stridedKernel(axes: readonly Axis[], offset: number, otherwise: Kernel): Kernel {
	const n = axes.reduce((product, axis) => product * axis.n, 1);
	if (n < leastInPlace || axes.length > 3) return otherwise;
	const [a, b, c] = [alone, alone, alone, ...axes].slice(-3);
	const walk = walkOf('f32', [a, b, c]);
	if (!walk) return otherwise;
	const memory = wholeScratch();
	const reaches = axes.map((axis) => (axis.n - 1) * axis.stride);
	const first = reaches.reduce((sum, reach) => sum + Math.min(reach, 0), offset);
	const last = reaches.reduce((sum, reach) => sum + Math.max(reach, 0), offset);
	const length = last - first + 1;
	const canBring = n >= leastNumbers && length <= longestSource * n && 4 * (length + n) <= scratchBytes;
	const canTake = n >= leastNumbers && 4 * n <= scratchBytes;
	const source = scratch(0, canBring ? length : 0);
	const resultAt = 4 * source.length;
	const result = scratch(resultAt, canTake ? n : 0);
	const kernel: Kernel = (ins, outs) => {
		const [from] = ins;
		const [to] = outs;
		const isFromHere = from.data === memory;
		const isToHere = to.data === memory;
		if (!(isFromHere || canBring) || !(isToHere || canTake)) return otherwise(ins, outs);
		if (!isFromHere) copyIn(from.data, from.at + first, source);
		const start = isFromHere ? from.at + offset : offset - first;
		walk(4 * start, isToHere ? 4 * to.at : resultAt);
		if (!isToHere) copyOut(result, to.data, to.at);
	};
	return vectorised(kernel, canBring ? 'anywhere' : 'in place');
}
