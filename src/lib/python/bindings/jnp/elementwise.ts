import * as arithmetic from '$lib/api/jnp/arithmetic';
import { clip } from '$lib/api/jnp/choosing';
import { logaddexp, logaddexp2 } from '$lib/api/jnp/logaddexp';
import * as logic from '$lib/api/jnp/logic';
import * as ufuncs from '$lib/api/jnp/ufuncs';
import { index } from '$lib/api/arguments';
import { native } from '../../native';
import { equipAll } from './ufunc-methods';
import { aliases, binaries, family, flag, tupleOf, unaries } from '../family';
import { firstBinaries, firstUnaries } from '../first';

const unary = unaries({
	positive: arithmetic.positive,
	sign: arithmetic.sign,
	fabs: arithmetic.fabs,
	reciprocal: arithmetic.reciprocal,
	floor: arithmetic.floor,
	ceil: arithmetic.ceil,
	trunc: arithmetic.trunc,
	rint: arithmetic.rint,
	exp2: ufuncs.exp2,
	expm1: ufuncs.expm1,
	log1p: ufuncs.log1p,
	log2: ufuncs.log2,
	log10: ufuncs.log10,
	cbrt: ufuncs.cbrt,
	tan: ufuncs.tan,
	arcsin: ufuncs.arcsin,
	arccos: ufuncs.arccos,
	arctan: ufuncs.arctan,
	sinh: ufuncs.sinh,
	cosh: ufuncs.cosh,
	arcsinh: ufuncs.arcsinh,
	arccosh: ufuncs.arccosh,
	arctanh: ufuncs.arctanh,
	sinc: ufuncs.sinc,
	deg2rad: ufuncs.deg2rad,
	rad2deg: ufuncs.rad2deg,
	isnan: ufuncs.isnan,
	isinf: ufuncs.isinf,
	isfinite: ufuncs.isfinite,
	isposinf: ufuncs.isposinf,
	isneginf: ufuncs.isneginf,
	signbit: ufuncs.signbit,
	invert: ufuncs.invert,
	bitwise_count: ufuncs.bitwiseCount,
	logical_not: logic.logicalNot
});

const binary = binaries({
	add: arithmetic.add,
	subtract: arithmetic.subtract,
	multiply: arithmetic.multiply,
	true_divide: arithmetic.trueDivide,
	floor_divide: arithmetic.floorDivide,
	remainder: arithmetic.remainder,
	fmod: arithmetic.fmod,
	power: arithmetic.power,
	float_power: arithmetic.floatPower,
	nextafter: arithmetic.nextafter,
	heaviside: arithmetic.heaviside,
	arctan2: ufuncs.arctan2,
	hypot: ufuncs.hypot,
	logaddexp: logaddexp,
	logaddexp2: logaddexp2,
	copysign: ufuncs.copysign,
	ldexp: ufuncs.ldexp,
	fmax: ufuncs.fmax,
	fmin: ufuncs.fmin,
	equal: ufuncs.equal,
	not_equal: ufuncs.notEqual,
	less: ufuncs.less,
	less_equal: ufuncs.lessEqual,
	greater: ufuncs.greater,
	greater_equal: ufuncs.greaterEqual,
	bitwise_and: ufuncs.bitwiseAnd,
	bitwise_or: ufuncs.bitwiseOr,
	bitwise_xor: ufuncs.bitwiseXor,
	left_shift: ufuncs.leftShift,
	right_shift: ufuncs.rightShift,
	logical_and: logic.logicalAnd,
	logical_or: logic.logicalOr,
	logical_xor: logic.logicalXor
});

equipAll({ ...binary, ...firstBinaries });

const others = family(
	native('divmod(x1, x2, /)', (x: unknown, y: unknown) => tupleOf(arithmetic.divmod(x, y))),
	native('modf(x, /)', (x: unknown) => tupleOf(ufuncs.modf(x))),
	native('round(a, decimals=0, out=None)', (x: unknown, decimals: unknown) =>
		arithmetic.roundTo(x, index(decimals))
	),
	native('clip(arr, /, min=None, max=None)', clip),
	native(
		'nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None)',
		(x: unknown, _: unknown, nan: unknown, posinf: unknown, neginf: unknown) =>
			ufuncs.nanToNum(x, { nan, posinf, neginf })
	),
	native(
		'isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)',
		(a: unknown, b: unknown, rtol: unknown, atol: unknown, equalNan: unknown) =>
			ufuncs.isclose(a, b, { rtol, atol, equalNan: flag(equalNan) })
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
