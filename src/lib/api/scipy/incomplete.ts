import { bind1, type Value } from '$lib/core/interpreter';
import { binary, unary } from '$lib/core/ops';
import type { Special } from '$lib/core/primitive';
import { broadcastArrays, promoteArgs, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import * as jnp from '../jnp/arithmetic';
import { sum } from '../jnp/reductions';
import { arange } from '../jnp/creation';
import { expandDims } from '../jnp/shape';
import { where } from '../jnp/where';
import { toValue } from '../values';
import { gammaln, gamma } from './special';

/** Functions of `jax.scipy.special` that are primitives of their own: the operands meet in one type and shape. */
const special =
	(name: string, primitive: Special) =>
	(...operands: unknown[]): Value =>
		bind1(primitive, broadcastArrays(promoteArgs(name, operands, 'inexact')), {});

export const gammainc = special('gammainc', 'igamma');
export const gammaincc = special('gammaincc', 'igammac');
export const betainc = special('betainc', 'regularized_incomplete_beta');
export const zeta = special('zeta', 'zeta');
export const polygamma = special('polygamma', 'polygamma');
export const i0e = special('i0e', 'bessel_i0e');
export const i1e = special('i1e', 'bessel_i1e');

/** Without the factor e^-|x|. */
const unscaled =
	(name: string, scaled: (x: unknown) => Value) =>
	(x: unknown): Value => {
		const [value] = promoteTypes([toValue(x, name)], 'inexact');
		return jnp.multiply(unary('exp', unary('abs', value)), scaled(value));
	};

export const i0 = unscaled('i0', i0e);
export const i1 = unscaled('i1', i1e);

/** gamma(z + m) / gamma(z) */
export const poch = (z: unknown, m: unknown): Value => {
	const [a, b] = promoteArgs('poch', [z, m], 'inexact');
	return jnp.trueDivide(gamma(jnp.add(a, b)), gamma(a));
};

/** The logarithm of the gamma function of `d` dimensions. */
export function multigammaln(a: unknown, d: unknown): Value {
	const [value] = promoteTypes([toValue(a, 'multigammaln')], 'inexact');
	const n = Number(d);
	const constant = ((n * (n - 1)) / 4) * Math.log(Math.PI);
	const halves = jnp.trueDivide(arange(BigInt(n)), 2);
	const terms = gammaln(jnp.subtract(expandDims(value, -1n), halves));
	return jnp.add(sum(terms, { axis: -1n }), constant);
}

/** The sign of the gamma function. */
export function gammasgn(x: unknown): Value {
	const [value] = promoteTypes([toValue(x, 'gammasgn')], 'inexact');
	const odd = binary(
		'ne',
		binary('rem', unary('floor', value), constantLike(value, 2)),
		constantLike(value, 0)
	);
	return where(binary('and', binary('lt', value, constantLike(value, 0)), odd), -1, 1);
}
