import { NDArray } from '$lib/array/ndarray';
import type { DType } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import { isValue, type Value } from '$lib/core/interpreter';
import { index, shapeOf as anyShape } from '$lib/api/arguments';
import { dtypeOf } from '$lib/api/dtypes';
import * as keys from '$lib/api/random/keys';
import * as uniforms from '$lib/api/random/uniform';
import { categorical, choice } from '$lib/api/random/choose';
import * as balls from '$lib/api/random/ball';
import * as binomials from '$lib/api/random/binomial';
import * as gammas from '$lib/api/random/gamma';
import * as parameters from '$lib/api/random/parametric';
import {
	cauchy,
	exponential,
	gumbel,
	laplace,
	logistic,
	type Sampler,
	type SamplingMode
} from '$lib/api/random/continuous';
import { rademacher, randint } from '$lib/api/random/integers';
import { normal, truncatedNormal } from '$lib/api/random/normal';
import { permutation } from '$lib/api/random/permute';
import { arrayFrom, isScalar, toValue } from '$lib/api/values';
import { Tuple } from '$lib/core/containers';
import { pyError, typeError } from '../errors';
import { registerModule } from '../module';
import { native } from '../native';
import { reprOf } from '../repr';
import { truth } from '../truth';
import { typeOf } from '../types';
import { family } from './family';
import { lacking } from './lacking';

/** A key argument: an array. */
function keyOf(x: unknown): Value {
	if (isValue(x)) return x;
	if (isScalar(x))
		throw typeError(
			'JAX encountered invalid PRNG key data: expected key_data to have ndim, shape, and dtype attributes. Got ' +
				reprOf(x)
		);
	throw typeError(`unexpected PRNG key type ${typeOf(x).toString()}`);
}

/** A seed: a Python integer keeps its low 32 bits. */
function seedOf(x: unknown): Value {
	if (typeof x === 'bigint') {
		if (BigInt.asIntN(64, x) !== x && BigInt.asUintN(64, x) !== x)
			throw pyError('OverflowError', 'Python int too large to convert to C long');
		return keys.seedOf(x);
	}
	if (isValue(x)) return x;
	if (typeof x === 'boolean') return keys.seedOf(BigInt(x));
	if (typeof x === 'number') throw typeError('PRNG key seed must be an integer; got JitTracer(~float32[])');
	return arrayFrom(x);
}

const optional = <T>(read: (x: unknown) => T) => (x: unknown): T | null => (x === null ? null : read(x)); // prettier-ignore
const shapeOrNull = optional(shapeOf);
const typeFor =
	(whenNone: DType) =>
	(x: unknown): DType =>
		dtypeOf(x) ?? whenNone;
const floatType = typeFor('float32');
const intType = typeFor('int32');

/** Python integers that int32 does not hold are refused as arguments of a jitted function are. */
function bound(x: unknown, path: string): Value {
	if (typeof x === 'bigint' && BigInt.asIntN(32, x) !== x)
		throw pyError(
			'OverflowError',
			`An overflow was encountered while parsing an argument to a jitted computation, whose argument path is ${path}.`
		);
	return toValue(x, 'randint');
}

/** A shape; Python's floats are no sizes. */
function shapeOf(x: unknown): Shape {
	const list = x instanceof Tuple ? x.items : Array.isArray(x) ? x : [x];
	if (list.some((size) => typeof size === 'number'))
		throw typeError(
			`Shapes must be 1D sequences of concrete values of integer type, got ${reprOf(new Tuple(list))}.`
		);
	return anyShape(x);
}

const threefry = 'threefry2x32';

/** Lockstep's keys are all of JAX's default kind. */
function checkImpl(impl: unknown): void {
	if (impl === null || impl === threefry) return;
	throw pyError('NotImplementedError', `Lockstep has random keys of impl='${threefry}' only.`);
}

/** JAX's `mode` of some samplers. */
function modeOf(mode: unknown): SamplingMode {
	if (mode === null || mode === 'low' || mode === 'high') return mode;
	if (mode === 'highest') throw pyError('NotImplementedError', "Lockstep has no mode='highest'.");
	throw pyError('ValueError', `got ${reprOf(mode)} for mode, expected low or high`);
}

/** How many keys, or their shape. */
const splitShape = (num: unknown): Shape => shapeOf(num);

const sampler = (name: string, draw: Sampler) =>
	native(`${name}(key, shape=(), dtype=None)`, (key: unknown, shape: unknown, dtype: unknown) =>
		draw(keyOf(key), shapeOf(shape), floatType(dtype))
	);

function choiceShape(shape: unknown): Shape {
	if (shape instanceof Tuple || Array.isArray(shape)) return shapeOf(shape);
	throw typeError(`shape argument of jax.random.choice must be a sequence, got ${reprOf(shape)}`);
}

/** The integer folded in: of Python's, those that uint32 holds. */
function foldData(data: unknown): Value {
	if (typeof data !== 'bigint') return toValue(data, 'fold_in');
	if (data < 0n || data >= 1n << 32n)
		throw pyError('OverflowError', `Python integer ${data} out of bounds for uint32`);
	return new NDArray('uint32', [], Uint32Array.of(Number(data)));
}

const others = 'key_dtype rbg_key threefry2x32_key unsafe_rbg_key';

type WithOne = (key: Value, parameter: Value, shape: Shape | null, dtype: DType) => Value;

/** A distribution with one parameter. */
const withOne = (name: string, parameter: string, draw: WithOne, type = floatType) =>
	native(
		`${name}(key, ${parameter}, shape=None, dtype=None)`,
		(key: unknown, x: unknown, shape: unknown, dtype: unknown) =>
			draw(keyOf(key), toValue(x, name), shapeOrNull(shape), type(dtype))
	);

