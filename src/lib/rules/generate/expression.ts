import { isFloat, type DType } from '$lib/array/dtype';
import { integerRange } from '$lib/array/kernels/convert';
import type { Aval } from '$lib/core/aval';
import type { Params, Primitive } from '$lib/core/primitive';

/** One element of a result, and whether it already is a number of the result's dtype. */
interface Element {
	readonly text: string;
	readonly fits: boolean;
}

/**
 * One element of a result as JavaScript, of operands that are names or numbers and already of their dtype. Says what
 * the kernel computes, bit by bit; null where only the kernel will do.
 */
type Writer<P extends Primitive> = (
	operands: readonly string[],
	ins: readonly Aval[],
	out: Aval,
	params: Params[P]
) => Element | null;

/** To be rounded or wrapped. */
const loose = (text: string): Element => ({ text, fits: false });

/** A 0, a 1 or an operand as it is: rounding once more would cost two conversions. */
const exact = (text: string): Element => ({ text, fits: true });

/** What storing does to a number, so that a local holds what was stored; null for dtypes that stay with kernels. */
const fits: { readonly [D in DType]: ((x: string) => string) | null } = {
	bool: (x) => x,
	int8: (x) => `(${x}) << 24 >> 24`,
	int16: (x) => `(${x}) << 16 >> 16`,
	int32: (x) => `(${x}) | 0`,
	uint8: (x) => `(${x}) & 255`,
	uint16: (x) => `(${x}) & 65535`,
	uint32: (x) => `(${x}) >>> 0`,
	float16: null,
	bfloat16: null,
	float32: (x) => `Math.fround(${x})`,
	'key<fry>': null
};

const infix =
	(sign: string): Writer<Primitive> =>
	([x, y]) =>
		loose(`${x} ${sign} ${y}`);

const compare =
	(sign: string): Writer<Primitive> =>
	([x, y]) =>
		exact(`+(${x} ${sign} ${y})`);

type MathFunction = 'abs' | 'ceil' | 'floor' | 'imul' | 'max' | 'min' | 'sign' | 'sqrt';

const call =
	(name: MathFunction): Writer<Primitive> =>
	(operands) =>
		loose(`Math.${name}(${operands.join(', ')})`);

/** A function whose value is a number of its operands' dtype. */
const closed =
	(name: MathFunction): Writer<Primitive> =>
	(operands) =>
		exact(`Math.${name}(${operands.join(', ')})`);

const copy: Writer<Primitive> = ([x]) => exact(x);

/** Of floats one thing, of integers another. */
const byKind =
	(float: Writer<Primitive>, integer: Writer<Primitive>): Writer<Primitive> =>
	(operands, ins, out, params) =>
		(isFloat(ins[0].dtype) ? float : integer)(operands, ins, out, params);

const none: Writer<Primitive> = () => null;

const add = infix('+');

const mul = byKind(infix('*'), call('imul'));

const div = byKind(infix('/'), ([x, y]) => loose(`${y} === 0 ? -1 : ${x} / ${y}`));

const rem = byKind(infix('%'), ([x, y]) => loose(`${y} === 0 ? ${x} : ${x} % ${y}`));

const not: Writer<Primitive> = ([x], [{ dtype }]) => (dtype === 'bool' ? exact(`1 - ${x}`) : loose(`~${x}`));

const square = byKind(
	([x]) => loose(`${x} * ${x}`),
	([x]) => loose(`Math.imul(${x}, ${x})`)
);

/** Floats are symmetric about 0; an integer may wrap. */
const neg = byKind(
	([x]) => exact(`-${x}`),
	([x]) => loose(`-${x}`)
);

const abs = byKind(closed('abs'), call('abs'));

const rsqrt = byKind(([x]) => loose(`1 / Math.sqrt(${x})`), none);

const isFinite = byKind(([x]) => exact(`+(${x} - ${x} === 0)`), none);

const select: Writer<'select_n'> = ([which, first, second, ...more]) =>
	second === undefined || more.length > 0 ? null : exact(`${which} > 0 ? ${second} : ${first}`);

const clamp: Writer<'clamp'> = ([lo, x, hi]) => exact(`Math.min(Math.max(${x}, ${lo}), ${hi})`);

const convert: Writer<'convert_element_type'> = ([x], [{ dtype: from }], { dtype: to }) => {
	if (to === 'bool') return exact(`+(${x} !== 0)`);
	if (from === to || from === 'bool') return exact(x);
	if (!isFloat(from) || isFloat(to)) return loose(x);
	const [least, greatest] = integerRange(to);
	return loose(`${x} < ${least} ? ${least} : ${x} > ${greatest} ? ${greatest} : ${x}`);
};

const greatestPower = 8;

/** Repeated squaring, every product of floats rounded, as the kernel does. */
const integerPow: Writer<'integer_pow'> = ([x], [{ dtype }], _, { y }) => {
	if (Math.abs(y) > greatestPower || (y < 0 && !isFloat(dtype))) return null;
	const product = (a: string, b: string): string =>
		isFloat(dtype) ? `Math.fround(${a} * ${b})` : `Math.imul(${a}, ${b})`;
	let result: string | null = null;
	let base = x;
	for (let rest = Math.abs(y); rest > 0; rest >>= 1) {
		if (rest & 1) result = result === null ? base : product(result, base);
		if (rest > 1) base = product(base, base);
	}
	return loose(y < 0 ? `1 / ${result}` : (result ?? '1'));
};

const writers: { readonly [P in Primitive]?: Writer<P> } = {
	add,
	add_any: add,
	sub: infix('-'),
	mul,
	div,
	rem,
	max: closed('max'),
	min: closed('min'),
	and: infix('&'),
	or: infix('|'),
	xor: infix('^'),
	not,
	neg,
	abs,
	sign: closed('sign'),
	square,
	sqrt: call('sqrt'),
	rsqrt,
	floor: closed('floor'),
	ceil: closed('ceil'),
	is_finite: isFinite,
	eq: compare('==='),
	ne: compare('!=='),
	lt: compare('<'),
	le: compare('<='),
	gt: compare('>'),
	ge: compare('>='),
	select_n: select,
	clamp,
	convert_element_type: convert,
	integer_pow: integerPow,
	copy,
	stop_gradient: copy,
	// Only with operands of the result's size or of one element: the caller sees to that.
	broadcast_in_dim: copy,
	reshape: copy,
	squeeze: copy
};

const isPlain = ({ dtype }: Aval): boolean => fits[dtype] !== null;

/** The element an equation computes, fitted to its dtype; null where only its kernel will do. */
export function expressionOf<P extends Primitive>(
	primitive: P,
	operands: readonly string[],
	ins: readonly Aval[],
	out: Aval,
	params: Params[P]
): string | null {
	const fit = fits[out.dtype];
	const write = writers[primitive];
	if (!fit || !write || !ins.every(isPlain)) return null;
	const element = write(operands, ins, out, params);
	if (element === null) return null;
	return element.fits ? element.text : fit(element.text);
}
