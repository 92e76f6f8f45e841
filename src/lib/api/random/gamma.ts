import { type Tuple, tuple } from '$lib/core/containers';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { add, binary, convert, mul, neg, reshape, select, unary } from '$lib/core/ops';
import type { DType } from '$lib/array/dtype';
import { sizeOf, type Shape } from '$lib/array/shape';
import { callCustomJvp, type CustomJvp } from '$lib/transforms/custom';
import { broadcastShapes, broadcastTo } from '../broadcast';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import { softmax } from '../nn/softmax';
import { vmap } from '../vmap/vmap';
import { exponential } from './continuous';
import { anyOf, hiddenLoop, itemsOf } from './hidden-loop';
import { checkKey, splitInto, splitTyped } from './keys';
import { normal } from './normal';
import { checkFloat, checkShape, shapeIn } from './shapes';
import { uniform } from './uniform';

const sub = (x: Value, y: Value): Value => binary('sub', x, y);
const div = (x: Value, y: Value): Value => binary('div', x, y);
const log = (x: Value): Value => unary('log', x);

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

/** `jax.random.beta` from two gamma numbers, in logarithms. */
export function beta(
	given: Value,
	a: Value,
	b: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('beta', given);
	checkFloat('beta', dtype);
	const asked = shape ?? broadcastShapes(shapeIn(a), shapeIn(b));
	checkShape('beta', asked, shapeIn(a), shapeIn(b));
	const [forA, forB] = splitInto(key, 2);
	const p = loggamma(forA, a, asked, dtype);
	const q = loggamma(forB, b, asked, dtype);
	const top = binary('max', p, q);
	const [x, y] = [unary('exp', sub(p, top)), unary('exp', sub(q, top))];
	return div(x, add(x, y));
}

/** `jax.random.dirichlet`: the softmax of log-gamma numbers. */
export function dirichlet(
	given: Value,
	alpha: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('dirichlet', given);
	checkFloat('dirichlet', dtype);
	const own = shapeIn(alpha);
	const batch = shape ?? own.slice(0, -1);
	checkShape('dirichlet', batch, own.slice(0, -1));
	return softmax(loggamma(key, alpha, [...batch, ...own.slice(-1)], dtype));
}

/** `jax.random.chisquare` */
export function chisquare(
	given: Value,
	df: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('chisquare', given);
	checkFloat('chisquare', dtype);
	const real = convert(df, dtype);
	const drawn = loggamma(key, div(real, constantLike(real, 2)), shape ?? shapeIn(df), dtype);
	return mul(unary('exp', drawn), constantLike(drawn, 2));
}

/** `jax.random.f`: the ratio of two chi-square numbers, each over its degrees of freedom. */
export function fRatio(
	given: Value,
	dfnum: Value,
	dfden: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('f', given);
	checkFloat('f', dtype);
	const asked = shape ?? broadcastShapes(shapeIn(dfnum), shapeIn(dfden));
	checkShape('f', asked, shapeIn(dfnum), shapeIn(dfden));
	const [forDen, forNum] = splitInto(key, 2);
	const share = (k: Value, df: Value): Value => {
		const real = broadcastTo(convert(df, dtype), asked);
		return div(chisquare(k, real, asked, dtype), real);
	};
	return div(share(forNum, dfnum), share(forDen, dfden));
}

/** `jax.random.t`: Student's distribution. */
export function studentT(
	given: Value,
	df: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('t', given);
	checkFloat('t', dtype);
	const asked = shape ?? shapeIn(df);
	checkShape('t', asked, shapeIn(df));
	const [forN, forG] = splitInto(key, 2);
	const real = convert(df, dtype);
	const half = div(real, constantLike(real, 2));
	const g = gamma(forG, half, asked, dtype);
	return mul(normal(forN, asked, dtype), unary('sqrt', div(broadcastTo(half, asked), g)));
}

const mostRounds = 2 ** 31 - 1;
const below = (i: Value): Value => binary('lt', i, constantLike(i, mostRounds));

