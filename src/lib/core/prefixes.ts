import { ProgramError } from './errors';
import { avalOf, type Value } from './interpreter';
import { binary, concatenate, pad, scalar, slice } from './ops';

/** Combines two arrays of prefixes, elementwise along the axis; one array a leaf. */
export type Combine = (a: readonly Value[], b: readonly Value[]) => Value[];

/**
 * All prefixes along an axis by JAX's recursion on pairs (jax/_src/lax/control_flow/loops.py `associative_scan`): about
 * 2 log2 n applications deep instead of n.
 */
export function prefixes(elems: readonly Value[], axis: number, combine: Combine): readonly Value[] {
	const n = avalOf(elems[0]).shape[axis];
	if (n === undefined) throw new ProgramError('IndexError', 'tuple index out of range');
	if (n < 2) return elems;
	const part = (x: Value, from: number, to: number, stride = 1): Value => along(x, axis, from, to, stride);
	const reduced = combine(
		elems.map((x) => part(x, 0, n - 1, 2)),
		elems.map((x) => part(x, 1, n, 2))
	);
	const odd = prefixes(reduced, axis, combine);
	const half = avalOf(odd[0]).shape[axis];
	const even = combine(
		n % 2 === 0 ? odd.map((x) => part(x, 0, half - 1)) : odd,
		elems.map((x) => part(x, 2, n, 2))
	);
	return elems.map((x, i) => interleave(concatenate([part(x, 0, 1), even[i]], axis), odd[i], axis));
}

function along(x: Value, axis: number, from: number, to: number, stride: number): Value {
	const { shape } = avalOf(x);
	const start = shape.map((_, i) => (i === axis ? from : 0));
	const limit = shape.map((n, i) => (i === axis ? to : n));
	return slice(
		x,
		start,
		limit,
		shape.map((_, i) => (i === axis ? stride : 1))
	);
}

/** a[0], b[0], a[1], b[1], ...: both spread out by inner padding and added. */
function interleave(a: Value, b: Value, axis: number): Value {
	const { dtype, shape } = avalOf(a);
	const excess = shape[axis] - avalOf(b).shape[axis];
	const spread = (x: Value, low: number, high: number): Value =>
		pad(
			x,
			scalar(0, dtype),
			shape.map((_, i) => (i === axis ? ([low, high, 1] as const) : ([0, 0, 0] as const)))
		);
	return binary(
		dtype === 'bool' ? 'or' : 'add',
		spread(a, 0, excess === 1 ? 0 : 1),
		spread(b, 1, excess === 1 ? 1 : 0)
	);
}
