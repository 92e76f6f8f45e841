import { ProgramError } from '$lib/core/errors';
import { asFn, Fn } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import { rev } from '$lib/core/ops';
import { prefixes } from '$lib/core/prefixes';
import { flatten, unflatten } from '$lib/core/tree';
import { axisIn } from '../arguments';
import { leafValue } from '../leaf';

/**
 * `lax.associative_scan`: all prefixes of `fn` along `axis`, by JAX's recursion on pairs
 * (jax/_src/lax/control_flow/loops.py): about 2 log2 n applications deep instead of n. `fn` is called on slices that
 * still have the axis, so it must work elementwise along it. `reverse` hands `fn` the later element first.
 */
export function associativeScan(
	f: unknown,
	elems: unknown,
	reverse: unknown = false,
	axis: unknown = 0n
): unknown {
	if (!(f instanceof Fn) && typeof f !== 'function')
		throw new ProgramError('TypeError', 'lax.associative_scan: fn argument should be callable.');
	const fn = asFn(f as Fn);
	const { leaves, def } = flatten(elems);
	let values = leaves.map(leafValue);
	const dim = axisIn(axis, avalOf(values[0]).shape.length);
	if (reverse) values = values.map((x) => rev(x, [dim]));
	const sizes = values.map((x) => avalOf(x).shape[dim]);
	if (sizes.some((n) => n !== sizes[0]))
		throw new ProgramError(
			'ValueError',
			`Array inputs to associative_scan must have the same first dimension. (saw: [${values.map((x) => `(${avalOf(x).shape.join(', ')}${avalOf(x).shape.length === 1 ? ',' : ''})`).join(', ')}])`
		);
	const combine = (a: readonly Value[], b: readonly Value[]): Value[] =>
		flatten(fn.call([unflatten(def, a), unflatten(def, b)])).leaves.map(leafValue);
	const scanned = prefixes(values, dim, combine);
	return unflatten(def, reverse ? scanned.map((x) => rev(x, [dim])) : scanned);
}
