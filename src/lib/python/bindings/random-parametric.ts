import type { DType } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import type { Value } from '$lib/core/interpreter';
import { index } from '$lib/api/arguments';
import { dtypeOf } from '$lib/api/dtypes';
import * as balls from '$lib/api/random/ball';
import * as binomials from '$lib/api/random/binomial';
import * as fromGamma from '$lib/api/random/from-gamma';
import { gamma, loggamma } from '$lib/api/random/gamma';
import * as parameters from '$lib/api/random/parametric';
import { poisson } from '$lib/api/random/poisson';
import { toValue } from '$lib/api/values';
import { native, type NativeFunction } from '../native';
import { family } from './family';
import { floatType, intType, keyOf, shapeOf, shapeOrNull } from './random-arguments';

type WithOne = (key: Value, parameter: Value, shape: Shape | null, dtype: DType) => Value;

/** A distribution with one parameter. */
const withOne = (name: string, parameter: string, draw: WithOne, type = floatType) =>
	native(
		`${name}(key, ${parameter}, shape=None, dtype=None)`,
		(key: unknown, x: unknown, shape: unknown, dtype: unknown) =>
			draw(keyOf(key), toValue(x, name), shapeOrNull(shape), type(dtype))
	);

/** Distributions with parameters of their own. */
export const parametric = (): Record<string, NativeFunction> =>
	family(
		withOne('gamma', 'a', gamma),
		withOne('loggamma', 'a', loggamma),
		withOne('dirichlet', 'alpha', fromGamma.dirichlet),
		withOne('chisquare', 'df', fromGamma.chisquare),
		withOne('t', 'df', fromGamma.studentT),
		withOne('poisson', 'lam', poisson, intType),
		withOne('pareto', 'b', parameters.pareto),
		withOne('rayleigh', 'scale', parameters.rayleigh),
		withOne('geometric', 'p', parameters.geometric, intType),
		withOne('wald', 'mean', balls.wald),
		native(
			'f(key, dfnum, dfden, shape=None, dtype=None)',
			(key: unknown, top: unknown, bottom: unknown, shape: unknown, dtype: unknown) =>
				fromGamma.fRatio(
					keyOf(key),
					toValue(top, 'f'),
					toValue(bottom, 'f'),
					shapeOrNull(shape),
					floatType(dtype)
				)
		),
		native(
			'generalized_normal(key, p, shape=(), dtype=None)',
			(key: unknown, p: unknown, shape: unknown, dtype: unknown) =>
				balls.generalizedNormal(
					keyOf(key),
					toValue(p, 'generalized_normal'),
					shapeOf(shape),
					floatType(dtype)
				)
		),
		native(
			'ball(key, d, p=2, shape=(), dtype=None)',
			(key: unknown, d: unknown, p: unknown, shape: unknown, dtype: unknown) =>
				balls.ball(
					keyOf(key),
					index(d, 'The error occurred in jax.random.ball()'),
					toValue(p, 'ball'),
					shapeOf(shape),
					floatType(dtype)
				)
		),
		native(
			'double_sided_maxwell(key, loc, scale, shape=(), dtype=None)',
			(key: unknown, loc: unknown, scale: unknown, shape: unknown, dtype: unknown) =>
				balls.doubleSidedMaxwell(
					keyOf(key),
					toValue(loc, 'double_sided_maxwell'),
					toValue(scale, 'double_sided_maxwell'),
					shapeOf(shape),
					floatType(dtype)
				)
		),
		native(
			'binomial(key, n, p, shape=None, dtype=None)',
			(key: unknown, n: unknown, p: unknown, shape: unknown, dtype: unknown) =>
				binomials.binomial(
					keyOf(key),
					toValue(n, 'binomial'),
					toValue(p, 'binomial', 1),
					shapeOrNull(shape),
					floatType(dtype)
				)
		),
		native(
			'multinomial(key, n, p, *, shape=None, dtype=None, unroll=1)',
			(key: unknown, n: unknown, p: unknown, shape: unknown, dtype: unknown) =>
				binomials.multinomial(
					keyOf(key),
					toValue(n, 'multinomial'),
					toValue(p, 'multinomial', 1),
					shapeOrNull(shape),
					floatType(dtype)
				)
		),
		native(
			'beta(key, a, b, shape=None, dtype=None)',
			(key: unknown, a: unknown, b: unknown, shape: unknown, dtype: unknown) =>
				fromGamma.beta(
					keyOf(key),
					toValue(a, 'beta'),
					toValue(b, 'beta'),
					shapeOrNull(shape),
					floatType(dtype)
				)
		),
		native(
			'lognormal(key, sigma=1.0, shape=None, dtype=None)',
			(key: unknown, sigma: unknown, shape: unknown, dtype: unknown) =>
				parameters.lognormal(keyOf(key), toValue(sigma, 'lognormal'), shapeOrNull(shape), floatType(dtype))
		),
		native(
			'orthogonal(key, n, shape=(), dtype=None, m=None)',
			(key: unknown, n: unknown, shape: unknown, dtype: unknown, m: unknown) => {
				const rows = index(n, 'The error occurred in jax.random.orthogonal()');
				const columns = m === null ? rows : index(m, 'The error occurred in jax.random.orthogonal()');
				return parameters.orthogonal(keyOf(key), rows, columns, shapeOf(shape), floatType(dtype));
			}
		),
		native('maxwell(key, shape=(), dtype=None)', (key: unknown, shape: unknown, dtype: unknown) =>
			parameters.maxwell(keyOf(key), shapeOf(shape), floatType(dtype))
		),
		native(
			'weibull_min(key, scale, concentration, shape=(), dtype=None)',
			(key: unknown, scale: unknown, concentration: unknown, shape: unknown, dtype: unknown) =>
				parameters.weibullMin(
					keyOf(key),
					toValue(scale, 'weibull_min'),
					toValue(concentration, 'weibull_min'),
					shapeOf(shape),
					floatType(dtype)
				)
		),
		native(
			'triangular(key, left, mode, right, shape=None, dtype=None)',
			(key: unknown, left: unknown, mode: unknown, right: unknown, shape: unknown, dtype: unknown) =>
				parameters.triangular(
					keyOf(key),
					toValue(left, 'triangular'),
					toValue(mode, 'triangular'),
					toValue(right, 'triangular'),
					shapeOrNull(shape),
					floatType(dtype)
				)
		),
		native(
			"multivariate_normal(key, mean, cov, shape=None, dtype=None, method='cholesky')",
			(key: unknown, mean: unknown, cov: unknown, shape: unknown, dtype: unknown, method: unknown) =>
				parameters.multivariateNormal(
					keyOf(key),
					toValue(mean, 'multivariate_normal'),
					toValue(cov, 'multivariate_normal'),
					shapeOrNull(shape),
					dtypeOf(dtype),
					method as parameters.FactorMethod
				)
		)
	);
