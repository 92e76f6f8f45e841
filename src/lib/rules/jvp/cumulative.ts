import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { add, binary, full, mul, neg, rev, select, unary } from '$lib/core/ops';
import { prefixes } from '$lib/core/prefixes';
import type { Cumulative, Params } from '$lib/core/primitive';
import { instantiate, type Jvp } from '../differentiating';
import { linear } from './families';
import { share } from './elementwise';

/** How two prefixes and their tangents become one. */
type Combine = (x: Value, s: Value, y: Value, t: Value) => [out: Value, tangent: Value];

/**
 * JAX differentiates these as associative scans of the function that combines two prefixes
 * (`_cumulative_jvp_rule`): ties among maxima share as the pairs fall.
 */
const ofPairs =
	(op: Cumulative, combine: Combine): Jvp<Params[Cumulative]> =>
	(_, [x], [t], params) => {
		const { axis, reverse } = params;
		const turned = (v: Value): Value => (reverse ? rev(v, [axis]) : v);
		const [, tangent] = prefixes([turned(x), turned(instantiate(t, x))], axis, (a, b) =>
			combine(a[0], a[1], b[0], b[1])
		);
		return { outs: [bind1(op, [x], params)], tangents: [turned(tangent)] };
	};

const addAny = (a: Value, b: Value): Value => binary('add_any', a, b);

const product: Combine = (x, s, y, t) => [mul(x, y), addAny(mul(s, y), mul(x, t))];

const chosen =
	(op: 'max' | 'min'): Combine =>
	(x, s, y, t) => {
		const out = binary(op, x, y);
		return [out, addAny(mul(s, share(x, out, y)), mul(t, share(y, out, x)))];
	};

/** Infinities of one sign cancel: their difference is taken as 0. */
function finite(x: Value): Value {
	const { dtype, shape } = avalOf(x);
	const infinite = binary('eq', x, full(shape, Infinity, dtype));
	return select(infinite, x, full(shape, 0, dtype));
}

const logAddExp: Combine = (x, s, y, t) => {
	const top = binary('max', x, y);
	const gap = binary('sub', x, y);
	const stable = add(top, unary('log1p', unary('exp', neg(unary('abs', gap)))));
	const out = select(binary('ne', gap, gap), stable, add(x, y));
	const weight = (v: Value): Value => unary('exp', binary('sub', finite(v), finite(out)));
	return [out, addAny(mul(s, weight(x)), mul(t, weight(y)))];
};

export const cumulativeJvps: { readonly [P in Cumulative]: Jvp<Params[P]> } = {
	cumsum: linear('cumsum'),
	cumprod: ofPairs('cumprod', product),
	cummax: ofPairs('cummax', chosen('max')),
	cummin: ofPairs('cummin', chosen('min')),
	cumlogsumexp: ofPairs('cumlogsumexp', logAddExp)
};
