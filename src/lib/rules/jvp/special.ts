import { ProgramError } from '$lib/core/errors';
import { bind1, type Value } from '$lib/core/interpreter';
import { add, binary, fullLike, log, mul, neg, select, sub, unary } from '$lib/core/ops';
import type { Params, Special } from '$lib/core/primitive';
import type { Jvp } from '../differentiating';
import { constant, parts } from './families';

/** Derivatives of the functions of statistics, in JAX's formulas (jax/_src/lax/special.py). */

const special = (name: Special, ...args: Value[]): Value => bind1(name, args, {});
const lgamma = (x: Value): Value => unary('lgamma', x);

/** x^(a-1) e^-x / gamma(a) */
const gammaDensity = (a: Value, x: Value): Value =>
	unary('exp', sub(sub(mul(sub(a, constant(a, 1)), log(x)), x), lgamma(a)));

function betaDensity(a: Value, b: Value, x: Value): Value {
	const beta = sub(add(lgamma(a), lgamma(b)), lgamma(add(a, b)));
	const upper = mul(sub(b, constant(b, 1)), unary('log1p', neg(x)));
	return unary('exp', sub(add(upper, mul(sub(a, constant(a, 1)), log(x))), beta));
}

/** The slope of `bessel_i1e`, a half at 0. */
function besselSlope(x: Value, y: Value): Value {
	const epsilon = 2 ** -23;
	const apart = binary('gt', unary('abs', x), constant(x, epsilon));
	const safe = select(apart, fullLike(x, epsilon), x);
	const inverse = binary('div', constant(x, 1), safe);
	const slope = sub(special('bessel_i0e', safe), mul(y, add(unary('sign', safe), inverse)));
	return select(apart, fullLike(x, 0.5), slope);
}

const refuse = (type: 'ValueError' | 'NotImplementedError', text: string) => (): never => {
	throw new ProgramError(type, text);
};

const unsupported = (name: string) =>
	refuse('NotImplementedError', `Differentiation rule for '${name}' not implemented`);

const noShape = refuse('ValueError', 'Betainc gradient with respect to a and b not supported.');

export const specialJvps: { readonly [S in Special]: Jvp<Params[S]> } = {
	zeta: unsupported('zeta'),
	igamma_grad_a: unsupported('igamma_grad_a'),
	random_gamma_grad: unsupported('random_gamma_grad'),
	polygamma: parts(
		'polygamma',
		refuse('ValueError', 'polygamma gradient with respect to m is not supported'),
		(g, _, [m, x]) => mul(g, special('polygamma', add(m, constant(m, 1)), x))
	),
	igamma: parts(
		'igamma',
		(g, _, [a, x]) => mul(g, special('igamma_grad_a', a, x)),
		(g, _, [a, x]) => mul(g, gammaDensity(a, x))
	),
	igammac: parts(
		'igammac',
		(g, _, [a, x]) => neg(mul(g, special('igamma_grad_a', a, x))),
		(g, _, [a, x]) => neg(mul(g, gammaDensity(a, x)))
	),
	regularized_incomplete_beta: parts('regularized_incomplete_beta', noShape, noShape, (g, _, [a, b, x]) =>
		mul(betaDensity(a, b, x), g)
	),
	bessel_i0e: parts('bessel_i0e', (g, y, [x]) =>
		mul(g, sub(special('bessel_i1e', x), mul(unary('sign', x), y)))
	),
	bessel_i1e: parts('bessel_i1e', (g, y, [x]) => mul(g, besselSlope(x, y)))
};
