import type { Kernel } from '../kernel';
import type { Routine } from './assemble';
import { elementary, type Elementary } from './elementary';
import { i32, v128 } from './instructions';
import { Builder } from './routine';
import { copyIn, copyOut, routine, scratch } from './scratch';

/** (at, end): the numbers from byte `at` to byte `end` replaced by their images, four at a time. */
function mapCode(op: Elementary): Routine {
	const b = new Builder(2);
	const at = b.variable('i32', b.param(0));
	b.loop(at, i32.const(16), b.param(1), () => {
		const value = elementary[op](b, b.let(v128.load(at.get)));
		b.emit(v128.store(at.get, value));
	});
	return b.routine();
}

/** Numbers taken at once: they stay in the processor's nearest cache. */
const chunk = 4096;

/** Fewer are sooner done by the plain loop. */
const leastNumbers = 8;

/** Is there a vectorised form of the primitive? */
export const isElementary = (op: string): op is Elementary => Object.hasOwn(elementary, op);

/** The kernel of `n` float32 numbers through WebAssembly, bit for bit xla-math.ts; null where that is not possible or not worth while. */
export function elementaryKernel(op: Elementary, n: number): Kernel | null {
	if (n < leastNumbers) return null;
	const map = routine(op, () => mapCode(op));
	if (!map) return null;
	const whole = scratch(0, Math.min(n, chunk));
	const last = scratch(0, n % chunk);
	return ([from], [to]) => {
		for (let i = 0; i < n; i += chunk) {
			const part = n - i < chunk ? last : whole;
			copyIn(from.data, from.at + i, part);
			map(0, (4 * part.length + 15) & ~15);
			copyOut(part, to.data, to.at + i);
		}
	};
}
