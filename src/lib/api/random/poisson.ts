import { type Tuple, tuple } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import { add, binary, convert, div, log, mul, neg, select, sub, unary } from '$lib/core/ops';
import type { DType } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import { broadcastTo } from '../broadcast';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import { anyOf, hiddenLoop, itemsOf } from './hidden-loop';
import { checkKey, splitInto } from './keys';
import { shapeIn } from './shapes';
import { uniform } from './uniform';

/** As many as JAX allows. */
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
