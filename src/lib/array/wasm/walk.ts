import type { Code, Routine } from './assemble';
import { f32, f32x4, f64, f64x2, i32, v128 } from './instructions';
import { Builder, type Variable } from './routine';
import { routine } from './routines';

/** An axis of an array: how many elements, and how far apart they are (in elements). */
export interface Axis {
	readonly n: number;
	readonly stride: number;
}

/** How numbers are written: as they are, or as float64 ones. */
export type Form = 'f32' | 'f64';

/** Writes the numbers at every index of three axes, walked from byte `from` on, one behind the other from byte `to` on. */
export type Walk = (from: number, to: number) => void;

/** The walk along three axes, the last innermost; null where there is no WebAssembly. */
export function walkOf(as: Form, axes: readonly [Axis, Axis, Axis]): Walk | null {
	const [outer, line, inner] = axes;
	const squares = line.stride === 1 && inner.stride > 1 && line.n % 4 === 0 && inner.n % 4 === 0;
	const run = squares
		? routine(`transpose ${as}`, () => transposeCode(as))
		: routine(`walk ${as}`, () => walkCode(as));
	if (!run) return null;
	const [n0, n1, n2] = axes.map(({ n }) => n);
	const [s0, s1, s2] = axes.map(({ stride }) => 4 * stride);
	// A single line has nothing to be joined to, and takes no time to be begun.
	if (outer.n === 1 && line.n === 1) return (from, to) => run(from, to, 1, 0, 1, 0, n2, s2);
	return (from, to) => run(from, to, n0, s0, n1, s1, n2, s2);
}

/** How many numbers a vector takes, their bytes, and a vector of them where they lie together, or are all one. */
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
function walkCode(as: Form): Routine {
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

/** Four vectors, turned so that the first holds the first of each: stores them from byte `to` on, `line` bytes apart. */
const storeTurned: { readonly [F in Form]: (b: Builder, four: Code[], to: Variable, line: Code) => void } = {
	f32: (b, four, to, line) => {
		for (const pair of turnedPairs(b, four))
			for (const words of [
				[0, 1, 4, 5],
				[2, 3, 6, 7]
			])
				b.emit(v128.store(to.get, f32x4.shuffle(pair[0], pair[1], words)), to.set(i32.add(to.get, line)));
	},
	f64: (b, four, to, line) => {
		for (const pair of turnedPairs(b, four))
			for (const half of [(x: Code) => x, f32x4.highHalf]) {
				pair.forEach((x, i) => b.emit(v128.store(to.get, f64x2.promote(half(x)), 16 * i)));
				b.emit(to.set(i32.add(to.get, line)));
			}
	}
};

/** Of four vectors a, b, c, d: (a0 b0 a1 b1, c0 d0 c1 d1) and (a2 b2 a3 b3, c2 d2 c3 d3). */
const turnedPairs = (b: Builder, four: readonly Code[]): [Code, Code][] =>
	[
		[0, 4, 1, 5],
		[2, 6, 3, 7]
	].map((words) => [
		b.let(f32x4.shuffle(four[0], four[1], words)),
		b.let(f32x4.shuffle(four[2], four[3], words))
	]);

/**
 * The same as `walkCode`, where the numbers of the middle axis lie together and both inner axes have a multiple of four: four
 * vectors are read, turned and written at a time.
 */
function transposeCode(as: Form): Routine {
	const { bytes } = forms[as];
	const b = new Builder(8);
	const [n0, s0, n1, , n2, s2] = [2, 3, 4, 5, 6, 7].map((i) => b.param(i));
	const [from, to] = [b.variable('i32', b.param(0)), b.variable('i32', b.param(1))];
	const line = b.let(i32.mul(n2, i32.const(bytes)), 'i32');
	const [matrix, row, column] = [0, 1, 2].map(() => b.variable('i32'));
	const [read, write] = [b.variable('i32'), b.variable('i32')];
	b.loop(matrix, i32.const(1), n0, () => {
		b.emit(row.set(i32.const(0)));
		b.loop(row, i32.const(4), n1, () => {
			b.emit(column.set(i32.const(0)), read.set(i32.add(from.get, i32.shl(row.get, i32.const(2)))));
			b.loop(column, i32.const(4), n2, () => {
				b.emit(write.set(i32.add(to.get, i32.mul(column.get, i32.const(bytes)))));
				const four = [0, 1, 2, 3].map(() => {
					const vector = b.let(v128.load(read.get));
					b.emit(read.set(i32.add(read.get, s2)));
					return vector;
				});
				storeTurned[as](b, four, write, line);
			});
			b.emit(to.set(i32.add(to.get, i32.shl(line, i32.const(2)))));
		});
		b.emit(from.set(i32.add(from.get, s0)));
	});
	return b.routine();
}
