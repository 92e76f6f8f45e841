import type { Kernel } from '../kernel';
import { copyIn, copyOut, routine, scratch, scratchBytes, vectorised } from './scratch';
import { axesInBytes, walkCode, type Axis } from './walk';

/** Fewer elements are sooner copied by the plain loop. */
const leastNumbers = 256;

/** How much longer than the output the stretch of input may be that has to be brought along. */
const longestSource = 4;

/**
 * The kernel that copies float32 numbers from slot `offset + sum(index * stride)` of its input to every index of up to three
 * axes, through WebAssembly; null where that is not possible or not worth while.
 */
export function stridedKernel(axes: readonly Axis[], offset: number): Kernel | null {
	const n = axes.reduce((product, axis) => product * axis.n, 1);
	if (n < leastNumbers || axes.length > 3) return null;
	const reaches = axes.map((axis) => (axis.n - 1) * axis.stride);
	const first = reaches.reduce((sum, reach) => sum + Math.min(reach, 0), offset);
	const last = reaches.reduce((sum, reach) => sum + Math.max(reach, 0), offset);
	const length = last - first + 1;
	if (length > longestSource * n || 4 * (length + n) > scratchBytes) return null;
	const walk = routine('walk f32', () => walkCode('f32'));
	if (!walk) return null;
	const source = scratch(0, length);
	const result = scratch(4 * length, n);
	const missing = new Array<Axis>(3 - axes.length).fill({ n: 1, stride: 0 });
	const [n0, s0, n1, s1, n2, s2] = axesInBytes([...missing, ...axes]);
	return vectorised(([from], [to]) => {
		copyIn(from.data, from.at + first, source);
		walk(4 * (offset - first), 4 * length, n0, s0, n1, s1, n2, s2);
		copyOut(result, to.data, to.at);
	});
}
