import type { Kernel, View } from '../kernel';
import type { Routine } from './assemble';
import { f32x4, i32, v128 } from './instructions';
import { Builder } from './routine';
import { chunk, copyIn, copyOut, routine, scratch, vectorised } from './scratch';

const operations = {
	add: f32x4.add,
	sub: f32x4.sub,
	mul: f32x4.mul,
	div: f32x4.div,
	max: f32x4.max,
	min: f32x4.min
};

type Operation = keyof typeof operations;

/** (a, step, b, step, out, end): what four numbers at a time give; a step of 0 bytes stays at one vector, one of 16 moves on. */
function pairwiseCode(op: Operation): Routine {
	const b = new Builder(6);
	const steps = [b.param(1), b.param(3)];
	const [x, y] = [b.variable('i32', b.param(0)), b.variable('i32', b.param(2))];
	const at = b.variable('i32', b.param(4));
	b.loop(at, i32.const(16), b.param(5), () => {
		b.emit(v128.store(at.get, operations[op](v128.load(x.get), v128.load(y.get))));
		b.emit(x.set(i32.add(x.get, steps[0])), y.set(i32.add(y.get, steps[1])));
	});
	return b.routine();
}

/** Fewer are sooner done by the plain loop. */
const leastNumbers = 256;

const isOperation = (op: string): op is Operation => Object.hasOwn(operations, op);

/**
 * The kernel of `n` float32 results through WebAssembly, bit for bit the plain one; an operand marked scalar has one number.
 * null where that is not possible or not worth while.
 */
export function pairwiseKernel(op: string, n: number, scalarA: boolean, scalarB: boolean): Kernel | null {
	if (n < leastNumbers || !isOperation(op)) return null;
	const pairwise = routine(op, () => pairwiseCode(op));
	if (!pairwise) return null;
	const size = Math.min(n, chunk);
	const [a, b] = [operand(0, n, scalarA), operand(4 * chunk, n, scalarB)];
	const out = 8 * chunk;
	const [whole, last] = [scratch(out, size), scratch(out, n % chunk)];
	return vectorised((ins, [to]) => {
		for (let i = 0; i < n; i += chunk) {
			const part = n - i < chunk ? last : whole;
			a.bring(ins[0], i);
			b.bring(ins[1], i);
			pairwise(0, a.step, 4 * chunk, b.step, out, out + 16 * Math.ceil(part.length / 4));
			copyOut(part, to.data, to.at + i);
		}
	});
}

interface Operand {
	readonly step: number;
	/** Copies numbers `i`, `i + 1`, ... up to a chunk's length into the scratch memory. */
	readonly bring: (from: View, i: number) => void;
}

function operand(at: number, n: number, scalar: boolean): Operand {
	const one = scratch(at, 4);
	if (scalar) return { step: 0, bring: (from) => void one.fill(from.data[from.at]) };
	const whole = scratch(at, Math.min(n, chunk));
	const last = scratch(at, n % chunk);
	return { step: 16, bring: (from, i) => copyIn(from.data, from.at + i, n - i < chunk ? last : whole) };
}
