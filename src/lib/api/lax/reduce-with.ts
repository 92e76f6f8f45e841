import { tuple, type Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { asFn, type Fn } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import { convert, moveAxis, reshape } from '$lib/core/ops';
import { hidden } from '$lib/core/source';
import { flatten, sameTree, treeText, unflatten } from '$lib/core/tree';
import { sizeOf } from '$lib/array/shape';
import { axesIn } from '../arguments';
import { broadcastTo } from '../broadcast';
import { leafValue } from '../leaf';
import { vmap } from '../vmap/vmap';
import { scan } from './scan';

/**
 * `lax.reduce` by any function of two values, or of two pytrees where the operands are one: the reduced axes are gone
 * through in order, from the initial values on.
 */
export function reduceWith(f: Fn, operands: unknown, initial: unknown, axes: unknown): unknown {
	const [given, starts] = [flatten(operands), flatten(initial)];
	if (!sameTree(given.def, starts.def))
		throw new ProgramError(
			'ValueError',
			`Operands must have the same tree structure as init_values: ${treeText(given.def)} vs. ${treeText(starts.def)}`
		);
	const values = given.leaves.map(leafValue);
	const { shape } = avalOf(values[0]);
	const over = axesIn(axes, shape.length);
	const rest = shape.filter((_, axis) => !over.includes(axis));
	const rows = values.map((x) => inRows(x, over, rest));
	const first = starts.leaves.map((x, i) =>
		broadcastTo(convert(leafValue(x), avalOf(values[i]).dtype), [sizeOf(rest)])
	);
	const each = vmap((a: unknown, b: unknown) => f.call([a, b]));
	const step = (acc: unknown, x: unknown): Tuple => tuple(each.call([acc, x]), null);
	const end = hidden(() =>
		scan(asFn(step), unflatten(given.def, first), unflatten(given.def, rows))
	) as Tuple;
	const results = flatten(end.items[0]).leaves.map((x) => reshape(leafValue(x), rest));
	return unflatten(given.def, results);
}

/** Reduced axes first, in one, then all others in one. */
function inRows(x: Value, over: readonly number[], rest: readonly number[]): Value {
	const { shape } = avalOf(x);
	const front = [...over].sort((a, b) => a - b).reduce((moved, axis, i) => moveAxis(moved, axis, i), x);
	return reshape(front, [over.reduce((n, axis) => n * shape[axis], 1), sizeOf(rest)]);
}
