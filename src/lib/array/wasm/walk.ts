import type { Code, Routine } from './assemble';
import { f32, f64, f64x2, i32, v128 } from './instructions';
import { Builder } from './routine';

/** An axis of an array: how many elements, and how far apart they are (in elements). */
export interface Axis {
	readonly n: number;
	readonly stride: number;
}

/** How a number is written: how many a vector takes, their bytes, and a vector of them where they lie together, or are all one. */
const forms = {
	f32: { many: 4, bytes: 4, together: (at: Code) => v128.load(at), same: (at: Code) => v128.loadSplat32(at) },
	f64: {
		many: 2,
		bytes: 8,
		together: (at: Code) => f64x2.promote(v128.load(at)),
		same: (at: Code) => f64x2.promote(v128.loadSplat32(at))
	}
};

/**
 * (from, to, three times n and stride in bytes): the numbers at every index of three nested axes, one behind the other, as
 * they are or as float64 ones. Along the innermost axis vectors are copied where the stride allows it.
 */
export function walkCode(as: keyof typeof forms): Routine {
	const { many, bytes, together, same } = forms[as];
	const b = new Builder(8);
	const [from, to, ...axes] = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => b.param(i));
	const write = b.variable('i32', to);
	const counts = [0, 1, 2].map(() => b.variable('i32'));
	const places = [0, 1, 2].map(() => b.variable('i32'));
	const [n, stride] = [axes[4], axes[5]];
	const nAt = (wanted: number): Code =>
		b.let(i32.select(n, i32.const(0), i32.eq(stride, i32.const(wanted))), 'i32');
	const [nTogether, nSame] = [nAt(4), nAt(0)];
	const at = places[2].get;
	const line = (step: number, limit: Code, store: Code): void =>
		b.loop(counts[2], i32.const(step), limit, () => {
			b.emit(store, write.set(i32.add(write.get, i32.const(step * bytes))));
			b.emit(places[2].set(i32.add(at, i32.mul(stride, i32.const(step)))));
		});
	const nest = (depth: number, start: Code): void => {
		b.emit(counts[depth].set(i32.const(0)), places[depth].set(start));
		if (depth < 2)
			b.loop(counts[depth], i32.const(1), axes[2 * depth], () => {
				nest(depth + 1, places[depth].get);
				b.emit(places[depth].set(i32.add(places[depth].get, axes[2 * depth + 1])));
			});
		else {
			line(many, nTogether, v128.store(write.get, together(at)));
			line(many, nSame, v128.store(write.get, same(at)));
			const one = f32.load(at);
			line(1, n, as === 'f32' ? f32.store(write.get, one) : f64.store(write.get, f64.promote(one)));
		}
	};
	nest(0, from);
	return b.routine();
}

/** The axes as arguments of the routine. */
export const axesInBytes = (three: readonly Axis[]): number[] =>
	three.flatMap(({ n, stride }) => [n, 4 * stride]);
