import type { Code, Routine } from './assemble';
import { f32x4, i32, i32x4, v128 } from './instructions';
import { Builder } from './routine';
import { cellSlots, gathered, type Extremes, type Gatherer } from './cell';
import { routine } from './routines';
import { wholeScratch } from './scratch';

/** (at, line, lines, length, cell): adds lines of numbers, `line` bytes apart and `length` long, to what the cell has. */
function gatherCode(): Routine {
	const b = new Builder(5);
	const at = b.variable('i32', b.param(0));
	const [line, place] = [b.variable('i32'), b.variable('i32')];
	const cell = gathered.map((_, i) => b.variable('v128', v128.load(b.param(4), 16 * i)));
	const [near, far, nearBelow, farBelow, zero, negativeZero, broken] = cell;
	const [one, sign] = [b.let(i32x4.const(1)), b.let(i32x4.const(-0x80000000))];
	const add = (from: Code): void => {
		const x = b.let(v128.load(from));
		const turned = b.let(v128.xor(x, sign));
		b.emit(
			near.set(i32x4.minU(near.get, i32x4.sub(x, one))),
			far.set(i32x4.maxS(far.get, x)),
			nearBelow.set(i32x4.minU(nearBelow.get, i32x4.sub(turned, one))),
			farBelow.set(i32x4.maxU(farBelow.get, x)),
			zero.set(i32x4.minU(zero.get, x)),
			negativeZero.set(i32x4.minU(negativeZero.get, turned)),
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

/** null where there is no WebAssembly. */
export function gatherer(): Gatherer | null {
	const run = routine('extremes', gatherCode);
	if (!run) return null;
	const memory = wholeScratch();
	const bits = new Uint32Array(memory.buffer);
	return {
		memory,
		clear(cell) {
			bits.fill(0, cell, cell + cellSlots);
			for (const least of [0, 2, 4, 5]) bits.fill(0xffffffff, cell + 4 * least, cell + 4 * least + 4);
		},
		add: (at, line, lines, slots, cell) => run(4 * at, 4 * line, lines, 4 * slots, 4 * cell),
		extremes: (cell) => extremesIn(bits.slice(cell, cell + cellSlots))
	};
}

const infinity = 0x7f800000;
const sign = 0x80000000;

/** What the bits in a cell say; null where not all were ordinary numbers. */
function extremesIn(bits: Uint32Array): Extremes | null {
	const least = (i: number): number => Math.min(...bits.subarray(4 * i, 4 * i + 4));
	const greatest = (i: number): number => Math.max(...bits.subarray(4 * i, 4 * i + 4));
	const [near, far, nearBelow, farBelow] = [least(0) + 1, greatest(1), least(2) + 1, greatest(3) - sign];
	if (far >= infinity || farBelow >= infinity || least(5) === 0) return null;
	return {
		above: [near < infinity ? numberOf(near) : Infinity, numberOf(far)],
		below: [nearBelow < infinity ? -numberOf(nearBelow) : -Infinity, farBelow > 0 ? -numberOf(farBelow) : 0],
		zero: least(4) === 0,
		whole: greatest(6) === 0
	};
}

const word = new Uint32Array(1);
const number = new Float32Array(word.buffer);

function numberOf(bits: number): number {
	word[0] = bits;
	return number[0];
}
