import { bitsOf, isInteger, type DType } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { add, binary, convert, mul, scalar, select } from '$lib/core/ops';
import { ProgramError } from '$lib/core/errors';
import { jitted1 } from '../jitted';
import { checkKey, splitInto } from './keys';
import { broadcastTo } from '../broadcast';
import { clip } from '../jnp/choosing';
import { integerRange } from '../values';
import { checkShape, fit, shapeIn, toRank } from './shapes';
import { bernoulli, bitsTyped } from './uniform';

/** `jax.random.randint` on [minval, maxval); minval where the range is empty. */
export function randint(
	given: Value,
	shape: Shape,
	minval: Value,
	maxval: Value,
	dtype: DType = 'int32'
): Value {
	const { key } = checkKey('randint', given);
	checkShape('randint', shape, shapeIn(minval), shapeIn(maxval));
	if (!isInteger(dtype))
		throw new ProgramError('TypeError', `randint only accepts integer dtypes, got ${dtype}`);
	if (bitsOf(dtype) < 32) return narrow(key, shape, minval, maxval, dtype);
	return jitted1('_randint', [shape, dtype], (k, lo, hi) => draw(k, lo, hi, shape, dtype), [
		key,
		minval,
		maxval
	]);
}

/** Integers of 8 and 16 bits are drawn in 32. */
function narrow(key: Value, shape: Shape, minval: Value, maxval: Value, dtype: DType): Value {
	const { low, high } = integerRange(dtype);
	const bound = (x: Value, above: bigint): Value =>
		bind1('clamp', [scalar(Number(low), 'int32'), convert(x, 'int32'), scalar(Number(above), 'int32')], {});
	return convert(randint(key, shape, bound(minval, high), bound(maxval, high + 1n)), dtype);
}

const rem = (x: Value, y: Value): Value => binary('rem', x, y);
const asInteger = (x: Value): Value => (isInteger(avalOf(x).dtype) ? x : convert(x, 'int32'));

/** The greatest value of `dtype` that `of` can hold too. */
const greatest = (dtype: DType, of: DType): number =>
	Math.min(Number(integerRange(dtype).high), Number(integerRange(of).high));

/** Converted to another integer type, clipped to its range instead of wrapped. */
function clipped(x: Value, dtype: DType): Value {
	const { dtype: from, weak } = avalOf(x);
	const low = Math.max(Number(integerRange(dtype).low), Number(integerRange(from).low));
	return convert(clip(x, scalar(low, from, weak), scalar(greatest(dtype, from), from, weak)), dtype);
}

/** Two random words an element, taken together modulo the span: (high 2^32 + low) mod span, in 32 bits. */
function draw(key: Value, minval: Value, maxval: Value, shape: Shape, dtype: DType): Value {
	const wide = asInteger(maxval);
	const most = scalar(Number(integerRange(dtype).high), dtype);
	const past = binary('gt', wide, clipped(most, avalOf(wide).dtype));
	const [lo, hi] = [asInteger(minval), wide].map((bound) => clipped(bound, dtype));
	const [low, high] = [lo, hi].map((bound) => toRank(bound, shape.length));
	const [first, second] = splitInto(key, 2);
	const span = spanOf(low, high, toRank(past, shape.length));
	const half = rem(scalar(2 ** 16, 'uint32'), span);
	const multiplier = rem(mul(half, half), span);
	const upper = mul(rem(bitsTyped(first, 32, shape), span), multiplier);
	const offset = rem(add(upper, rem(bitsTyped(second, 32, shape), span)), span);
	return add(low, convert(offset, dtype));
}

function spanOf(low: Value, high: Value, past: Value): Value {
	const one = scalar(1, 'uint32');
	const width = convert(binary('sub', high, low), 'uint32');
	const shape = shapeIn(width);
	const empty = fit(binary('le', high, low), shape);
	const span = select(empty, width, broadcastTo(one, shape));
	const more = binary('and', past, binary('gt', high, low));
	return select(fit(more, shape), span, add(span, one));
}

/** `jax.random.rademacher`: -1 or 1. */
export function rademacher(given: Value, shape: Shape = [], dtype: DType = 'int32'): Value {
	const { key } = checkKey('rademacher', given);
	return jitted1(
		'_rademacher',
		[shape, dtype],
		(k) => {
			const heads = convert(bernoulli(k, scalar(0.5, 'float32'), shape), dtype);
			return binary('sub', mul(scalar(2, dtype), heads), scalar(1, dtype));
		},
		[key]
	);
}
