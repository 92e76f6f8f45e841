import { isInteger } from '$lib/array/dtype';
import { ProgramError } from '$lib/core/errors';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { add, binary, convert, div, fullLike, mul, neg, select, sub, unary } from '$lib/core/ops';
import type { Binary, Params, Unary } from '$lib/core/primitive';
import { instantiate, varies, type Jvp } from '../differentiating';
import { constant, flat, linear, parts, stretched, withoutTangents, type Part } from './families';

/** Derivatives of elementwise primitives, in JAX's formulas (jax/_src/lax/lax.py). */

const square = (x: Value): Value => unary('square', x);
const one = (x: Value): Value => constant(x, 1);
const integerPow = (x: Value, y: number): Value => bind1('integer_pow', [x], { y });
const shapeOf = (x: Value) => avalOf(x).shape;
/** f'(x), to be multiplied by the tangent. */
const slope =
	<P extends Unary>(of: (x: Value, out: Value) => Value): Part<P> =>
	(g, out, [x]) =>
		mul(g, of(x, out));

const unaryOf = (op: Unary, part: Part<Unary>): Jvp<Params[Unary]> => parts(op, part);

const refused = (op: string): ProgramError =>
	new ProgramError('NotImplementedError', `Differentiation rule for '${op}' not implemented`);

export const unaryJvps: { readonly [P in Unary]: Jvp<Params[P]> } = {
	neg: linear('neg'),
	copy: linear('copy'),
	sign: flat('sign'),
	floor: flat('floor'),
	ceil: flat('ceil'),
	is_finite: flat('is_finite'),
	not: flat('not'),
	population_count: flat('population_count'),
	clz: flat('clz'),
	stop_gradient: flat('stop_gradient'),
	abs: unaryOf('abs', (g, _, [x]) => select(binary('ge', x, constant(x, 0)), neg(g), g)),
	exp: unaryOf(
		'exp',
		slope((_, y) => y)
	),
	exp2: unaryOf(
		'exp2',
		slope((x, y) => mul(constant(x, Math.LN2), y))
	),
	log: unaryOf('log', (g, _, [x]) => div(g, x)),
	log1p: unaryOf('log1p', (g, _, [x]) => div(g, add(x, one(x)))),
	expm1: unaryOf(
		'expm1',
		slope((x, y) => add(y, one(x)))
	),
	sqrt: unaryOf(
		'sqrt',
		slope((x, y) => div(constant(x, 0.5), y))
	),
	rsqrt: unaryOf(
		'rsqrt',
		slope((x, y) => mul(constant(x, -0.5), div(y, x)))
	),
	cbrt: unaryOf(
		'cbrt',
		slope((x, y) => mul(constant(x, 1 / 3), integerPow(y, -2)))
	),
	sin: unaryOf(
		'sin',
		slope((x) => unary('cos', x))
	),
	cos: unaryOf('cos', (g, _, [x]) => neg(mul(g, unary('sin', x)))),
	tan: unaryOf(
		'tan',
		slope((x, y) => add(one(x), square(y)))
	),
	asin: unaryOf(
		'asin',
		slope((x) => unary('rsqrt', sub(one(x), square(x))))
	),
	acos: unaryOf('acos', (g, _, [x]) => mul(g, neg(unary('rsqrt', sub(one(x), square(x)))))),
	atan: unaryOf('atan', (g, _, [x]) => div(g, add(one(x), square(x)))),
	sinh: unaryOf(
		'sinh',
		slope((x) => unary('cosh', x))
	),
	cosh: unaryOf(
		'cosh',
		slope((x) => unary('sinh', x))
	),
	tanh: unaryOf('tanh', (g, y, [x]) => mul(add(g, mul(g, y)), sub(one(x), y))),
	asinh: unaryOf(
		'asinh',
		slope((x) => unary('rsqrt', add(square(x), one(x))))
	),
	acosh: unaryOf(
		'acosh',
		slope((x) => unary('rsqrt', mul(sub(x, one(x)), add(x, one(x)))))
	),
	atanh: unaryOf('atanh', (g, _, [x]) => mul(div(one(x), add(one(x), x)), div(g, sub(one(x), x)))),
	logistic: unaryOf(
		'logistic',
		slope((x, y) => mul(y, sub(one(x), y)))
	),
	erf: unaryOf('erf', (g, _, [x]) => mul(constant(x, 2 / Math.sqrt(Math.PI)), mul(g, bell(x)))),
	erfc: unaryOf('erfc', (g, _, [x]) => mul(constant(x, -2 / Math.sqrt(Math.PI)), mul(g, bell(x)))),
	erf_inv: unaryOf('erf_inv', (g, y, [x]) =>
		mul(constant(x, Math.sqrt(Math.PI) / 2), mul(g, unary('exp', square(y))))
	),
	lgamma: unaryOf(
		'lgamma',
		slope((x) => unary('digamma', x))
	),
	digamma: unaryOf(
		'digamma',
		slope((x) => bind1('polygamma', [fullLike(x, 1), x], {}))
	),
	square: unaryOf(
		'square',
		slope((x) => mul(constant(x, 2), x))
	)
};

/** exp(-x²). */
const bell = (x: Value): Value => unary('exp', neg(square(x)));

const replaceZero = (x: Value): Value => select(binary('eq', x, constant(x, 0)), x, fullLike(x, 1));

