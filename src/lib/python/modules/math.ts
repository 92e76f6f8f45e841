import { Tuple } from '$lib/core/containers';
import { special } from '../call';
import { toFloat, toIndex } from '../convert';
import { truncate } from '../builtins/numbers';
import { pyError, typeError, valueError } from '../errors';
import { spend } from '../host';
import { iterate } from '../iterate';
import { registerModule } from '../module';
import { builtin, type NativeFunction } from '../native';
import { bitLength, tooLarge } from '../numbers';
import { floorDivide } from '../division';
import { binary } from '../operators';
import { erf, erfc, gamma, lgamma } from './special-functions';

const domain = () => valueError('math domain error');
const range = () => pyError('OverflowError', 'math range error');

/** A function of one float; out of its domain, or too large, it says so. */
const real = (name: string, f: (x: number) => number): NativeFunction =>
	builtin(`${name}(x, /)`, (value: unknown) => {
		const x = toFloat(value);
		return checked(f(x), [x]);
	});

function checked(result: number, args: readonly number[]): number {
	if (Number.isNaN(result) && !args.some(Number.isNaN)) throw domain();
	if (!Number.isFinite(result) && args.every(Number.isFinite)) throw range();
	return result;
}

const real2 = (signature: string, f: (x: number, y: number) => number): NativeFunction =>
	builtin(signature, (a: unknown, b: unknown) => {
		const [x, y] = [toFloat(a), toFloat(b)];
		return checked(f(x, y), [x, y]);
	});

/** Logarithm of an int of any size or of a float. */
function logarithm(value: unknown, f: (x: number) => number, perBit: number): number {
	if (typeof value === 'bigint' && value > 0n) {
		const shift = Math.max(0, bitLength(value) - 1000);
		return f(Number(value >> BigInt(shift))) + shift * perBit;
	}
	const x = toFloat(value);
	if (x <= 0) throw domain();
	return f(x);
}

function gcd(a: bigint, b: bigint): bigint {
	let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
	while (y !== 0n) [x, y] = [y, x % y];
	return x;
}

function isqrt(n: bigint): bigint {
	if (n < 0n) throw valueError('isqrt() argument must be nonnegative');
	if (n < 2n) return n;
	let x = 1n << BigInt((bitLength(n) + 1) >> 1);
	for (;;) {
		const y = (x + n / x) >> 1n;
		if (y >= x) return x;
		x = y;
	}
}

function factorial(value: unknown): bigint {
	if (typeof value === 'number') throw typeError("'float' object cannot be interpreted as an integer");
	const n = toIndex(value);
	if (n < 0n) throw valueError('factorial() not defined for negative values');
	if (n > 100000n) throw tooLarge();
	spend(Number(n));
	let result = 1n;
	for (let i = 2n; i <= n; i++) result *= i;
	return result;
}

function falling(n: bigint, k: bigint): bigint {
	spend(Number(k));
	let result = 1n;
	for (let i = 0n; i < k; i++) result *= n - i;
	return result;
}

function comb(n: bigint, k: bigint): bigint {
	if (n < 0n) throw valueError('n must be a non-negative integer');
	if (k < 0n) throw valueError('k must be a non-negative integer');
	if (k > n) return 0n;
	const few = k < n - k ? k : n - k;
	return falling(n, few) / factorial(few);
}

const rounding = (name: string, dunder: string, f: (x: number) => number): NativeFunction =>
	builtin(`${name}(x, /)`, (value: unknown) => {
		if (typeof value === 'bigint') return value;
		const own = special(value, dunder);
		return own !== undefined ? own : truncate(f(toFloat(value)));
	});

function isClose(a: number, b: number, rel: number, abs: number): boolean {
	if (rel < 0 || abs < 0) throw valueError('tolerances must be non-negative');
	if (a === b) return true;
	if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
	const apart = Math.abs(b - a);
	return apart <= Math.abs(rel * b) || apart <= Math.abs(rel * a) || apart <= abs;
}

