import { Slice, Tuple } from '$lib/core/containers';
import { ScalarInstance } from './classes';

/**
 * The plain number that an object of a class derived from int or float stands for (a member of an IntEnum), in lists,
 * tuples and slices too; anything else as it is. Functions of arrays know plain numbers only.
 */
export function unboxed(x: unknown): unknown {
	if (!ScalarInstance.any) return x;
	if (x instanceof ScalarInstance) return typeof x.payload === 'string' ? x : x.payload;
	if (x instanceof Slice) return new Slice(unboxed(x.start), unboxed(x.stop), unboxed(x.step));
	if (Array.isArray(x) && x.constructor === Array) return sameOr(x, x.map(unboxed));
	if (!(x instanceof Tuple) || x.constructor !== Tuple) return x;
	const items = x.items.map(unboxed);
	return sameOr(x.items, items) === items ? new Tuple(items) : x;
}

/** The list that was given, where nothing in it changed. */
const sameOr = (given: readonly unknown[], made: readonly unknown[]): readonly unknown[] =>
	given.some((item, i) => item !== made[i]) ? made : given;
