import type { Code, Routine } from './assemble';
import { f32, f64, i32 } from './instructions';
import { Builder } from './routine';

/** An axis of an array: how many elements, and how far apart they are (in elements). */
export interface Axis {
	readonly n: number;
	readonly stride: number;
}

/**
 * (from, to, three times n and stride in bytes): the numbers at every index of three nested axes, one behind the other, as
 * they are or as float64 ones.
 */
export function walkCode(as: 'f32' | 'f64'): Routine {
	const b = new Builder(8);
	const [from, to, ...axes] = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => b.param(i));
	const write = b.variable('i32', to);
	const counts = [0, 1, 2].map(() => b.variable('i32'));
	const places = [0, 1, 2].map(() => b.variable('i32'));
	const copy = (): void => {
		const x = f32.load(places[2].get);
		b.emit(as === 'f32' ? f32.store(write.get, x) : f64.store(write.get, f64.promote(x)));
		b.emit(write.set(i32.add(write.get, i32.const(as === 'f32' ? 4 : 8))));
	};
	const nest = (depth: number, start: Code): void => {
		b.emit(counts[depth].set(i32.const(0)), places[depth].set(start));
		b.loop(counts[depth], i32.const(1), axes[2 * depth], () => {
			if (depth < 2) nest(depth + 1, places[depth].get);
			else copy();
			b.emit(places[depth].set(i32.add(places[depth].get, axes[2 * depth + 1])));
		});
	};
	nest(0, from);
	return b.routine();
}

/** The axes as arguments of the routine. */
export const axesInBytes = (three: readonly Axis[]): number[] =>
	three.flatMap(({ n, stride }) => [n, 4 * stride]);
