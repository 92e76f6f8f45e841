import type { Code, Routine } from './assemble';
import { f32x4, i32, i32x4, v128 } from './instructions';
import { Builder } from './routine';
import { routine, wholeScratch } from './scratch';

/** Of numbers without NaN, infinities and -0: by sign the nearest to 0 and the farthest, and what else there is. */
export interface Extremes {
	/** Infinity and 0 where there are none. */
	readonly above: readonly [near: number, far: number];
	/** -Infinity and 0 where there are none. */
	readonly below: readonly [near: number, far: number];
	readonly zero: boolean;
	/** None has a fraction. */
	readonly whole: boolean;
}

/** Slots of the scratch memory in which extremes are gathered: seven vectors. */
export const cellSlots = 28;

/** (at, line, lines, length, cell): adds lines of numbers, `line` bytes apart and `length` long, to what the cell has. */
function gatherCode(): Routine {
	const b = new Builder(5);
	const at = b.variable('i32', b.param(0));
	const [line, place] = [b.variable('i32'), b.variable('i32')];
	const cell = Array.from({ length: 7 }, (_, i) => b.variable('v128', v128.load(b.param(4), 16 * i)));
	const [near, far, nearBelow, farBelow, zero, strange, broken] = cell;
	const none = i32x4.const(0);
	const add = (from: Code): void => {
		const x = b.let(v128.load(from));
		const [above, below] = [b.let(f32x4.gt(x, none)), b.let(f32x4.lt(x, none))];
		const notFinite = i32x4.gtS(f32x4.abs(x), i32x4.const(0x7f7fffff));
		const negativeZero = i32x4.eq(x, i32x4.const(-0x80000000));
		b.emit(
			near.set(f32x4.lesser(near.get, v128.select(above, x, f32x4.const(Infinity)))),
			far.set(f32x4.greater(far.get, v128.and(above, x))),
			nearBelow.set(f32x4.greater(nearBelow.get, v128.select(below, x, f32x4.const(-Infinity)))),
			farBelow.set(f32x4.lesser(farBelow.get, v128.and(below, x))),
			zero.set(v128.or(zero.get, i32x4.eq(x, none))),
			strange.set(v128.or(strange.get, v128.or(notFinite, negativeZero))),
			broken.set(v128.or(broken.get, f32x4.lt(f32x4.floor(x), x)))
		);
	};
	b.loop(line, i32.const(1), b.param(2), () => {
		const end = b.let(i32.add(at.get, b.param(3)), 'i32');
		b.emit(place.set(at.get));
		b.loop(place, i32.const(16), end, () => add(place.get));
		// Numbers of the vector before once more do no harm.
		b.when(i32.ltS(place.get, end), () => add(i32.sub(end, i32.const(16))));
		b.emit(at.set(i32.add(at.get, b.param(1))));
	});
	cell.forEach((part, i) => b.emit(v128.store(b.param(4), part.get, 16 * i)));
	return b.routine();
}

/** Fewer numbers a line are not worth while. */
export const leastSlots = 4;

/** Gathers the extremes of lines of float32 numbers in the scratch memory. */
export interface Gatherer {
	/** All of the scratch memory. */
	readonly memory: Float32Array;
	/** Empties the cell that begins at a slot. */
	readonly clear: (cell: number) => void;
	/** Adds `lines` lines from slot `at` on: `slots` numbers each, `line` slots apart. */
	readonly add: (at: number, line: number, lines: number, slots: number, cell: number) => void;
	/** What was added since; null where NaN, an infinity or -0 was among it. */
	readonly extremes: (cell: number) => Extremes | null;
}

/** null where there is no WebAssembly. */
export function gatherer(): Gatherer | null {
	const run = routine('extremes', gatherCode);
	if (!run) return null;
	const memory = wholeScratch();
	const words = new Int32Array(memory.buffer);
	const numbers = (cell: number, vector: number): number[] => [
		...memory.subarray(cell + 4 * vector, cell + 4 * vector + 4)
	];
	const isAny = (cell: number, vector: number): boolean =>
		words.subarray(cell + 4 * vector, cell + 4 * vector + 4).some((word) => word !== 0);
	return {
		memory,
		clear(cell) {
			memory.fill(0, cell, cell + cellSlots);
			memory.fill(Infinity, cell, cell + 4);
			memory.fill(-Infinity, cell + 8, cell + 12);
		},
		add: (at, line, lines, slots, cell) => run(4 * at, 4 * line, lines, 4 * slots, 4 * cell),
		extremes: (cell) =>
			isAny(cell, 5)
				? null
				: {
						above: [Math.min(...numbers(cell, 0)), Math.max(...numbers(cell, 1))],
						below: [Math.max(...numbers(cell, 2)), Math.min(...numbers(cell, 3))],
						zero: isAny(cell, 4),
						whole: !isAny(cell, 6)
					}
	};
}