/** 1 where x is the result, half of it where y is too. */
export const share = (x: Value, out: Value, y: Value): Value => {
	const is = (v: Value, yes: number, no: number): Value => {
		const same = binary('eq', v, out);
		const made = fullLike(out, yes);
		return select(same, fullLike(out, no), made);
	};
	return div(is(x, 1, 0), is(y, 2, 1));
};

const chooser = (op: 'max' | 'min'): Jvp<Params[Binary]> =>
	parts(
		op,
		(g, out, [x, y]) => mul(g, share(x, out, y)),
		(g, out, [x, y]) => mul(g, share(y, out, x))
	);

/** The tangent as wide as the result. */
const same: Part<Binary> = (g, out) => stretched(g, shapeOf(out));

/** Where both operands vary, the tangents go through the primitive itself. */
function sums(op: 'add' | 'add_any' | 'sub', second: Part<Binary>): Jvp<Params[Binary]> {
	const single = parts(op, same, second);
	const both = linear(op);
	return (context, primals, tangents, params) =>
		(tangents.includes(null) ? single : both)(context, primals, tangents, params);
}

const bilinear: Jvp<Params[Binary]> = parts(
	'mul',
	(g, _, [, y]) => mul(g, y),
	(g, _, [x]) => mul(x, g)
);

function powSlope(x: Value, y: Value): Value {
	const { dtype } = avalOf(y);
	if (!isInteger(dtype)) {
		const [a, b] = [convert(x, dtype), convert(y, dtype)];
		return mul(b, binary('pow', a, sub(b, one(b))));
	}
	const shape = shapeOf(x).length > 0 ? shapeOf(x) : shapeOf(y);
	const [base, exponent] = [stretched(x, shape), stretched(y, shape)];
	const factor = convert(replaceZero(exponent), avalOf(x).dtype);
	const jac = mul(factor, binary('pow', base, sub(exponent, one(exponent))));
	return select(binary('eq', exponent, constant(exponent, 0)), jac, fullLike(jac, 0));
}

const refusedAs =
	(op: Binary): Jvp<Params[Binary]> =>
	() => {
		throw refused(op);
	};

export const binaryJvps: { readonly [P in Binary]: Jvp<Params[P]> } = {
	add: sums('add', same),
	add_any: sums('add_any', same),
	sub: sums('sub', (g, out) => stretched(neg(g), shapeOf(out))),
	mul: bilinear,
	div: parts(
		'div',
		(g, _, [, y]) => div(g, y),
		(g, _, [x, y]) => mul(mul(neg(g), x), integerPow(y, -2))
	),
	rem: parts('rem', same, (g, _, [x, y]) =>
		mul(neg(g), mul(unary('sign', div(x, y)), unary('floor', unary('abs', div(x, y)))))
	),
	pow: parts(
		'pow',
		(g, _, [x, y]) => mul(g, powSlope(x, y)),
		(g, out, [x]) => mul(g, mul(unary('log', replaceZero(x)), out))
	),
	max: chooser('max'),
	min: chooser('min'),
	atan2: parts(
		'atan2',
		(g, _, [x, y]) => mul(g, div(y, add(square(x), square(y)))),
		(g, _, [x, y]) => mul(g, div(neg(x), add(square(x), square(y))))
	),
	nextafter: refusedAs('nextafter'),
	eq: flat('eq'),
	ne: flat('ne'),
	lt: flat('lt'),
	le: flat('le'),
	gt: flat('gt'),
	ge: flat('ge'),
	and: flat('and'),
	or: flat('or'),
	xor: flat('xor'),
	shift_left: flat('shift_left'),
	shift_right_logical: flat('shift_right_logical'),
	shift_right_arithmetic: flat('shift_right_arithmetic')
};

export const jvpIntegerPow: Jvp<Params['integer_pow']> = parts('integer_pow', (g, _, [x], { y }) =>
	y === 0 ? fullLike(x, 0) : y === 1 ? g : mul(g, mul(constant(x, y), y === 2 ? x : integerPow(x, y - 1)))
);

export const jvpSelect: Jvp<Params['select_n']> = (_, [which, ...cases], [, ...tangents]) => {
	const out = select(which, ...cases);
	const made = tangents.map((t, i) => instantiate(t, cases[i]));
	return { outs: [out], tangents: [select(which, ...made)] };
};

/** The tangent where `which` holds. */
const where = (which: Value, g: Value, out: Value): Value =>
	select(which, fullLike(out, 0), stretched(g, shapeOf(out)));

const below = (x: Value, y: Value): Value => binary('lt', x, y);
const both = (a: Value, b: Value): Value => binary('and', a, b);

export const jvpClamp: Jvp<Params['clamp']> = (context, [low, x, high], tangents) => {
	const { shape } = avalOf(x);
	const [wideLow, wideHigh] = [stretched(low, shape), stretched(high, shape)];
	return clamped(context, [wideLow, x, wideHigh], tangents, {});
};

const clamped: Jvp<Params['clamp']> = parts(
	'clamp',
	(g, out, [low, x, high]) => where(both(below(x, low), below(low, high)), g, out),
	(g, out, [low, x, high]) => where(both(below(low, x), below(x, high)), g, out),
	(g, out, [, x, high]) => where(below(high, x), g, out)
);

/** To a type that does not vary there is no tangent. */
export const jvpConvert: Jvp<Params['convert_element_type']> = (_, [x], [t], params) => {
	const out = bind1('convert_element_type', [x], params);
	if (t === null || !varies(avalOf(out))) return withoutTangents([out]);
	return { outs: [out], tangents: [convert(t, params.new_dtype, params.weak_type)] };
};
