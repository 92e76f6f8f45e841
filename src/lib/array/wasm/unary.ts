import type { Kernel } from '../kernel';
import type { Routine } from './assemble';
import { elementary, type Elementary } from './elementary';
import { i32, v128 } from './instructions';
import { Builder } from './routine';
import { vectors } from './vectors';
import { chunk, copyIn, copyOut, routine, scratch, vectorised } from './scratch';

/** Vectors worked on side by side, as measured: the longest functions run out of registers. */
const bundles: { readonly [K in Elementary]: number } = {
	cosh: 1,
	erf: 4,
	exp: 4,
	exp2: 4,
	expm1: 1,
	log: 2,
	log1p: 2,
	logistic: 4,
	sinh: 1,
	tanh: 4
};

/** (at, end): the numbers from byte `at` to byte `end` (a whole number of bundles) replaced by their images. */
function mapCode(op: Elementary, bundle: number): Routine {
	const b = new Builder(2);
	const at = b.variable('i32', b.param(0));
	b.loop(at, i32.const(16 * bundle), b.param(1), () => {
		const x = Array.from({ length: bundle }, (_, i) => b.let(v128.load(at.get, 16 * i)));
		const y = elementary[op](vectors(b, bundle), x);
		y.forEach((part, i) => b.emit(v128.store(at.get, part, 16 * i)));
	});
	return b.routine();
}

/** Fewer are sooner done by the plain loop. */
const leastNumbers = 8;

/** Is there a vectorised form of the primitive? */
export const isElementary = (op: string): op is Elementary => Object.hasOwn(elementary, op);

/** The kernel of `n` float32 numbers through WebAssembly, bit for bit xla-math.ts; null where that is not possible or not worth while. */
export function elementaryKernel(op: Elementary, n: number): Kernel | null {
	if (n < leastNumbers) return null;
	const bundle = bundles[op];
	const map = routine(op, () => mapCode(op, bundle));
	if (!map) return null;
	const whole = scratch(0, Math.min(n, chunk));
	const last = scratch(0, n % chunk);
	return vectorised(([from], [to]) => {
		for (let i = 0; i < n; i += chunk) {
			const part = n - i < chunk ? last : whole;
			copyIn(from.data, from.at + i, part);
			map(0, 16 * bundle * Math.ceil(part.length / (4 * bundle)));
			copyOut(part, to.data, to.at + i);
		}
	});
}
