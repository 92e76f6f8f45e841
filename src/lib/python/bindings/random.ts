import { NDArray } from '$lib/array/ndarray';
import type { Shape } from '$lib/array/shape';
import type { Value } from '$lib/core/interpreter';
import { dtypeOf } from '$lib/api/dtypes';
import * as keys from '$lib/api/random/keys';
import * as uniforms from '$lib/api/random/uniform';
import { categorical, choice } from '$lib/api/random/choose';
import { cauchy, exponential, gumbel, laplace, logistic, type Sampler } from '$lib/api/random/continuous';
import { rademacher, randint } from '$lib/api/random/integers';
import { normal, truncatedNormal } from '$lib/api/random/normal';
import { permutation } from '$lib/api/random/permute';
import { toValue } from '$lib/api/values';
import { Tuple } from '$lib/core/containers';
import { pyError, typeError } from '../errors';
import { registerModule } from '../module';
import { native } from '../native';
import { reprOf } from '../repr';
import { truth } from '../truth';
import { lacking } from './lacking';
import {
	bound,
	checkImpl,
	floatType,
	intType,
	keyOf,
	modeOf,
	seedOf,
	shapeOf,
	shapeOrNull,
	splitShape,
	threefry
} from './random-arguments';
import { parametric } from './random-parametric';

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
		clone: native('clone(key)', (key: unknown) => keys.clone(keyOf(key))),
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
