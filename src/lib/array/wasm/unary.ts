import type { Kernel } from '../kernel';
import type { Routine } from './assemble';
import { elementary, type Elementary } from './elementary';
import { i32, v128 } from './instructions';
import { Builder } from './routine';
import { vectors } from './vectors';
import { routine } from './routines';
import { chunk, copyIn, copyOut, scratch, vectorised, wholeScratch } from './scratch';

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

/**
 * (from, to, end): the images of the numbers from byte `from` on, to bytes `to` to `end`; at least a bundle of them. The last
 * bundle may lie over the one before it, so numbers may only be replaced by their images where there are whole bundles.
 */
function mapCode(op: Elementary, bundle: number): Routine {
	const b = new Builder(3);
	const at = b.variable('i32', b.param(1));
	const end = b.param(2);
	const distance = b.let(i32.sub(b.param(0), b.param(1)), 'i32');
	const size = i32.const(16 * bundle);
	const place = b.variable('i32');
	// The last bundle goes through the same code: there is much of it.
	b.loop(at, i32.const(1), end, () => {
		b.emit(place.set(i32.select(at.get, i32.sub(end, size), i32.leS(i32.add(at.get, size), end))));
		const from = b.let(i32.add(place.get, distance), 'i32');
		const x = Array.from({ length: bundle }, (_, i) => b.let(v128.load(from, 16 * i)));
		const y = elementary[op](vectors(b, bundle), x);
		y.forEach((part, i) => b.emit(v128.store(place.get, part, 16 * i)));
		b.emit(at.set(i32.add(place.get, i32.const(16 * bundle - 1))));
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
	const memory = wholeScratch();
	const whole = scratch(0, Math.min(n, chunk));
	const last = scratch(0, n % chunk);
	const kernel: Kernel = ([from], [to]) => {
		if (n >= 4 * bundle && from.data === memory && to.data === memory)
			return map(4 * from.at, 4 * to.at, 4 * (to.at + n));
		for (let i = 0; i < n; i += chunk) {
			const part = n - i < chunk ? last : whole;
			copyIn(from.data, from.at + i, part);
			map(0, 0, 16 * bundle * Math.ceil(part.length / (4 * bundle)));
			copyOut(part, to.data, to.at + i);
		}
	};
	return vectorised(kernel, 'anywhere');
}
