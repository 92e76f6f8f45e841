import type { DType } from '$lib/array/dtype';
import type { Value } from '$lib/core/interpreter';
import { index, shapeOf } from '$lib/api/arguments';
import { dtypeOf } from '$lib/api/dtypes';
import * as activations from '$lib/api/nn/activations';
import * as initializers from '$lib/api/nn/initializers';
import { logsumexp, logsumexpSigned, logSoftmax, oneHot, softmax, standardize } from '$lib/api/nn/softmax';
import { isValue } from '$lib/core/interpreter';
import { Ellipsis, tuple } from '$lib/core/containers';
import { typeError, valueError } from '../errors';
import { registerModule } from '../module';
import { native, type NativeFunction } from '../native';
import { truth } from '../truth';
import { typeOf } from '../types';
import { aliases, family } from './family';
import { lacking } from './lacking';

const one = (name: string, f: (x: unknown) => Value): NativeFunction => native(`${name}(x)`, f);

/** A default of `...` says that nothing was given. */
const parametric = (signature: string, f: (x: unknown, parameter?: unknown) => Value): NativeFunction =>
	native(signature, (x: unknown, given: unknown) => f(x, given === Ellipsis ? undefined : given));

const functions = family(
	one('relu', activations.relu),
	one('relu6', activations.relu6),
	one('sigmoid', activations.sigmoid),
	one('tanh', activations.tanh),
	one('softplus', activations.softplus),
	one('silu', activations.silu),
	one('mish', activations.mish),
	one('soft_sign', activations.softSign),
	one('log_sigmoid', activations.logSigmoid),
	one('hard_sigmoid', activations.hardSigmoid),
	one('hard_silu', activations.hardSilu),
	one('hard_tanh', activations.hardTanh),
	one('selu', activations.selu),
	one('log1mexp', activations.log1mexp),
	one('identity', activations.identity),
	parametric('elu(x, alpha=...)', activations.elu),
	parametric('celu(x, alpha=...)', activations.celu),
	parametric('leaky_relu(x, negative_slope=...)', activations.leakyRelu),
	parametric('squareplus(x, b=...)', activations.squareplus),
	native('gelu(x, approximate=True)', (x: unknown, approximate: unknown) =>
		activations.gelu(x, truth(approximate))
	),
	native('glu(x, axis=-1)', activations.glu),
	native('softmax(x, axis=-1, where=None)', (x: unknown, axis: unknown, where: unknown) =>
		softmax(x, { axis, where })
	),
	native('log_softmax(x, axis=-1, where=None)', (x: unknown, axis: unknown, where: unknown) =>
		logSoftmax(x, { axis, where })
	),
	native(
		'logsumexp(a, axis=None, b=None, keepdims=False, return_sign=False, where=None)',
		(a: unknown, axis: unknown, b: unknown, keepdims: unknown, sign: unknown, where: unknown) => {
			const options = { axis, b, keepdims: truth(keepdims), where };
			return truth(sign) ? tuple(...logsumexpSigned(a, options)) : logsumexp(a, options);
		}
	),
	native(
		'standardize(x, axis=-1, mean=None, variance=None, epsilon=1e-05, where=None)',
		(x: unknown, axis: unknown, mean: unknown, variance: unknown, epsilon: unknown, where: unknown) =>
			standardize(x, axis, { mean, variance, where }, epsilon)
	),
	native(
		'one_hot(x, num_classes, *, dtype=None, axis=-1)',
		(x: unknown, n: unknown, dtype: unknown, axis: unknown) => oneHot(x, n, axis, dtype)
	)
);

registerModule(
	'jax.nn',
	{ ...functions, ...aliases({ swish: 'silu', hard_swish: 'hard_silu' }, functions) },
	lacking('jax.nn', 'get_scaled_dot_general_config scaled_dot_general scaled_matmul')
);

const typeFor = (dtype: unknown): DType => dtypeOf(dtype) ?? 'float32';

/** What an initializer's maker gives: a function of a key, a shape and a type. */
const initializer = (init: initializers.Initializer): NativeFunction =>
	native(
		'init(key, shape, dtype=None, out_sharding=None)',
		(key: unknown, shape: unknown, dtype: unknown) => {
			if (!isValue(key) && key !== null)
				throw typeError(`unexpected PRNG key type ${typeOf(key).toString()}`);
			return init(key as Value, shapeOf(shape), dtypeOf(dtype) ?? undefined);
		}
	);

