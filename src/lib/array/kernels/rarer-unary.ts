import { digamma, erfc, lgamma } from './special';
import type { RarerUnary } from './unary';
import * as xla from './xla-rarer';

/** On real numbers, as in `unary.ts`. */
export const rarerUnary: { readonly [K in RarerUnary]: (x: number) => number } = {
	acos: Math.acos,
	acosh: Math.acosh,
	asin: Math.asin,
	asinh: xla.asinh,
	atan: Math.atan,
	atanh: Math.atanh,
	cbrt: Math.cbrt,
	cosh: xla.cosh,
	digamma,
	erf: xla.erf,
	erf_inv: xla.erfInv,
	erfc,
	exp2: xla.exp2,
	expm1: xla.expm1,
	lgamma,
	log1p: xla.log1p,
	sinh: xla.sinh,
	tan: Math.tan
};
