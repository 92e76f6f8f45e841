import { Slice, tuple, type Tuple } from '$lib/core/containers';
import { avalOf, type Value } from '$lib/core/interpreter';
import { convert } from '$lib/core/ops';
import { promoteTypes } from '../broadcast';
import { getItem } from '../indexing/take';
import * as jnp from '../jnp/arithmetic';
import { cumsum } from '../jnp/cumulative';
import { concatenate } from '../jnp/joining';
import { any, max, sum } from '../jnp/reductions';
import { isnan } from '../jnp/rarer-ufuncs';
import { argsort } from '../jnp/sorting';
import { nonzero } from '../jnp/searching';
import { moveaxis, ravel, reshape } from '../jnp/shape';
import { argmax, std } from '../jnp/statistics';
import { logicalNot } from '../jnp/logic';
import { notEqual, sqrt } from '../jnp/ufuncs';
import { unique } from '../jnp/unique';
import { where } from '../jnp/where';
import { arrayFrom, toValue } from '../values';
import { axisIn } from '../arguments';
import { vmap } from '../vmap/vmap';
import { ProgramError } from '$lib/core/errors';
import { nanstd } from '../jnp/nan-reductions';

const methods = ['average', 'min', 'max', 'dense', 'ordinal'];

/** `jax.scipy.stats.rankdata` of all elements: the place each has in order, ties by `method`. */
export function rankdata(x: unknown, method: string): Value {
	if (!methods.includes(method)) throw new ProgramError('ValueError', `unknown method '${method}'`);
	const flat = ravel(toValue(x, 'rankdata'));
	return where(any(isnan(flat)), NaN, ranks(flat, method));
}

function ranks(x: Value, method: string): Value {
	const [n] = avalOf(x).shape;
	const order = argsort(x);
	const sorted = getItem(x, order);
	const place = argsort(order);
	if (method === 'ordinal') return convert(jnp.add(place, 1n), 'float32');
	const later = notEqual(getItem(sorted, slice(1, n)), getItem(sorted, slice(0, n - 1)));
	const fresh = concatenate([arrayFrom([true]), later], 0n);
	const dense = getItem(cumsum(fresh), place);
	if (method === 'dense') return convert(dense, 'float32');
	const [starts] = nonzero(fresh, BigInt(n + 1), BigInt(n));
	const count = convert(starts, 'float32');
	const upper = getItem(count, dense);
	const lower = getItem(count, jnp.subtract(dense, 1n));
	if (method === 'max') return upper;
	return method === 'min' ? jnp.add(lower, 1) : jnp.multiply(0.5, jnp.add(jnp.add(upper, lower), 1));
}

const slice = (from: number, to: number): Slice => new Slice(BigInt(from), BigInt(to), null);

/** `jax.scipy.stats.mode`: the commonest value of each line, the least of several, and how often it is there. */
export function mode(x: unknown, axis: unknown, keepdims: boolean): readonly [Value, Value] {
	const given = toValue(x, 'mode');
	const flat = axis === null;
	const value = flat ? ravel(given) : given;
	const { shape } = avalOf(value);
	const along = flat ? 0 : axisIn(axis, shape.length);
	const lines = reshape(moveaxis(value, BigInt(along), 0n), tuple(BigInt(shape[along]), -1n));
	const commonest = (line: unknown): unknown => {
		const size = BigInt(shape[along]);
		const { values, counts } = unique(line as Value, { size });
		return tuple(getItem(values, argmax(counts)), max(counts));
	};
	const found = (vmap(commonest, { inAxes: 1n }).call([lines]) as Tuple).items as Value[];
	const kept = avalOf(given).shape.map((size, i) => (flat || i === along ? 1 : size));
	const rest = kept.filter((_, i) => !flat && i !== along);
	const shown = tuple(...(keepdims ? kept : rest).map(BigInt));
	return [reshape(found[0], shown), reshape(found[1], shown)];
}

/** `jax.scipy.stats.sem`: the standard error of the mean. */
export function sem(x: unknown, axis: unknown, ddof: unknown, policy: string, keepdims: boolean): Value {
	const [value] = promoteTypes([toValue(x, 'sem')], 'inexact');
	const { shape, dtype } = avalOf(value);
	const options = { axis, ddof: Number(ddof), keepdims };
	if (policy === 'omit') {
		const count = sum(logicalNot(isnan(value)), { axis, keepdims });
		return jnp.trueDivide(nanstd(value, options), sqrt(convert(count, dtype)));
	}
	if (policy !== 'propagate') throw new ProgramError('ValueError', `${policy} is not supported`);
	const size = axis === null ? shape.reduce((n, m) => n * m, 1) : shape[axisIn(axis, shape.length)];
	return jnp.trueDivide(std(value, options), sqrt(convert(toValue(BigInt(size)), dtype)));
}
