import { bitsOf, isFloat, isInteger, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { rounded } from '../rounding';
import { sameShape, sizeOf, stridesOf, type Shape } from '../shape';
import { rarer, vectors } from '../parts';
import type { Pairs } from '../wasm/binary';
import { joined } from './copier';
import { map2 } from './elementwise';
import { hotArithmetic, type HotArithmetic, type Loops } from './hot-arithmetic';
import { hotCompare } from './hot-compare';
import { integerFunction } from './integer';

/** Elementwise functions of two operands whose result has their dtype, by the names of JAX's primitives. */
export type ArithmeticOp =
	| 'add'
	| 'and'
	| 'atan2'
	| 'div'
	| 'max'
	| 'min'
	| 'mul'
	| 'nextafter'
	| 'or'
	| 'pow'
	| 'rem'
	| 'shift_left'
	| 'shift_right_arithmetic'
	| 'shift_right_logical'
	| 'sub'
	| 'xor';

/** Comparisons: the result is bool. */
export type CompareOp = 'eq' | 'ge' | 'gt' | 'le' | 'lt' | 'ne';

export type BinaryOp = ArithmeticOp | CompareOp;

type Scalar = (x: number, y: number) => number;

const compareOps: readonly string[] = Object.keys(hotCompare);
const isCompare = (op: BinaryOp): op is CompareOp => compareOps.includes(op);

/** C's pow, which differs from JavaScript's in 1**NaN and (+-1)**+-inf, all 1. */
const pow: Scalar = (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : Math.pow(x, y));

function floatFunction(op: ArithmeticOp, dtype: DType): Scalar | null {
	switch (op) {
		case 'atan2':
			return Math.atan2;
		case 'pow':
			return pow;
		case 'rem':
			return (x, y) => x % y;
		case 'nextafter':
			return rarer.module.nextafter(dtype);
		default:
			return null;
	}
}

function scalarFunction(op: ArithmeticOp, dtype: DType): Scalar {
	const f = isFloat(dtype) ? floatFunction(op, dtype) : integerFunction(op, dtype);
	if (f === null) throw new Error(`internal: no ${op} of ${dtype}`);
	return f;
}

const isHot = (op: ArithmeticOp): op is ArithmeticOp & HotArithmetic => op in hotArithmetic;

/** The loops written out for `op`, if there are any for `dtype`. */
function hotLoops(op: BinaryOp, dtype: DType): Loops | null {
	if (isCompare(op)) return hotCompare[op];
	if (!isHot(op)) return null;
	if (isFloat(dtype) || op === 'max' || op === 'min') return hotArithmetic[op];
	if (!isInteger(dtype) || op === 'div') return null;
	return op === 'mul' && bitsOf(dtype) === 32 ? hotArithmetic.imul : hotArithmetic[op];
}

function hotKernel(loops: Loops, n: number, scalarA: boolean, scalarB: boolean): Kernel {
	if (scalarA) return loops.scalarFirst(n);
	return scalarB ? loops.scalar(n) : loops.full(n);
}

/** One line of full or single operands. */
const pairsOf = (n: number, scalarA: boolean, scalarB: boolean): Pairs => ({
	length: n,
	lines: 1,
	a: { single: scalarA, line: 0 },
	b: { single: scalarB, line: 0 }
});

/** Equality of keys: both words. */
function keyCompare(op: BinaryOp, n: number, scalarA: boolean, scalarB: boolean): Kernel {
	if (op !== 'eq' && op !== 'ne') throw new Error(`internal: no ${op} of keys`);
	const same = op === 'eq' ? 1 : 0;
	const stepA = scalarA ? 0 : 2;
	const stepB = scalarB ? 0 : 2;
	return ([a, b], [out]) => {
		for (let i = 0; i < n; i++) {
			const p = a.at + i * stepA;
			const q = b.at + i * stepB;
			const equal = a.data[p] === b.data[q] && a.data[p + 1] === b.data[q + 1];
			out.data[out.at + i] = equal ? same : 1 - same;
		}
	};
}

/** A kernel that takes operands from where they are, if there is one. */
const inPlace = (op: BinaryOp, pairs: Pairs, otherwise: Kernel): Kernel =>
	vectors.there?.pairwiseInPlace(op, pairs, otherwise) ?? otherwise;

/**
 * ins `[a, b]`, outs `[c]`. `c` has `n` elements; an operand marked scalar has one, the other `n` (not both, unless `n` is 1).
 * `dtype` is the operands'; only `pow` may have an integer `b` beside a floating `a` (`dtype` is then a's).
 * An integer divided by 0 gives -1 (all bits set) and leaves itself as remainder, as XLA does on a CPU.
 */
export function binary(op: BinaryOp, dtype: DType, n: number, scalarA = false, scalarB = false): Kernel {
	if (dtype === 'key<fry>') return keyCompare(op, n, scalarA, scalarB);
	const loops = hotLoops(op, dtype);
	if (loops !== null) {
		const plain = hotKernel(loops, n, scalarA, scalarB);
		if (isCompare(op) || !isFloat(dtype)) return plain;
		const kernel = vectors.there?.pairwiseKernel(op, n, scalarA, scalarB) ?? plain;
		return rounded(dtype, n, inPlace(op, pairsOf(n, scalarA, scalarB), kernel));
	}
	if (isCompare(op)) throw new Error('internal: a comparison without loops');
	return rounded(dtype, n, map2(n, scalarA, scalarB, scalarFunction(op, dtype)));
}

/**
 * `otherwise`, or a kernel that does the same without copying operands of which axes of size 1 are stretched to `shape`: their
 * lines are read again and again where they are. An operand has the rank of `shape` or a single element.
 */
export function broadcast(
	op: BinaryOp,
	dtype: DType,
	shape: Shape,
	ins: readonly Shape[],
	otherwise: Kernel
): Kernel {
	if (dtype !== 'float32' || ins.every((own) => sameShape(own, shape) || sizeOf(own) === 1)) return otherwise;
	const [a, b] = ins.map((own) => stretchedStrides(own, shape));
	const [line, outer] = joined(shape, a, b).reverse();
	if (!line) return otherwise;
	const pairs: Pairs = {
		length: line.n,
		lines: outer?.n ?? 1,
		a: { single: line.from === 0, line: outer?.from ?? 0 },
		b: { single: line.to === 0, line: outer?.to ?? 0 }
	};
	return pairs.length * pairs.lines === sizeOf(shape) ? inPlace(op, pairs, otherwise) : otherwise;
}

/** Strides that stay where an axis of size 1 is stretched. */
const stretchedStrides = (own: Shape, shape: Shape): number[] =>
	sizeOf(own) === 1
		? shape.map(() => 0)
		: stridesOf(own).map((stride, axis) => (own[axis] === 1 ? 0 : stride));