/** Exactly rounded sum of floats (Shewchuk). */
function fsum(items: unknown): number {
	let partials: number[] = [];
	for (const item of iterate(items)) {
		let x = toFloat(item);
		const kept: number[] = [];
		for (let y of partials) {
			if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
			const high = x + y;
			const low = y - (high - x);
			if (low !== 0) kept.push(low);
			x = high;
		}
		partials = [...kept, x];
	}
	return partials.reduceRight((sum, part) => sum + part, 0);
}

function hypot(coordinates: readonly unknown[]): number {
	const xs = coordinates.map((each) => Math.abs(toFloat(each)));
	if (xs.some((x) => x === Infinity)) return Infinity;
	const most = Math.max(0, ...xs);
	if (most === 0 || Number.isNaN(most)) return xs.some(Number.isNaN) ? NaN : 0;
	return most * Math.sqrt(fsum(xs.map((x) => (x / most) ** 2)));
}

function frexp(x: number): Tuple {
	if (x === 0 || !Number.isFinite(x)) return new Tuple([x, 0n]);
	let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
	let mantissa = x * 2 ** -exponent;
	while (Math.abs(mantissa) < 0.5) {
		mantissa *= 2;
		exponent--;
	}
	while (Math.abs(mantissa) >= 1) {
		mantissa /= 2;
		exponent++;
	}
	return new Tuple([mantissa, BigInt(exponent)]);
}

/** The float next to `x` in the direction of `y`. */
function nextAfter(x: number, y: number): number {
	if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
	if (x === y) return y;
	if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, x);
	view.setBigInt64(0, view.getBigInt64(0) + (x < y === x > 0 ? 1n : -1n));
	return view.getFloat64(0);
}

