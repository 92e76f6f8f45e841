import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { convert, expandDims, reshape } from '$lib/core/ops';
import { sameShape, type Shape } from '$lib/array/shape';
import { promote } from '$lib/core/promote';
import { isSequence, itemsOf } from '../arguments';
import * as jnp from '../jnp/arithmetic';
import { einsum } from '../jnp/einsum';
import { repeat } from '../jnp/repeating';
import { logicalAnd } from '../jnp/logic';
import { arange } from '../jnp/creation';
import { greaterEqual, less, lessEqual } from '../jnp/ufuncs';
import { where } from '../jnp/where';
import { toValue } from '../values';
import { softmax } from './softmax';

export interface AttentionOptions {
	readonly bias: unknown;
	readonly mask: unknown;
	readonly scale: unknown;
	readonly isCausal: boolean;
	/** Of each row of the batch how many queries, and keys, count. */
	readonly queryLengths: unknown;
	readonly keyLengths: unknown;
	/** How far a query looks to the left and to the right. */
	readonly window: unknown;
}

const tall = (x: Value): Value => (avalOf(x).shape.length === 3 ? expandDims(x, [0]) : x);

function check(name: string, x: Value, shape: readonly (number | null)[]): void {
	const own = avalOf(x).shape;
	if (own.length !== shape.length)
		throw new ProgramError('ValueError', `${name} ndim should be ${shape.length}, but got ${own.length}`);
	if (shape.some((n, i) => n !== null && n !== own[i])) {
		const wanted = shape.map((n) => n ?? -1).join(', ');
		throw new ProgramError('ValueError', `${name} shape should be [${wanted}]: but got (${own.join(', ')})`);
	}
}

/**
 * `jax.nn.dot_product_attention` of [batch, length, heads, features]; keys and values may have fewer heads, each then
 * serves several of the queries'.
 */
export function dotProductAttention(q: unknown, k: unknown, v: unknown, options: AttentionOptions): Value {
	const given = toValue(q, 'dot_product_attention');
	const [query, key, value] = [given, toValue(k, '', 1), toValue(v, '', 2)].map(tall);
	const [batch, length, heads, features] = avalOf(key).shape;
	check('value', value, [batch, length, heads, features]);
	check('query', query, [batch, null, null, features]);
	const asked = avalOf(query).shape[2];
	if (asked % heads !== 0)
		throw new ProgramError(
			'ValueError',
			`The number of query heads must be a multiple of key/value heads, but got ${asked} vs ${heads}`
		);
	const wide = (x: Value): Value => (asked === heads ? x : repeat(x, BigInt(asked / heads), 2n));
	const encoded = attend(query, wide(key), wide(value), options);
	const { shape } = avalOf(given);
	return sameShape(avalOf(encoded).shape, shape) ? encoded : reshape(encoded, shape);
}

function attend(query: Value, key: Value, value: Value, options: AttentionOptions): Value {
	const { dtype } = promote([avalOf(query), { dtype: 'float32', weak: false }]);
	const dots = convert(einsum('BTNH,BSNH->BNTS', convert(query, dtype), convert(key, dtype)), dtype);
	const scale = options.scale ?? 1 / Math.sqrt(avalOf(key).shape[3]);
	const scaled = jnp.multiply(dots, convert(toValue(scale), dtype));
	const biased =
		options.bias === null ? scaled : convert(jnp.add(scaled, tall(toValue(options.bias))), dtype);
	const masks = masksOf(avalOf(biased).shape, options);
	const logits = masks.length === 0 ? biased : where(masks.reduce(logicalAnd), biased, -0.7 * largest);
	const shares = convert(softmax(convert(logits, 'float32')), avalOf(key).dtype);
	const encoded = einsum('BNTS,BSNH->BTNH', shares, value);
	if (options.queryLengths === null) return encoded;
	const rows = lengthMask(avalOf(encoded).shape[1], options.queryLengths);
	return jnp.multiply(encoded, convert(expandDims(rows, [2, 3]), avalOf(encoded).dtype));
}

const largest = 3.4028234663852886e38;

/** [batch, length]: whether a place is within the row's length. */
const lengthMask = (length: number, lengths: unknown): Value =>
	less(expandDims(arange(BigInt(length)), [0]), expandDims(toValue(lengths), [1]));

/** All that must hold where a query sees a key. */
function masksOf([, , queries, keys]: Shape, options: AttentionOptions): Value[] {
	const row = expandDims(arange(BigInt(queries)), [1]);
	const column = expandDims(arange(BigInt(keys)), [0]);
	const { window } = options;
	const [left, right] = isSequence(window) ? itemsOf(window) : [window, window];
	return [
		...(options.mask === null ? [] : [tall(toValue(options.mask))]),
		...(options.isCausal ? [expandDims(greaterEqual(row, column), [0, 1])] : []),
		...(window === null
			? []
			: [
					expandDims(
						logicalAnd(lessEqual(jnp.subtract(row, left), column), lessEqual(column, jnp.add(row, right))),
						[0, 1]
					)
				]),
		...(options.queryLengths === null ? [] : [expandDims(lengthMask(queries, options.queryLengths), [1, 3])]),
		...(options.keyLengths === null ? [] : [expandDims(lengthMask(keys, options.keyLengths), [1, 2])])
	];
}
