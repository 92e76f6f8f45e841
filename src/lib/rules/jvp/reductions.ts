import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { binary, convert, full, mul, reduce, reshape, slice } from '$lib/core/ops';
import type { Params, Reduction } from '$lib/core/primitive';
import { instantiate, type Jvp } from '../differentiating';
import { flat, linear, parts } from './families';

const shapeOf = (x: Value) => avalOf(x).shape;

/** The tangents of the chosen elements; those that tie share (JAX's `_reduce_chooser_jvp_rule`). */
const chooser = (op: 'reduce_max' | 'reduce_min'): Jvp<Params[Reduction]> =>
	parts(op, (g, out, [x], { axes }) => {
		const { dtype, shape } = avalOf(x);
		const single = shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
		const chosen = convert(binary('eq', x, reshape(out, single)), dtype);
		const counts = reduce('reduce_sum', chosen, axes);
		return binary('div', reduce('reduce_sum', mul(g, chosen), axes), counts);
	});

/** A value with its tangent. */
type Pair = readonly [x: Value, t: Value];

/** The product as a tree of products of halves, which is differentiated (JAX's `_reduce_prod_tree`). */
const productJvp: Jvp<Params[Reduction]> = (_, [x], [t], { axes }) => {
	const out = bind1('reduce_prod', [x], { axes });
	const whole: Pair = [x, instantiate(t, x)];
	const [, tangent] = [...axes].sort((a, b) => a - b).reduceRight(product, whole);
	return { outs: [out], tangents: [tangent] };
};

/** Halves multiplied until one element is left; an odd one out is multiplied in at the end. */
function product(pair: Pair, axis: number): Pair {
	const shape = shapeOf(pair[0]);
	const n = shape[axis];
	const rest = shape.filter((_, i) => i !== axis);
	const part = (from: number, to: number): Pair => [
		along(pair[0], axis, from, to),
		along(pair[1], axis, from, to)
	];
	const single = ([x, t]: Pair): Pair => [reshape(x, rest), reshape(t, rest)];
	if (n === 0) return [full(rest, 1, avalOf(pair[0]).dtype), full(rest, 0, avalOf(pair[0]).dtype)];
	if (n === 1) return single(pair);
	const half = Math.floor(n / 2);
	const front = product(times(part(0, half), part(half, 2 * half)), axis);
	return n % 2 === 0 ? front : times(front, single(part(n - 1, n)));
}

const times = ([x, s]: Pair, [y, t]: Pair): Pair => [mul(x, y), addAny(mul(s, y), mul(x, t))];
const addAny = (a: Value, b: Value): Value => binary('add_any', a, b);

/** Positions `from` to `to` of an axis. */
function along(x: Value, axis: number, from: number, to: number): Value {
	const shape = shapeOf(x);
	const start = shape.map((_, i) => (i === axis ? from : 0));
	return slice(
		x,
		start,
		shape.map((n, i) => (i === axis ? to : n))
	);
}

export const reductionJvps: { readonly [P in Reduction]: Jvp<Params[P]> } = {
	reduce_sum: linear('reduce_sum'),
	reduce_prod: productJvp,
	reduce_max: chooser('reduce_max'),
	reduce_min: chooser('reduce_min'),
	reduce_and: flat('reduce_and'),
	reduce_or: flat('reduce_or')
};

/** Both operands' tangents in turn, with the other operand kept. */
export const jvpDot: Jvp<Params['dot_general']> = parts(
	'dot_general',
	(g, _, [, y], params) => bind1('dot_general', [g, y], params),
	(g, _, [x], params) => bind1('dot_general', [x, g], params)
);
