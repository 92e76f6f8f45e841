import * as arithmetic from '$lib/api/jnp/arithmetic';
import * as arithmeticRarer from '$lib/api/jnp/rarer-arithmetic';
import { clip } from '$lib/api/jnp/choosing';
import { logaddexp, logaddexp2 } from '$lib/api/jnp/logaddexp';
import * as logic from '$lib/api/jnp/logic';
import * as ufuncs from '$lib/api/jnp/ufuncs';
import * as ufuncsRarer from '$lib/api/jnp/rarer-ufuncs';
import { index } from '$lib/api/arguments';
import { native } from '../../native';
import { equipAll } from './ufunc-methods';
import { aliases, binaries, family, flag, tupleOf, unaries } from '../family';
import { firstBinaries, firstUnaries } from '../first';

const unary = unaries({
	positive: arithmetic.positive,
	sign: arithmeticRarer.sign,
	fabs: arithmeticRarer.fabs,
	reciprocal: arithmeticRarer.reciprocal,
	floor: arithmeticRarer.floor,
	ceil: arithmeticRarer.ceil,
	trunc: arithmeticRarer.trunc,
	rint: arithmeticRarer.rint,
	exp2: ufuncsRarer.exp2,
	expm1: ufuncsRarer.expm1,
	log1p: ufuncsRarer.log1p,
	log2: ufuncsRarer.log2,
	log10: ufuncsRarer.log10,
	cbrt: ufuncsRarer.cbrt,
	tan: ufuncsRarer.tan,
	arcsin: ufuncsRarer.arcsin,
	arccos: ufuncsRarer.arccos,
	arctan: ufuncsRarer.arctan,
	sinh: ufuncsRarer.sinh,
	cosh: ufuncsRarer.cosh,
	arcsinh: ufuncsRarer.arcsinh,
	arccosh: ufuncsRarer.arccosh,
	arctanh: ufuncsRarer.arctanh,
	sinc: ufuncsRarer.sinc,
	deg2rad: ufuncsRarer.deg2rad,
	rad2deg: ufuncsRarer.rad2deg,
	isnan: ufuncsRarer.isnan,
	isinf: ufuncsRarer.isinf,
	isfinite: ufuncsRarer.isfinite,
	isposinf: ufuncsRarer.isposinf,
	isneginf: ufuncsRarer.isneginf,
	signbit: ufuncsRarer.signbit,
	invert: ufuncsRarer.invert,
	bitwise_count: ufuncsRarer.bitwiseCount,
	logical_not: logic.logicalNot
});

const binary = binaries({
	add: arithmetic.add,
	subtract: arithmetic.subtract,
	multiply: arithmetic.multiply,
	true_divide: arithmetic.trueDivide,
	floor_divide: arithmeticRarer.floorDivide,
	remainder: arithmeticRarer.remainder,
	fmod: arithmeticRarer.fmod,
	power: arithmeticRarer.power,
	float_power: arithmeticRarer.floatPower,
	nextafter: arithmeticRarer.nextafter,
	heaviside: arithmeticRarer.heaviside,
	arctan2: ufuncsRarer.arctan2,
	hypot: ufuncsRarer.hypot,
	logaddexp: logaddexp,
	logaddexp2: logaddexp2,
	copysign: ufuncsRarer.copysign,
	ldexp: ufuncsRarer.ldexp,
	fmax: ufuncsRarer.fmax,
	fmin: ufuncsRarer.fmin,
	equal: ufuncs.equal,
	not_equal: ufuncs.notEqual,
	less: ufuncs.less,
	less_equal: ufuncs.lessEqual,
	greater: ufuncs.greater,
	greater_equal: ufuncs.greaterEqual,
	bitwise_and: ufuncsRarer.bitwiseAnd,
	bitwise_or: ufuncsRarer.bitwiseOr,
	bitwise_xor: ufuncsRarer.bitwiseXor,
	left_shift: ufuncsRarer.leftShift,
	right_shift: ufuncsRarer.rightShift,
	logical_and: logic.logicalAnd,
	logical_or: logic.logicalOr,
	logical_xor: logic.logicalXor
});

equipAll({ ...binary, ...firstBinaries });

const others = family(
	native('divmod(x1, x2, /)', (x: unknown, y: unknown) => tupleOf(arithmeticRarer.divmod(x, y))),
	native('modf(x, /)', (x: unknown) => tupleOf(ufuncsRarer.modf(x))),
	native('round(a, decimals=0, out=None)', (x: unknown, decimals: unknown) =>
		arithmeticRarer.roundTo(x, index(decimals))
	),
	native('clip(arr=None, /, min=None, max=None)', clip),
	native(
		'nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None)',
		(x: unknown, _: unknown, nan: unknown, posinf: unknown, neginf: unknown) =>
			ufuncsRarer.nanToNum(x, { nan, posinf, neginf })
	),
	native(
		'isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)',
		(a: unknown, b: unknown, rtol: unknown, atol: unknown, equalNan: unknown) =>
			ufuncsRarer.isclose(a, b, { rtol, atol, equalNan: flag(equalNan) })
	)
);

const base = { ...firstUnaries, ...firstBinaries, ...unary, ...binary, ...others };

/** Functions that act element by element. */
export const elementwise = {
	...base,
	...aliases(
		{
			asin: 'arcsin',
			acos: 'arccos',
			atan: 'arctan',
			atan2: 'arctan2',
			asinh: 'arcsinh',
			acosh: 'arccosh',
			atanh: 'arctanh',
			radians: 'deg2rad',
			degrees: 'rad2deg',
			divide: 'true_divide',
			mod: 'remainder',
			pow: 'power',
			around: 'round',
			bitwise_not: 'invert',
			bitwise_invert: 'invert',
			bitwise_left_shift: 'left_shift',
			bitwise_right_shift: 'right_shift'
		},
		base
	)
};
