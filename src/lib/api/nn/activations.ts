import type { Value } from '$lib/core/interpreter';
import { avalOf, bind } from '$lib/core/interpreter';
import { numpyInts } from '$lib/core/numpy-ints';
import { binary, mul, neg, select, unary } from '$lib/core/ops';
import { ProgramError } from '$lib/core/errors';
import { axisIn } from '../arguments';
import { broadcastTo, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import { callCustomJvp, type CustomJvp } from '$lib/transforms/custom';
import { jitted1 } from '../jitted';
import * as jnp from '../jnp/arithmetic';
import * as jnpRarer from '../jnp/rarer-arithmetic';
import { logaddexp } from '../jnp/logaddexp';
import { maximum, minimum, tanh } from '../jnp/ufuncs';
import { where } from '../jnp/where';
import { scalarArray, toValue } from '../values';

/** Activations by JAX's formulas; integers are taken to float32, save by what is made of `sigmoid`, which refuses them. */
export type Activation = (x: unknown) => Value;

const real = (x: unknown, name: string): Value => promoteTypes([toValue(x, name)], 'inexact')[0];
const weak = (x: number): Value => scalarArray(x);

const activation =
	(name: string, f: (x: Value) => Value): Activation =>
	(x) =>
		jitted1(name, [], (value) => f(real(value, name)), [toValue(x, name)]);

/** A constant of one value in x's type and shape. */
const like = (x: Value, value: number): Value => broadcastTo(constantLike(x, value), avalOf(x).shape);

/** max(x, 0), with the slope 0 at 0, where `max` has a half. */
export const relu: Activation = (x) => callCustomJvp(rectifier, [toValue(x, 'relu')])[0];

const rectifier: CustomJvp = {
	name: 'relu',
	ruleName: 'jvp',
	body: (args) => [jitted1('relu', [], (x) => maximum(x, 0n), args)],
	rule: ([x], [tangent]) => ({
		outs: [relu(x)],
		tangents: [select(positive(x), like(tangent, 0), tangent)]
	})
};

export const relu6: Activation = (x) => callCustomJvp(cappedRectifier, [toValue(x, 'relu6')])[0];

const cappedRectifier: CustomJvp = {
	name: 'relu6',
	ruleName: 'jvp',
	body: (args) => [jitted1('relu6', [], (x) => minimum(maximum(x, 0n), 6n), args)],
	rule: ([x], [tangent]) => ({
		outs: [relu6(x)],
		tangents: [
			select(binary('and', positive(x), binary('lt', x, constantLike(x, 6))), like(tangent, 0), tangent)
		]
	})
};

export const sigmoid: Activation = (x) => unary('logistic', toValue(x, 'sigmoid'));
export const silu: Activation = (x) =>
	jitted1('silu', [], (value) => mul(value, sigmoid(value)), [toValue(x, 'silu')]);
export const softplus = activation('softplus', (x) => logaddexp(x, 0));
export const softSign = activation('soft_sign', (x) => jnp.trueDivide(x, jnp.add(unary('abs', x), 1n)));
export const logSigmoid = activation('log_sigmoid', (x) => neg(softplus(neg(x))));
export const hardSigmoid = activation('hard_sigmoid', (x) => jnp.trueDivide(relu6(jnp.add(x, 3)), 6));
export const hardSilu = activation('hard_silu', (x) => mul(x, hardSigmoid(x)));
export const hardTanh = activation('hard_tanh', (x) =>
	where(
		binary('gt', x, constantLike(x, 1)),
		scalarArray(1n),
		where(binary('lt', x, constantLike(x, -1)), scalarArray(-1n), x)
	)
);
export const mish = activation('mish', (x) => mul(x, tanh(softplus(x))));

const positive = (x: Value): Value => binary('gt', x, constantLike(x, 0));

/** x above 0, alpha (exp(x) - 1) below. */
function exponentialUnit(x: Value, alpha: Value): Value {
	const above = positive(x);
	const safe = where(positive(x), weak(0), x);
	return where(above, x, jnp.multiply(alpha, unary('expm1', safe)));
}

/** An activation with a parameter, which the jaxpr takes only where it is given; else it is a constant of the body. */
const parametric =
	(name: string, f: (x: Value, parameter: Value) => Value, usual: number | bigint) =>
	(x: unknown, parameter?: unknown): Value =>
		jitted1(
			name,
			[],
			(value, given = toValue(usual, name)) => f(real(value, name), given),
			[x, ...(parameter === undefined ? [] : [parameter])].map((each) => toValue(each, name))
		);

export const elu = parametric('elu', exponentialUnit, 1);

export const selu = activation('selu', (x) =>
	jnp.multiply(weak(1.0507009873554805), elu(x, 1.6732632423543772))
);

export const celu = parametric(
	'celu',
	(x, alpha) =>
		jnp.add(maximum(x, 0), jnp.multiply(alpha, unary('expm1', jnp.trueDivide(minimum(x, 0), alpha)))),
	1
);

export const leakyRelu = parametric(
	'leaky_relu',
	(x, slope) => where(binary('ge', x, constantLike(x, 0)), x, jnp.multiply(slope, x)),
	0.01
);

export const squareplus = parametric(
	'squareplus',
	(x, b) => jnp.trueDivide(jnp.add(x, unary('sqrt', jnp.add(unary('square', x), b))), 2n),
	4n
);

/** x times the normal distribution's function, exactly or by the tanh approximation. */
export const gelu = (x: unknown, approximate = true): Value =>
	(approximate ? geluByTanh : geluByErfc)(real(toValue(x, 'gelu'), 'gelu'));

function geluByTanh(x: Value): Value {
	const cube = jnp.multiply(weak(0.044715), jnpRarer.power(x, 3n));
	const inner = mul(constantLike(x, Math.sqrt(2 / Math.PI)), binary('add', x, cube));
	const half = jnp.multiply(weak(0.5), jnp.add(weak(1), tanh(inner)));
	return mul(x, half);
}

function geluByErfc(x: Value): Value {
	const tail = unary('erfc', mul(neg(x), constantLike(x, Math.SQRT1_2)));
	return mul(jnp.multiply(weak(0.5), x), tail);
}

/** The first half along `axis` times the sigmoid of the second. */
export const glu = (x: unknown, axis: unknown = -1n): Value =>
	jitted1('glu', [axis], (value) => gluBody(real(value, 'glu'), axis), [toValue(x, 'glu')]);

function gluBody(x: Value, axis: unknown): Value {
	const { shape } = avalOf(x);
	const along = axisIn(axis, shape.length);
	if (shape[along] % 2 !== 0) throw new ProgramError('AssertionError', 'axis size must be divisible by 2');
	const sizes = numpyInts([shape[along] / 2, shape[along] / 2]);
	const [first, second] = bind('split', [x], { sizes, axis: along });
	return mul(first, sigmoid(second));
}

/** log(1 - exp(-x)) for x > 0. */
export const log1mexp = activation('log1mexp', (x) =>
	where(
		binary('lt', x, constantLike(x, Math.LN2)),
		unary('log', neg(unary('expm1', neg(x)))),
		unary('log1p', neg(unary('exp', neg(x))))
	)
);

export const identity: Activation = (x) => toValue(x, 'identity');
export { tanh };