/** Distributions with parameters of their own. */
const parametric = () =>
	family(
		withOne('gamma', 'a', gammas.gamma),
		withOne('loggamma', 'a', gammas.loggamma),
		withOne('dirichlet', 'alpha', gammas.dirichlet),
		withOne('chisquare', 'df', gammas.chisquare),
		withOne('t', 'df', gammas.studentT),
		withOne('poisson', 'lam', gammas.poisson, intType),
		withOne('pareto', 'b', parameters.pareto),
		withOne('rayleigh', 'scale', parameters.rayleigh),
		withOne('geometric', 'p', parameters.geometric, intType),
		withOne('wald', 'mean', balls.wald),
		native(
			'f(key, dfnum, dfden, shape=None, dtype=None)',
			(key: unknown, top: unknown, bottom: unknown, shape: unknown, dtype: unknown) =>
				gammas.fRatio(
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
				gammas.beta(keyOf(key), toValue(a, 'beta'), toValue(b, 'beta'), shapeOrNull(shape), floatType(dtype))
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

registerModule(
	'jax.random',
	() => ({
		...parametric(),
		key: native('key(seed, *, impl=None, dtype=None)', (seed: unknown, impl: unknown) => {
			checkImpl(impl);
			return keys.key(seedOf(seed));
		}),
		PRNGKey: native('PRNGKey(seed, *, impl=None)', (seed: unknown, impl: unknown) => {
			checkImpl(impl);
			return keys.PRNGKey(seedOf(seed));
		}),
		split: native('split(key, num=2)', (key: unknown, num: unknown) =>
			keys.split(keyOf(key), splitShape(num))
		),
		fold_in: native('fold_in(key, data)', (key: unknown, data: unknown) =>
			keys.foldIn(keyOf(key), foldData(data))
		),
		key_data: native('key_data(keys)', (key: unknown) => keys.keyData(keyOf(key))),
		wrap_key_data: native(
			'wrap_key_data(key_bits_array, *, impl=None, dtype=None)',
			(data: unknown, impl: unknown) => {
				checkImpl(impl);
				return keys.wrapKeyData(toValue(data, 'wrap_key_data'));
			}
		),
		key_impl: native('key_impl(keys)', (key: unknown) => {
			keys.keyData(keyOf(key));
			return threefry;
		}),
		clone: native('clone(key)', keyOf),
		bits: native('bits(key, shape=(), dtype=None)', (key: unknown, shape: unknown, dtype: unknown) =>
			uniforms.bits(keyOf(key), shapeOf(shape), dtypeOf(dtype) ?? 'uint32')
		),
		uniform: native(
			'uniform(key, shape=(), dtype=None, minval=0.0, maxval=1.0)',
			(key: unknown, shape: unknown, dtype: unknown, low: unknown, high: unknown) =>
				uniforms.uniform(
					keyOf(key),
					shapeOf(shape),
					floatType(dtype),
					toValue(low, 'uniform'),
					toValue(high, 'uniform')
				)
		),
		normal: sampler('normal', normal),
		exponential: sampler('exponential', exponential),
		gumbel: native(
			'gumbel(key, shape=(), dtype=None, mode=None)',
			(key: unknown, shape: unknown, dtype: unknown, mode: unknown) =>
				gumbel(keyOf(key), shapeOf(shape), floatType(dtype), modeOf(mode))
		),
		laplace: sampler('laplace', laplace),
		logistic: sampler('logistic', logistic),
		cauchy: sampler('cauchy', cauchy),
		bernoulli: native(
			'bernoulli(key, p=0.5, shape=None, mode=None)',
			(key: unknown, p: unknown, shape: unknown, mode: unknown) =>
				uniforms.bernoulli(keyOf(key), toValue(p, 'bernoulli'), shapeOrNull(shape), modeOf(mode))
		),
		randint: native(
			'randint(key, shape, minval, maxval, dtype=None)',
			(key: unknown, shape: unknown, low: unknown, high: unknown, dtype: unknown) =>
				randint(keyOf(key), shapeOf(shape), bound(low, 'minval'), bound(high, 'maxval'), intType(dtype))
		),
		rademacher: native(
			'rademacher(key, shape=(), dtype=None)',
			(key: unknown, shape: unknown, dtype: unknown) => rademacher(keyOf(key), shapeOf(shape), intType(dtype))
		),
		truncated_normal: native(
			'truncated_normal(key, lower, upper, shape=None, dtype=None)',
			(key: unknown, lower: unknown, upper: unknown, shape: unknown, dtype: unknown) =>
				truncatedNormal(
					keyOf(key),
					toValue(lower, 'truncated_normal'),
					toValue(upper, 'truncated_normal'),
					shapeOrNull(shape),
					floatType(dtype)
				)
		),
		categorical: native(
			'categorical(key, logits, axis=-1, shape=None, replace=True, mode=None)',
			(key: unknown, logits: unknown, axis: unknown, shape: unknown, replace: unknown, mode: unknown) =>
				categorical(keyOf(key), logits, axis, shapeOrNull(shape), truth(replace), modeOf(mode))
		),
		choice: native(
			'choice(key, a, shape=(), replace=True, p=None, axis=0, mode=None)',
			(
				key: unknown,
				a: unknown,
				shape: unknown,
				replace: unknown,
				p: unknown,
				axis: unknown,
				mode: unknown
			) => choice(keyOf(key), a, choiceShape(shape), { replace: truth(replace), p, axis, mode: modeOf(mode) })
		),
		permutation: native(
			'permutation(key, x, axis=0, independent=False)',
			(key: unknown, x: unknown, axis: unknown, independent: unknown) =>
				permutation(keyOf(key), x, axis, truth(independent))
		)
	}),
	lacking('jax.random', others)
);
