import type { Kernel, View } from '../kernel';
import type { Routine } from './assemble';
import { f32x4, f64x2, i32, v128 } from './instructions';
import { Builder } from './routine';
import { routine } from './routines';
import { copyIn, copyOut, scratch, scratchBytes, vectorised, wholeScratch } from './scratch';
import { walkOf, type Axis } from './walk';

/** One operand of a dot: its batch, free and contracted axes, each walked by a single stride. */
export interface Side {
	readonly batch: Axis;
	readonly free: Axis;
	readonly inner: Axis;
}

/**
 * (left, right, out, rows, columns, inner): `left[rows][inner]` times `right[inner][columns]`, both float64 holding float32
 * numbers. Each sum is rounded to float32 after every product, as the plain kernel does it; the vectors lie along
 * the columns. What is written beyond the last column is overwritten by the next row.
 */
function dotCode(): Routine {
	const b = new Builder(6);
	const [left, right, out, rows, columns, inner] = [0, 1, 2, 3, 4, 5].map((i) => b.param(i));
	const line = b.let(i32.shl(columns, i32.const(3)), 'i32');
	const row = b.variable('i32');
	const p = b.variable('i32', left);
	const r = b.variable('i32', out);
	const [column, k, at, factor] = [
		b.variable('i32'),
		b.variable('i32'),
		b.variable('i32'),
		b.variable('i32')
	];
	const x = b.variable('v128');
	const sums = Array.from({ length: 16 }, () => b.variable('v128'));

	/** As many vectors of two columns at once as there are to do: independent chains hide one another's waiting. */
	const block = (vectors: number): void => {
		const accs = sums.slice(0, vectors);
		b.emit(accs.map((acc) => acc.set(f64x2.const(0))));
		b.emit(k.set(i32.const(0)), factor.set(p.get), at.set(i32.add(right, i32.shl(column.get, i32.const(3)))));
		b.loop(k, i32.const(1), inner, () => {
			b.emit(x.set(v128.loadSplat64(factor.get)));
			accs.forEach((acc, i) => {
				const sum = f64x2.add(acc.get, f64x2.mul(x.get, v128.load(at.get, 16 * i)));
				b.emit(acc.set(f64x2.promote(f32x4.demote(sum))));
			});
			b.emit(factor.set(i32.add(factor.get, i32.const(8))), at.set(i32.add(at.get, line)));
		});
		accs.forEach((acc, i) => b.emit(v128.storeLow(r.get, f32x4.demote(acc.get), 8 * i)));
		b.emit(r.set(i32.add(r.get, i32.const(8 * vectors))));
	};

	b.loop(row, i32.const(1), rows, () => {
		b.emit(column.set(i32.const(0)));
		for (const vectors of [16, 8, 4, 2])
			b.loop(column, i32.const(2 * vectors), columns, () => block(vectors));
		// The last vector may stand half beyond the row.
		b.loop(column, i32.const(2), i32.add(columns, i32.const(1)), () => block(1));
		b.emit(p.set(i32.add(p.get, i32.shl(inner, i32.const(3)))));
		b.emit(r.set(i32.add(out, i32.mul(i32.shl(columns, i32.const(2)), i32.add(row.get, i32.const(1))))));
	});
	return b.routine();
}

const sizeOf = ({ batch, free, inner }: Side): number => batch.n * free.n * inner.n;
const aligned = (bytes: number): number => (bytes + 15) & ~15;

/** Below this many products, or this many sums, the copying costs more than it saves. */
const leastWork = 128;
const leastSums = 4;

/**
 * The kernel of a float32 `dot_general` through WebAssembly, bit for bit the plain one; null where that is not
 * possible, too large for the scratch memory, or not worth while.
 */
export function dotKernel(lhs: Side, rhs: Side): Kernel | null {
	const sizes = [sizeOf(lhs), sizeOf(rhs)];
	const outs = lhs.batch.n * lhs.free.n * rhs.free.n;
	if (outs < leastSums || outs * lhs.inner.n < leastWork) return null;
	// A single column: the rows are the columns of the exchanged product, in the same order.
	const flip = rhs.free.n === 1;
	const order = flip ? [1, 0] : [0, 1];
	const starts = [0, aligned(4 * sizes[0])];
	const packed = starts[1] + aligned(4 * sizes[1]);
	const packs = [packed, packed + 8 * sizes[order[0]]];
	const out = aligned(packs[1] + 8 * sizes[order[1]] + 16);
	if (out + 4 * outs + 16 > scratchBytes) return null;
	const dot = routine('dot', dotCode);
	const [first, second] = flip ? [rhs, lhs] : [lhs, rhs];
	const packFirst = walkOf('f64', [first.batch, first.free, first.inner]);
	const packSecond = walkOf('f64', [second.batch, second.inner, second.free]);
	if (!dot || !packFirst || !packSecond) return null;

	const memory = wholeScratch();
	const raw = starts.map((start, i) => scratch(start, sizes[i]));
	const result = scratch(out, outs);
	const batches = first.batch.n;
	const [rows, columns, inner] = [first.free.n, second.free.n, first.inner.n];
	/** Where an operand is, in bytes of the scratch memory: it is brought there from elsewhere. */
	const addressOf = (view: View, i: number): number => {
		if (view.data === memory) return 4 * view.at;
		copyIn(view.data, view.at, raw[i]);
		return starts[i];
	};
	// Of an odd number of columns, the last row is written one number too far.
	const exact = columns % 2 === 0;
	const kernel: Kernel = (ins, [to]) => {
		packFirst(addressOf(ins[order[0]], order[0]), packs[0]);
		packSecond(addressOf(ins[order[1]], order[1]), packs[1]);
		const isHere = exact && to.data === memory;
		const start = isHere ? 4 * to.at : out;
		for (let i = 0; i < batches; i++)
			dot(
				packs[0] + 8 * i * rows * inner,
				packs[1] + 8 * i * columns * inner,
				start + 4 * i * rows * columns,
				rows,
				columns,
				inner
			);
		if (!isHere) copyOut(result, to.data, to.at);
	};
	return vectorised(kernel, 'anywhere');
}
