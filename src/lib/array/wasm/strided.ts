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
	const copies = n >= leastNumbers && length <= longestSource * n && 4 * (length + n) <= scratchBytes;
	if (!copies) {
		const kernel: Kernel = (ins, outs) => {
			if (ins[0].data !== memory || outs[0].data !== memory) otherwise(ins, outs);
			else walk(4 * (ins[0].at + offset), 4 * outs[0].at);
		};
		return vectorised(kernel, 'in place');
	}
	const source = scratch(0, length);
	const result = scratch(4 * length, n);
	const kernel: Kernel = ([from], [to]) => {
		const isHere = from.data === memory;
		if (!isHere) copyIn(from.data, from.at + first, source);
		const start = isHere ? 4 * (from.at + offset) : 4 * (offset - first);
		if (to.data === memory) return walk(start, 4 * to.at);
		walk(start, 4 * length);
		copyOut(result, to.data, to.at);
	};
	return vectorised(kernel, 'anywhere');
}