const fixed = (name: string, value: number): NativeFunction =>
	native(`${name}(key, shape, dtype=None)`, (_: unknown, shape: unknown, dtype: unknown) =>
		initializers.constantly(value)(_ as Value, shapeOf(shape), typeFor(dtype))
	);

const scaling = (
	name: string,
	scale: number,
	mode: initializers.Mode,
	distribution: initializers.Distribution
): NativeFunction =>
	native(
		`${name}(in_axis=-2, out_axis=-1, batch_axis=(), dtype=None)`,
		(inAxis: unknown, outAxis: unknown, _: unknown, dtype: unknown) =>
			initializer(
				initializers.varianceScaling(scale, mode, distribution, typeFor(dtype), {
					inAxis: index(inAxis),
					outAxis: index(outAxis)
				})
			)
	);

const modes = ['fan_in', 'fan_out', 'fan_avg'];
const distributions = ['truncated_normal', 'normal', 'uniform'];

function varianceScaling(
	scale: unknown,
	mode: unknown,
	distribution: unknown,
	...rest: unknown[]
): NativeFunction {
	if (!modes.includes(mode as string))
		throw valueError(`invalid mode for variance scaling initializer: ${String(mode)}`);
	if (!distributions.includes(distribution as string))
		throw valueError(`invalid distribution for variance scaling initializer: ${String(distribution)}`);
	const axes = { inAxis: index(rest[0]), outAxis: index(rest[1]) };
	return initializer(
		initializers.varianceScaling(
			Number(scale),
			mode as initializers.Mode,
			distribution as initializers.Distribution,
			typeFor(rest[3]),
			axes
		)
	);
}

const makers = family(
	native('normal(stddev=0.01, dtype=None)', (stddev: unknown, dtype: unknown) =>
		initializer(initializers.normal(Number(stddev), typeFor(dtype)))
	),
	native('uniform(scale=0.01, dtype=None)', (scale: unknown, dtype: unknown) =>
		initializer(initializers.uniform(Number(scale), typeFor(dtype)))
	),
	native(
		'truncated_normal(stddev=0.01, dtype=None, lower=-2.0, upper=2.0)',
		(stddev: unknown, dtype: unknown, lower: unknown, upper: unknown) =>
			initializer(initializers.truncatedNormal(Number(stddev), typeFor(dtype), Number(lower), Number(upper)))
	),
	native('constant(value, dtype=None)', (value: unknown, dtype: unknown) =>
		initializer((key, shape, asked) =>
			initializers.constantly(Number(value))(key, shape, asked ?? typeFor(dtype))
		)
	),
	native(
		'variance_scaling(scale, mode, distribution, in_axis=-2, out_axis=-1, batch_axis=(), dtype=None)',
		varianceScaling
	),
	native(
		'orthogonal(scale=1.0, column_axis=-1, dtype=None)',
		(scale: unknown, axis: unknown, dtype: unknown) =>
			initializer(initializers.orthogonal(Number(scale), index(axis), typeFor(dtype)))
	),
	scaling('glorot_uniform', 1, 'fan_avg', 'uniform'),
	scaling('glorot_normal', 1, 'fan_avg', 'truncated_normal'),
	scaling('lecun_uniform', 1, 'fan_in', 'uniform'),
	scaling('lecun_normal', 1, 'fan_in', 'truncated_normal'),
	scaling('he_uniform', 2, 'fan_in', 'uniform'),
	scaling('he_normal', 2, 'fan_in', 'truncated_normal'),
	fixed('zeros', 0),
	fixed('ones', 1)
);

registerModule(
	'jax.nn.initializers',
	{
		...makers,
		...aliases(
			{
				xavier_uniform: 'glorot_uniform',
				xavier_normal: 'glorot_normal',
				kaiming_uniform: 'he_uniform',
				kaiming_normal: 'he_normal'
			},
			makers
		)
	},
	lacking('jax.nn.initializers', 'delta_orthogonal Initializer')
);
