import { type Tuple, tuple } from '$lib/core/containers';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { add, binary, convert, div, log, mul, neg, reshape, select, sub, unary } from '$lib/core/ops';
import type { DType } from '$lib/array/dtype';
import { sizeOf, type Shape } from '$lib/array/shape';
import { callCustomJvp, type CustomJvp } from '$lib/transforms/custom';
import { broadcastTo } from '../broadcast';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import { vmap } from '../vmap/vmap';
import { exponential } from './continuous';
import { hiddenLoop, itemsOf } from './hidden-loop';
import { checkKey, splitInto, splitTyped } from './keys';
import { normal } from './normal';
import { checkFloat, checkShape, shapeIn } from './shapes';
import { uniform } from './uniform';

/** Normal numbers until 1 + c x is positive: that value, and x. */
function positiveCube(key: Value, c: Value): [x: Value, v: Value] {
	const zero = constantLike(c, 0);
	const start = tuple(key, zero, constantLike(c, -1));
	const end = hiddenLoop(
		(state: unknown) => binary('le', itemsOf(state)[2], zero),
		(state: unknown) => {
			const [next, use] = splitInto(itemsOf(state)[0], 2);
			const x = normal(use, [], avalOf(c).dtype);
			return tuple(next, x, add(constantLike(c, 1), mul(x, c)));
		},
		start
	);
	const [, x, v] = itemsOf(end);
	return [x, v];
}

/** Marsaglia and Tsang's rejection for one number, in the steps JAX takes; `inLog` gives its logarithm. */
function gammaOne(given: Value, alpha: Value, inLog: boolean): Value {
	const at = (x: number): Value => constantLike(alpha, x);
	const { dtype } = avalOf(alpha);
	const large = binary('ge', alpha, at(1));
	const shape = select(large, add(alpha, at(1)), alpha);
	const d = sub(shape, at(1 / 3));
	const c = div(at(1 / 3), unary('sqrt', d));
	const [key, last] = splitInto(given, 2);
	const rejected = ([, square, cube, u]: readonly Value[]): Value => {
		const squeezed = binary('ge', u, sub(at(1), mul(at(0.0331), mul(square, square))));
		const bound = add(mul(square, at(0.5)), mul(d, add(sub(at(1), cube), log(cube))));
		return binary('and', squeezed, binary('ge', log(u), bound));
	};
	const draw = ([current]: readonly Value[]): Tuple => {
		const [next, forX, forU] = splitInto(current, 3);
		const [x, v] = positiveCube(forX, c);
		return tuple(next, mul(x, x), mul(mul(v, v), v), uniform(forU, [], dtype));
	};
	const end = hiddenLoop(
		(state: unknown) => rejected(itemsOf(state)),
		(state: unknown) => draw(itemsOf(state)),
		tuple(key, at(0), at(1), at(2))
	);
	const cube = itemsOf(end)[2];
	return inLog
		? logBoosted(last, alpha, large, add(log(d), log(cube)))
		: boosted(last, alpha, large, mul(d, cube));
}

/** Below alpha = 1 the number drawn for alpha + 1 is shrunk by u^(1 / alpha). */
function boosted(key: Value, alpha: Value, large: Value, drawn: Value): Value {
	const u = sub(constantLike(alpha, 1), uniform(key, [], avalOf(alpha).dtype));
	const boost = binary('pow', u, div(constantLike(alpha, 1), alpha));
	return mul(drawn, select(large, boost, constantLike(alpha, 1)));
}

function logBoosted(key: Value, alpha: Value, large: Value, drawn: Value): Value {
	const logU = neg(exponential(key, [], avalOf(alpha).dtype));
	const none = binary('or', large, binary('eq', logU, constantLike(logU, 0)));
	const boost = mul(logU, div(constantLike(alpha, 1), alpha));
	return add(drawn, select(none, boost, constantLike(alpha, 0)));
}

/** A number drawn with each key; its derivative by alpha is that of the distribution function's inverse. */
function gammaCall(inLog: boolean): CustomJvp {
	const one = (k: unknown, x: unknown): Value => gammaOne(k as Value, x as Value, inLog);
	const draw = ([keys, alphas]: readonly Value[]): Value => vmap(one).call([keys, alphas]) as Value;
	return {
		name: '_gamma',
		ruleName: 'jvp',
		body: (args) => [draw(args)],
		rule: (args, [, tangent]) => {
			const drawn = draw(args);
			return { outs: [drawn], tangents: [mul(tangent, gammaSlope(args[1], drawn, inLog))] };
		}
	};
}

const gammaRule = gammaCall(false);
const logGammaRule = gammaCall(true);

/** A logarithm too small for its exponential is taken for the least positive number, as in JAX. */
function gammaSlope(alpha: Value, drawn: Value, inLog: boolean): Value {
	const slope = (sample: Value): Value => bind1('random_gamma_grad', [alpha, sample], {});
	if (!inLog) return slope(drawn);
	const raised = unary('exp', drawn);
	const tiny = broadcastTo(constantLike(raised, 2 ** -126), shapeIn(raised));
	const sample = select(binary('eq', raised, constantLike(raised, 0)), raised, tiny);
	return div(slope(sample), sample);
}

function gammas(given: Value, a: Value, shape: Shape, dtype: DType, inLog: boolean): Value {
	const body = (key: Value, alpha: Value): Value => {
		const n = sizeOf(shape);
		const keys = splitTyped(key, [n]);
		const alphas = reshape(broadcastTo(convert(alpha, dtype), shape), [n]);
		return reshape(callCustomJvp(inLog ? logGammaRule : gammaRule, [keys, alphas])[0], shape);
	};
	return jitted1('_gamma', [shape, dtype, inLog], body, [given, a]);
}

const gammaSampler =
	(name: string, inLog: boolean) =>
	(given: Value, a: Value, shape: Shape | null = null, dtype: DType = 'float32'): Value => {
		const { key } = checkKey(name, given);
		checkFloat('gamma', dtype);
		const asked = shape ?? shapeIn(a);
		checkShape('gamma', asked, shapeIn(a));
		return gammas(key, a, asked, dtype, inLog);
	};

/** `jax.random.gamma` and its logarithm. */
export const gamma = gammaSampler('gamma', false);
export const loggamma = gammaSampler('loggamma', true);
