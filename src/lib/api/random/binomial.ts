import { tuple, type Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import {
	add,
	binary,
	convert,
	cumulative,
	div,
	full,
	log,
	mul,
	neg,
	select,
	sub,
	unary
} from '$lib/core/ops';
import { isFloat, type DType } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import { broadcastShapes, broadcastTo, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import { moveaxis } from '../jnp/shape';
import { takeAt } from '../jnp/searching';
import { where } from '../jnp/where';
import { scan } from '../lax/scan';
import { arrayFrom, constant } from '../values';
import { anyOf, hiddenLoop, itemsOf } from './hidden-loop';
import { checkKey, splitInto, splitTyped } from './keys';
import { checkShape, shapeIn } from './shapes';
import { uniform } from './uniform';

const and = (x: Value, y: Value): Value => binary('and', x, y);
const or = (x: Value, y: Value): Value => binary('or', x, y);
const isNaN = (x: Value): Value => binary('ne', x, x);

/** `jax.random.binomial`: successes of `n` trials, as floating numbers. JAX's two ways, by the mean. */
export function binomial(
	given: Value,
	n: Value,
	p: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('binomial', given);
	if (!isFloat(dtype))
		throw new ProgramError(
			'ValueError',
			`dtype argument to \`binomial\` must be a float dtype, got ${dtype}`
		);
	const asked = shape ?? broadcastShapes(shapeIn(n), shapeIn(p));
	checkShape('binomial', asked, shapeIn(n), shapeIn(p));
	const body = (k: Value, count: Value, chance: Value): Value => draw(k, count, chance, asked, dtype);
	return jitted1('_binomial', [asked, dtype], body, [key, n, p]);
}

function draw(key: Value, n: Value, p: Value, shape: Shape, dtype: DType): Value {
	const [chance] = promoteTypes([p], 'inexact');
	const real = avalOf(chance).dtype;
	const all = (x: number): Value => full(shape, x, real);
	const prob = broadcastTo(convert(chance, real), shape);
	const given = broadcastTo(convert(n, real), shape);
	const few = binary('lt', prob, all(0.5));
	const rarer = select(few, sub(all(1), prob), prob);
	const badCount = or(isNaN(given), binary('lt', given, all(0)));
	const badChance = or(isNaN(rarer), binary('lt', rarer, all(0)));
	const q = select(badChance, rarer, all(0.01));
	const small = or(badCount, binary('le', mul(given, q), all(10)));
	const count = unary('floor', given);
	const drawn = convert(
		select(
			small,
			byRejection(key, select(small, count, all(1e4)), select(small, q, all(0.5)), shape),
			byInversion(key, select(small, all(0), count), q, shape)
		),
		dtype
	);
	const invalid = or(badCount, badChance);
	const endless = binary('eq', unary('abs', given), all(Infinity));
	const known = where(endless, Infinity, where(invalid, NaN, drawn));
	const kept = or(or(or(few, badCount), isNaN(rarer)), endless);
	return select(kept, sub(convert(count, dtype), where(invalid, NaN, drawn)), convert(known, dtype));
}

/** Geometric waiting times are added until `count` is passed. */
function byInversion(key: Value, count: Value, prob: Value, shape: Shape): Value {
	const logs = unary('log1p', neg(prob));
	const zeros = full(shape, 0, avalOf(prob).dtype);
	const open = (state: unknown): Value => binary('le', itemsOf(state)[1], count);
	const end = hiddenLoop(
		(state: unknown) => anyOf(open(state)),
		(state: unknown) => {
			const [times, sum, rest] = itemsOf(state);
			const [use, next] = splitInto(rest, 2);
			const more = select(open(state), times, add(times, constantLike(times, 1)));
			const wait = unary('ceil', div(log(uniform(use, shape, avalOf(prob).dtype)), logs));
			return tuple(more, add(sum, wait), next);
		},
		tuple(zeros, zeros, key)
	);
	const [times] = itemsOf(end);
	return sub(times, constantLike(times, 1));
}

/** Hormann's transformed rejection (BTRS). */
function byRejection(key: Value, count: Value, prob: Value, shape: Shape): Value {
	const at = (x: number): Value => full(shape, x, avalOf(prob).dtype);
	const deviation = unary('sqrt', mul(mul(count, prob), sub(at(1), prob)));
	const b = add(at(1.15), mul(at(2.53), deviation));
	const a = add(add(at(-0.0873), mul(at(0.0248), b)), mul(at(0.01), prob));
	const c = add(mul(count, prob), at(0.5));
	const quick = sub(at(0.92), div(at(4.2), b));
	const odds = div(prob, sub(at(1), prob));
	const alpha = mul(add(at(2.83), div(at(5.1), b)), deviation);
	const mode = unary('floor', mul(add(count, at(1)), prob));
	const above = (x: Value): Value => add(x, at(1));
	const bound = (k: Value): Value => {
		const [left, rest] = [sub(count, mode), sub(count, k)];
		const first = mul(add(mode, at(0.5)), log(div(above(mode), mul(odds, above(left)))));
		const second = mul(above(count), log(div(above(left), above(rest))));
		const third = mul(add(k, at(0.5)), log(div(mul(odds, above(rest)), above(k))));
		const sum = add(add(first, second), third);
		return sub(sub(add(add(sum, tail(mode)), tail(left)), tail(k)), tail(rest));
	};
	const step = (state: unknown): Tuple => {
		const [held, accepted, rest] = itemsOf(state);
		const [next, forU, forV] = splitInto(rest, 3);
		const u = sub(uniform(forU, shape, avalOf(prob).dtype), at(0.5));
		const v = uniform(forV, shape, avalOf(prob).dtype);
		const shifted = sub(at(0.5), unary('abs', u));
		const atOnce = and(binary('ge', shifted, at(0.07)), binary('le', v, quick));
		const k = unary('floor', add(mul(add(div(mul(at(2), a), shifted), b), u), c));
		const out = or(binary('lt', k, at(0)), binary('gt', k, count));
		const logV = log(div(mul(v, alpha), add(div(a, mul(shifted, shifted)), b)));
		const taken = or(atOnce, and(unary('not', out), binary('le', logV, bound(k))));
		return tuple(select(taken, held, k), or(accepted, taken), next);
	};
	const start = tuple(at(-1), full(shape, false, 'bool'), key);
	const end = hiddenLoop((state: unknown) => anyOf(unary('not', itemsOf(state)[1])), step, start);
	return itemsOf(end)[0];
}

/** What Stirling's formula leaves of log k! for k = 0 to 9. */
const tails = [
	0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
	0.0138761288230707, 0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287
];

function tail(k: Value): Value {
	const at = (x: number): Value => constant(x, avalOf(k).dtype);
	const low = binary('max', at(0), binary('min', k, at(9)));
	const next = add(low, at(1));
	const square = mul(next, next);
	const inner = sub(at(1 / 360), div(at(1 / 1260), square));
	const formula = div(sub(at(1 / 12), div(inner, square)), next);
	const listed = takeAt(arrayFrom(tails, avalOf(k).dtype), convert(unary('floor', low), 'int32'));
	return select(binary('le', k, at(9)), formula, listed);
}

/** `jax.random.multinomial`: how `n` trials fall into classes, a binomial draw a class from what is left. */
export function multinomial(
	given: Value,
	n: Value,
	p: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('multinomial', given);
	const [trials, chances] = promoteTypes([n, p], 'inexact');
	const asked = shape ?? shapeIn(chances);
	const real = avalOf(chances).dtype;
	const classes = moveaxis(broadcastTo(convert(chances, real), asked), -1n, 0n);
	const left = cumulative('cumsum', classes, 0, true);
	const ratios = div(classes, where(binary('eq', left, constantLike(left, 0)), 1, left));
	const one = (remainder: Value, [ratio, k]: readonly Value[]): Tuple => {
		const inside = binary('max', constantLike(ratio, 0), binary('min', ratio, constantLike(ratio, 1)));
		const count = binomial(k, remainder, inside, null, real);
		return tuple(sub(remainder, count), count);
	};
	const end = scan(
		(remainder: unknown, x: unknown) => one(remainder as Value, itemsOf(x)),
		broadcastTo(convert(trials, real), asked.slice(0, -1)),
		tuple(ratios, splitTyped(key, [shapeIn(classes)[0]]))
	);
	return convert(moveaxis(itemsOf(end)[1], 0n, -1n), dtype);
}
