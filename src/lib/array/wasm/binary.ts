import type { Kernel, View } from '../kernel';
import type { Code, Routine } from './assemble';
import { f32x4, i32, v128 } from './instructions';
import { Builder, type Variable } from './routine';
import { routine, type Run } from './routines';
import { chunk, copyIn, copyOut, reachOf, scratch, vectorised, wholeScratch } from './scratch';

const operations = {
	add: f32x4.add,
	sub: f32x4.sub,
	mul: f32x4.mul,
	div: f32x4.div,
	max: f32x4.max,
	min: f32x4.min
};

type Operation = keyof typeof operations;

const isOperation = (op: string): op is Operation => Object.hasOwn(operations, op);

/** How an operand is walked, line by line: a number for each of the line's, or one for all; numbers to the next line's. */
export interface Walked {
	readonly single: boolean;
	readonly line: number;
}

/** Results in lines of equal length, one behind the other, and the two operands they are made of. */
export interface Pairs {
	readonly length: number;
	readonly lines: number;
	readonly a: Walked;
	readonly b: Walked;
}

/** Reads the vector that belongs to the results at `at`, once `begin` has begun a line at `out`. */
interface Reader {
	readonly begin: (out: Code) => void;
	readonly vector: (at: Code) => Code;
}

function reader(b: Builder, start: Variable, single: boolean): Reader {
	const number = b.variable('v128');
	const distance = b.variable('i32');
	return single
		? { begin: () => b.emit(number.set(v128.loadSplat32(start.get))), vector: () => number.get }
		: {
				begin: (out) => b.emit(distance.set(i32.sub(start.get, out))),
				vector: (at) => v128.load(i32.add(at, distance.get))
			};
}

/**
 * (a, its bytes to the next line, b, likewise, out, bytes of a line, lines): what pairs of numbers give, four at a time. A
 * line is a vector or longer; its last vector may lie over the one before it.
 */
function pairwiseCode(op: Operation, singleA: boolean, singleB: boolean): Routine {
	const b = new Builder(7);
	const [x, y, out] = [0, 2, 4].map((i) => b.variable('i32', b.param(i)));
	const [line, at] = [b.variable('i32'), b.variable('i32')];
	const readers = [reader(b, x, singleA), reader(b, y, singleB)];
	b.loop(line, i32.const(1), b.param(6), () => {
		readers.forEach(({ begin }) => begin(out.get));
		const end = b.let(i32.add(out.get, b.param(5)), 'i32');
		const store = (): void => {
			const [p, q] = readers.map(({ vector }) => vector(at.get));
			b.emit(v128.store(at.get, operations[op](p, q)));
		};
		b.emit(at.set(out.get));
		b.loop(at, i32.const(16), end, store);
		b.when(i32.ltS(at.get, end), () => {
			b.emit(at.set(i32.sub(end, i32.const(16))));
			store();
		});
		b.emit(x.set(i32.add(x.get, b.param(1))), y.set(i32.add(y.get, b.param(3))), out.set(end));
	});
	return b.routine();
}

const pairwise = (op: Operation, singleA: boolean, singleB: boolean): Run | null =>
	routine(`${op} ${singleA} ${singleB}`, () => pairwiseCode(op, singleA, singleB));

/** Shorter lines take longer than the plain loop. */
const leastInPlace = 4;
const leastOfAll = 16;
/** Fewer than these are done sooner by a loop that does several equations at once. */
const leastAlone = 64;

/**
 * The kernel that does in vectors what `otherwise` does, bit for bit, when operands and result are in the scratch memory (an
 * operand of one number may be anywhere). `otherwise` itself where that is not possible or not worth while.
 */
export function pairwiseInPlace(op: string, { length, lines, a, b }: Pairs, otherwise: Kernel): Kernel {
	if (length < leastInPlace || length * lines < leastOfAll || !isOperation(op)) return otherwise;
	const run = pairwise(op, a.single, b.single);
	if (!run) return otherwise;
	const memory = wholeScratch();
	const [oneA, oneB] = [a, b].map(({ single, line }) => single && line === 0);
	const [lineA, lineB, bytes] = [4 * a.line, 4 * b.line, 4 * length];
	const kernel: Kernel = (ins, outs) => {
		const [x, y] = ins;
		const [to] = outs;
		let atX = 4 * x.at;
		let atY = 4 * y.at;
		let isHere = to.data === memory;
		if (x.data !== memory) {
			isHere &&= oneA;
			memory[(atX = 0)] = x.data[x.at];
		}
		if (y.data !== memory) {
			isHere &&= oneB;
			memory[1] = y.data[y.at];
			atY = 4;
		}
		if (isHere) run(atX, lineA, atY, lineB, 4 * to.at, bytes, lines);
		else otherwise(ins, outs);
	};
	if (reachOf(otherwise)) return vectorised(kernel, 'anywhere');
	return length * lines < leastAlone ? kernel : vectorised(kernel, 'in place');
}

/** Fewer are sooner done by the plain loop than copied. */
const leastCopied = 256;

/**
 * The kernel of `n` float32 results through WebAssembly, bit for bit the plain one; an operand marked scalar has one number.
 * null where that is not possible or not worth while.
 */
export function pairwiseKernel(op: string, n: number, scalarA: boolean, scalarB: boolean): Kernel | null {
	if (n < leastCopied || !isOperation(op)) return null;
	const run = pairwise(op, scalarA, scalarB);
	if (!run) return null;
	const size = Math.min(n, chunk);
	const [a, b] = [operand(0, n, scalarA), operand(4 * chunk, n, scalarB)];
	const out = 8 * chunk;
	const [whole, last] = [scratch(out, size), scratch(out, n % chunk)];
	const kernel: Kernel = (ins, [to]) => {
		for (let i = 0; i < n; i += chunk) {
			const part = n - i < chunk ? last : whole;
			a(ins[0], i);
			b(ins[1], i);
			run(0, 0, 4 * chunk, 0, out, 16 * Math.ceil(part.length / 4), 1);
			copyOut(part, to.data, to.at + i);
		}
	};
	return vectorised(kernel, 'anywhere');
}

/** Copies numbers `i`, `i + 1`, ... up to a chunk's length into the scratch memory. */
type Bring = (from: View, i: number) => void;

function operand(at: number, n: number, scalar: boolean): Bring {
	const whole = scratch(at, scalar ? 1 : Math.min(n, chunk));
	if (scalar) return (from) => void (whole[0] = from.data[from.at]);
	const last = scratch(at, n % chunk);
	return (from, i) => copyIn(from.data, from.at + i, n - i < chunk ? last : whole);
}
