import { Tuple } from '$lib/core/containers';
import type { Fn } from '$lib/core/fn';
import { broadcastPrefix, flatten, TreeMismatch, type TreeDef } from '$lib/core/tree';
import { mistakes } from '../parts';

const { noAxes, noInAxes, noPrefix, otherCount } = mistakes.functions;

/** One entry of `in_axes` or `out_axes`: an axis, or null where the value is shared. */
export type Axis = number | null;

export type AxesName = 'in_axes' | 'out_axes';

const isAxis = (axis: unknown): boolean => axis === null || axis === undefined || typeof axis === 'bigint';

/** The check JAX makes when `vmap` is called, before the function is. */
export function checkAxes(inAxes: unknown, outAxes: unknown): void {
	if (!isAxis(inAxes) && !Array.isArray(inAxes) && !(inAxes instanceof Tuple)) throw noInAxes(inAxes);
	checkLeaves('in_axes', inAxes);
	checkLeaves('out_axes', outAxes);
}

function checkLeaves(which: AxesName, axes: unknown): void {
	if (!flatten(axes, isAxis).leaves.every(isAxis)) throw noAxes(which, axes);
}

const toAxis = (axis: unknown): Axis => (typeof axis === 'bigint' ? Number(axis) : null);

/** One axis a leaf of the positional arguments (`def` is the structure of their tuple). */
export function inAxesOf(f: Fn, inAxes: unknown, args: readonly unknown[], def: TreeDef): Axis[] {
	const entries = Array.isArray(inAxes) ? new Tuple(inAxes) : inAxes;
	if (entries instanceof Tuple && entries.length !== args.length)
		throw otherCount(f, entries.length, args.length);
	return prefixAxes('in_axes', entries, def);
}

export function outAxesOf(outAxes: unknown, def: TreeDef): Axis[] {
	return prefixAxes('out_axes', outAxes, def);
}

function prefixAxes(which: AxesName, axes: unknown, def: TreeDef): Axis[] {
	try {
		return broadcastPrefix(axes, def).map(toAxis);
	} catch (error) {
		throw error instanceof TreeMismatch ? noPrefix(which, error.path) : error;
	}
}