const functions = [
	real('sqrt', Math.sqrt),
	real('exp', Math.exp),
	real('expm1', Math.expm1),
	real('exp2', (x) => 2 ** x),
	real('cbrt', Math.cbrt),
	real('sin', Math.sin),
	real('cos', Math.cos),
	real('tan', Math.tan),
	real('asin', Math.asin),
	real('acos', Math.acos),
	real('atan', Math.atan),
	real('sinh', Math.sinh),
	real('cosh', Math.cosh),
	real('tanh', Math.tanh),
	real('asinh', Math.asinh),
	real('acosh', Math.acosh),
	real('fabs', Math.abs),
	real('degrees', (x) => x * (180 / Math.PI)),
	real('radians', (x) => x * (Math.PI / 180)),
	real('erf', erf),
	real('erfc', erfc),
	real('gamma', gamma),
	real('lgamma', lgamma),
	builtin('atanh(x, /)', (value: unknown) => {
		const x = toFloat(value);
		if (Math.abs(x) >= 1) throw domain();
		return Math.atanh(x);
	}),
	builtin('log1p(x, /)', (value: unknown) => {
		const x = toFloat(value);
		if (x <= -1) throw domain();
		return Math.log1p(x);
	}),
	real2('atan2(y, x, /)', Math.atan2),
	real2('fmod(x, y, /)', (x, y) => x % y),
	real2('copysign(x, y, /)', (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
	real2('nextafter(x, y, /)', nextAfter),
	real2('remainder(x, y, /)', (x, y) => {
		if (!Number.isFinite(y)) return x;
		const quotient = x / y;
		const near = Math.round(quotient);
		const rest = x - (Math.abs(quotient % 1) === 0.5 && near % 2 !== 0 ? near - 1 : near) * y;
		return rest === 0 ? x * 0 : rest;
	}),
	builtin('pow(x, y, /)', (a: unknown, b: unknown) => {
		const [x, y] = [toFloat(a), toFloat(b)];
		if (x === 1 || y === 0) return 1;
		if (x === 0 && y < 0 && Number.isFinite(y)) throw domain();
		return checked(x ** y, [x, y]);
	}),
	builtin('log(x, *base)', (value: unknown, [base]: readonly unknown[]) => {
		const top = logarithm(value, Math.log, Math.LN2);
		if (base === undefined) return top;
		const bottom = logarithm(base, Math.log, Math.LN2);
		if (bottom === 0) throw pyError('ZeroDivisionError', 'float division by zero');
		return top / bottom;
	}),
	builtin('log2(x, /)', (x: unknown) => logarithm(x, Math.log2, 1)),
	builtin('log10(x, /)', (x: unknown) => logarithm(x, Math.log10, Math.log10(2))),
	rounding('floor', '__floor__', Math.floor),
	rounding('ceil', '__ceil__', Math.ceil),
	rounding('trunc', '__trunc__', Math.trunc),
	builtin('isqrt(n, /)', (n: unknown) => isqrt(toIndex(n))),
	builtin('factorial(n, /)', factorial),
	builtin('comb(n, k, /)', (n: unknown, k: unknown) => comb(toIndex(n), toIndex(k))),
	builtin('perm(n, k=None, /)', (n: unknown, k: unknown) => {
		if (k === null) return factorial(n);
		const [size, few] = [toIndex(n), toIndex(k)];
		return few > size ? 0n : falling(size, few);
	}),
	builtin('gcd(*integers)', (values: readonly unknown[]) => values.map(toIndex).reduce(gcd, 0n)),
	builtin('lcm(*integers)', (values: readonly unknown[]) =>
		values.map(toIndex).reduce((a, b) => {
			if (a === 0n || b === 0n) return 0n;
			const product = floorDivide(a, gcd(a, b)) * b;
			return product < 0n ? -product : product;
		}, 1n)
	),
	builtin('isnan(x, /)', (x: unknown) => Number.isNaN(toFloat(x))),
	builtin('isinf(x, /)', (x: unknown) => Math.abs(toFloat(x)) === Infinity),
	builtin('isfinite(x, /)', (x: unknown) => Number.isFinite(toFloat(x))),
	builtin(
		'isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)',
		(a: unknown, b: unknown, rel: unknown, abs: unknown) =>
			isClose(toFloat(a), toFloat(b), toFloat(rel), toFloat(abs))
	),
	builtin('fsum(seq, /)', fsum),
	builtin('prod(iterable, /, *, start=1)', (items: unknown, start: unknown) => {
		let result = start;
		for (const item of iterate(items)) result = binary('*', result, item);
		return result;
	}),
	builtin('sumprod(p, q, /)', (p: unknown, q: unknown) => {
		const [xs, ys] = [[...iterate(p)], [...iterate(q)]];
		if (xs.length !== ys.length) throw valueError('Inputs are not the same length');
		return xs.reduce<unknown>((sum, x, i) => binary('+', sum, binary('*', x, ys[i])), 0n);
	}),
	builtin('hypot(*coordinates)', hypot),
	builtin('dist(p, q, /)', (p: unknown, q: unknown) => {
		const [xs, ys] = [[...iterate(p)], [...iterate(q)]];
		if (xs.length !== ys.length) throw valueError('both points must have the same number of dimensions');
		return hypot(xs.map((x, i) => toFloat(x) - toFloat(ys[i])));
	}),
	builtin('modf(x, /)', (value: unknown) => {
		const x = toFloat(value);
		if (!Number.isFinite(x)) return new Tuple([Number.isNaN(x) ? x : 0, x]);
		return new Tuple([x % 1, Math.trunc(x)]);
	}),
	builtin('frexp(x, /)', (x: unknown) => frexp(toFloat(x))),
	builtin('ldexp(x, i, /)', (x: unknown, i: unknown) =>
		checked(toFloat(x) * 2 ** Number(toIndex(i)), [toFloat(x)])
	),
	builtin('ulp(x, /)', (value: unknown) => {
		const x = Math.abs(toFloat(value));
		return Number.isFinite(x) ? nextAfter(x, Infinity) - x : x;
	})
];

for (const fn of functions) fn.owner = 'math.';

registerModule('math', {
	pi: Math.PI,
	e: Math.E,
	tau: 2 * Math.PI,
	inf: Infinity,
	nan: NaN,
	...Object.fromEntries(functions.map((fn) => [fn.name, fn]))
});
