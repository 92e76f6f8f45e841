import { bitsOf, isFloat, isInteger, wordsOf, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { rarer, vectors } from '../parts';
import { rounded, rounder } from '../rounding';
import { copySlots, map1 } from './elementwise';
import * as xla from './xla-math';

/** Elementwise functions of one operand, by the names of JAX's primitives. */
export type UnaryOp =
	| 'abs'
	| 'acos'
	| 'acosh'
	| 'asin'
	| 'asinh'
	| 'atan'
	| 'atanh'
	| 'cbrt'
	| 'ceil'
	| 'clz'
	| 'copy'
	| 'cos'
	| 'cosh'
	| 'digamma'
	| 'erf'
	| 'erf_inv'
	| 'erfc'
	| 'exp'
	| 'exp2'
	| 'expm1'
	| 'floor'
	| 'is_finite'
	| 'lgamma'
	| 'log'
	| 'log1p'
	| 'logistic'
	| 'neg'
	| 'not'
	| 'population_count'
	| 'rsqrt'
	| 'sign'
	| 'sin'
	| 'sinh'
	| 'sqrt'
	| 'square'
	| 'tan'
	| 'tanh';

type Scalar = (x: number) => number;

const shared = {
	abs: Math.abs,
	neg: (x) => -x,
	sign: Math.sign,
	square: (x) => x * x
} satisfies { [K in UnaryOp]?: Scalar };

/** On real numbers: XLA's own float32 steps, or double precision to be rounded; null where the primitive takes no floats. */
const floating = {
	...shared,
	ceil: Math.ceil,
	clz: null,
	copy: (x) => x,
	cos: Math.cos,
	exp: xla.exp,
	floor: Math.floor,
	is_finite: (x) => +(x - x === 0),
	log: xla.log,
	logistic: xla.logistic,
	not: null,
	population_count: null,
	rsqrt: (x) => 1 / Math.sqrt(x),
	sin: Math.sin,
	sqrt: Math.sqrt,
	tanh: xla.tanh
} satisfies { [K in UnaryOp]?: Scalar | null };

/** Those of the part. */
export type RarerUnary = Exclude<UnaryOp, keyof typeof floating>;

const isRarer = (op: UnaryOp): op is RarerUnary => !(op in floating);

const onFloats = (op: UnaryOp): Scalar | null => (isRarer(op) ? rarer.module.rarerUnary[op] : floating[op]);

function populationCount(x: number): number {
	let count = 0;
	for (let rest = x; rest !== 0; rest &= rest - 1) count++;
	return count;
}

/** On integers of `bits` bits, the storage wrapping the result. */
function integral(op: UnaryOp, bits: number): Scalar | null {
	const mask = bits === 32 ? -1 : (1 << bits) - 1;
	switch (op) {
		case 'abs':
		case 'neg':
		case 'sign':
			return shared[op];
		case 'square':
			return (x) => Math.imul(x, x);
		case 'copy':
			return (x) => x;
		case 'not':
			return (x) => ~x;
		case 'clz':
			return (x) => Math.clz32(x & mask) - (32 - bits);
		case 'population_count':
			return (x) => populationCount(x & mask);
		default:
			return null;
	}
}

function scalarOf(op: UnaryOp, dtype: DType): Scalar {
	let f: Scalar | null = null;
	if (isFloat(dtype)) f = onFloats(op);
	else if (isInteger(dtype)) f = integral(op, bitsOf(dtype));
	else if (dtype === 'bool' && op === 'not') f = (x) => 1 - x;
	if (f === null) throw new Error(`internal: no ${op} of ${dtype}`);
	return f;
}

function vectorised(op: UnaryOp, dtype: DType, n: number): Kernel | null {
	const found = vectors.there;
	return found && isFloat(dtype) && found.isElementary(op) ? found.elementaryKernel(op, n) : null;
}

/** ins `[x]`, outs `[y]`, `n` elements each. The output has x's dtype; bool for `is_finite`. */
export function unary(op: UnaryOp, dtype: DType, n: number): Kernel {
	const slots = n * wordsOf(dtype);
	if (op === 'copy') return (ins, outs) => copySlots(slots, ins[0], outs[0]);
	const kernel = vectorised(op, dtype, n) ?? map1(n, scalarOf(op, dtype));
	return op === 'is_finite' ? kernel : rounded(dtype, n, kernel);
}

/** Python's round, the sign of zero kept. */
function roundEven(x: number): number {
	const low = Math.floor(x);
	const rest = x - low;
	const nearest = rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
	return nearest === 0 ? x * 0 : nearest;
}

const roundAway = (x: number): number => Math.sign(x) * Math.floor(Math.abs(x) + 0.5);

/** `round`: half away from zero (JAX's rounding_method 0) or half to even (1). ins `[x]`, outs `[y]`. */
export function round(dtype: DType, n: number, half: 'away' | 'even'): Kernel {
	return map1(n, half === 'even' ? roundEven : roundAway);
}

function power(x: number, y: number, mul: (a: number, b: number) => number): number {
	let result: number | null = null;
	for (let rest = y, base = x; rest > 0; rest = Math.floor(rest / 2)) {
		if (rest % 2 === 1) result = result === null ? base : mul(result, base);
		if (rest > 1) base = mul(base, base);
	}
	return result ?? 1;
}

/** `integer_pow`: repeated squaring, every product rounded; a negative `y` by 1 / x**-y, as JAX lowers it. */
export function integerPow(dtype: DType, n: number, y: number): Kernel {
	if (!isFloat(dtype)) return map1(n, (x) => power(x, y, Math.imul));
	const round = rounder(dtype);
	const mul = (a: number, b: number): number => round(a * b);
	const kernel = map1(n, y < 0 ? (x) => 1 / power(x, -y, mul) : (x) => power(x, y, mul));
	return rounded(dtype, n, kernel);
}