/** Knuth's method: uniform numbers are multiplied until e^-lam is reached. */
function knuth(key: Value, lam: Value, shape: Shape): Value {
	const limit = neg(lam);
	const zeros = broadcastTo(constantLike(lam, 0), shape);
	const end = hiddenLoop(
		(state: unknown) => {
			const [i, , , product] = itemsOf(state);
			return binary('and', anyOf(binary('gt', product, limit)), below(i));
		},
		(state: unknown) => {
			const [i, k, rest, product] = itemsOf(state);
			const [next, use] = splitInto(rest, 2);
			const more = select(binary('gt', product, limit), k, add(k, constantLike(k, 1)));
			return tuple(add(i, constantLike(i, 1)), more, next, add(product, log(uniform(use, shape))));
		},
		tuple(convert(constantLike(lam, 0), 'int32'), convert(zeros, 'int32'), key, zeros)
	);
	const k = itemsOf(end)[1];
	return sub(k, constantLike(k, 1));
}

/** Hormann's transformed rejection, for large rates. */
function rejection(key: Value, lam: Value, shape: Shape): Value {
	const at = (x: number): Value => constantLike(lam, x);
	const b = add(at(0.931), mul(at(2.53), unary('sqrt', lam)));
	const a = add(at(-0.059), mul(at(0.02483), b));
	const inverse = add(at(1.1239), div(at(1.1328), sub(b, at(3.4))));
	const quick = sub(at(0.9277), div(at(3.6224), sub(b, at(2))));
	const step = (state: unknown): Tuple => {
		const [i, held, accepted, rest] = itemsOf(state);
		const [next, forU, forV] = splitInto(rest, 3);
		const u = sub(uniform(forU, shape), at(0.5));
		const v = uniform(forV, shape);
		const shifted = sub(at(0.5), unary('abs', u));
		const spread = add(div(mul(at(2), a), shifted), b);
		const k = unary('floor', add(add(mul(spread, u), lam), at(0.43)));
		const s = log(div(mul(v, inverse), add(div(a, mul(shifted, shifted)), b)));
		const t = sub(add(neg(lam), mul(k, log(lam))), unary('lgamma', add(k, at(1))));
		const atOnce = binary('and', binary('ge', shifted, at(0.07)), binary('le', v, quick));
		const corner = binary('and', binary('lt', shifted, at(0.013)), binary('gt', v, shifted));
		const out = binary('or', binary('lt', k, at(0)), corner);
		const later = binary('and', unary('not', out), binary('le', s, t));
		const taken = binary('or', atOnce, later);
		return tuple(add(i, constantLike(i, 1)), select(taken, held, k), binary('or', accepted, taken), next);
	};
	const start = tuple(
		convert(at(0), 'int32'),
		broadcastTo(at(-1), shape),
		convert(broadcastTo(at(0), shape), 'bool'),
		key
	);
	const end = hiddenLoop(
		(state: unknown) => {
			const [i, , accepted] = itemsOf(state);
			return binary('and', anyOf(unary('not', accepted)), below(i));
		},
		step,
		start
	);
	return convert(itemsOf(end)[1], 'int32');
}

/** `jax.random.poisson` with rate `lam`. */
export function poisson(given: Value, lam: Value, shape: Shape | null = null, dtype: DType = 'int32'): Value {
	const { key } = checkKey('poisson', given);
	const asked = shape ?? shapeIn(lam);
	const rate = convert(broadcastTo(lam, asked), 'float32');
	return convert(
		jitted1('_poisson', [asked], (k, rates) => poissonBody(k, rates, asked), [key, rate]),
		dtype
	);
}

function poissonBody(key: Value, lam: Value, shape: Shape): Value {
	const full = (x: number): Value => broadcastTo(constantLike(lam, x), shape);
	const small = binary('or', binary('ne', lam, lam), binary('lt', lam, constantLike(lam, 10)));
	const few = knuth(key, select(small, full(0), lam), shape);
	const many = rejection(key, select(small, lam, full(1e5)), shape);
	const drawn = select(small, many, few);
	return select(binary('eq', lam, constantLike(lam, 0)), drawn, broadcastTo(constantLike(drawn, 0), shape));
}
