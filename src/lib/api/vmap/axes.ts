import { Tuple, Dict } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import type { Fn } from '$lib/core/fn';
import { isValue } from '$lib/core/interpreter';
import { help } from '$lib/core/parts';
import { broadcastPrefix, flatten, reprHook, TreeMismatch, type TreeDef } from '$lib/core/tree';
import { plainText } from '../arguments';

const { notThatTree, oneEntryEach } = help.functions;

/** One entry of `in_axes` or `out_axes`: an axis, or null where the value is shared. */
export type Axis = number | null;

/** Python's text of what the user wrote as axes. */
export function axesText(axes: unknown, quoted = false): string {
	if (axes === null || axes === undefined) return 'None';
	if (typeof axes === 'boolean') return axes ? 'True' : 'False';
	if (typeof axes === 'string') return quoted ? `'${axes}'` : axes;
	if (typeof axes === 'number') return Number.isInteger(axes) ? `${axes}.0` : String(axes);
	if (Array.isArray(axes)) return `[${axes.map((axis) => axesText(axis, true)).join(', ')}]`;
	if (axes instanceof Tuple) {
		const parts = axes.items.map((axis) => axesText(axis, true));
		return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
	}
	if (axes instanceof Dict)
		return `{${axes
			.entries()
			.map(([key, value]) => `${axesText(key, true)}: ${axesText(value, true)}`)
			.join(', ')}}`;
	return isValue(axes) ? plainText(axes) : reprHook.of(axes);
}

const isAxis = (axis: unknown): boolean => axis === null || axis === undefined || typeof axis === 'bigint';

/** The check JAX makes when `vmap` is called, before the function is. */
export function checkAxes(inAxes: unknown, outAxes: unknown): void {
	if (!isAxis(inAxes) && !Array.isArray(inAxes) && !(inAxes instanceof Tuple))
		throw new ProgramError(
			'TypeError',
			`vmap in_axes must be an int, None, or a tuple of entries corresponding to the positional arguments passed to the function, but got ${axesText(inAxes)}.`
		);
	checkLeaves('in_axes', inAxes);
	checkLeaves('out_axes', outAxes);
}

function checkLeaves(which: 'in_axes' | 'out_axes', axes: unknown): void {
	if (flatten(axes, isAxis).leaves.every(isAxis)) return;
	throw new ProgramError(
		'TypeError',
		`vmap ${which} must be an int, None, or (nested) container with those types as leaves, but got ${axesText(axes)}.`
	);
}

const toAxis = (axis: unknown): Axis => (typeof axis === 'bigint' ? Number(axis) : null);

/** One axis a leaf of the positional arguments (`def` is the structure of their tuple). */
export function inAxesOf(f: Fn, inAxes: unknown, args: readonly unknown[], def: TreeDef): Axis[] {
	const entries = Array.isArray(inAxes) ? new Tuple(inAxes) : inAxes;
	if (entries instanceof Tuple && entries.length !== args.length)
		throw new ProgramError(
			'ValueError',
			`vmap in_axes must be an int, None, or a tuple of entries corresponding to the positional arguments passed to the function, but got len(in_axes)=${entries.length}, len(args)=${args.length}`,
			oneEntryEach(
				f.name,
				args.map((_, i) => f.params[i] ?? `args[${i}]`)
			)
		);
	return prefixAxes('in_axes', entries, def);
}

export function outAxesOf(outAxes: unknown, def: TreeDef): Axis[] {
	return prefixAxes('out_axes', outAxes, def);
}

function prefixAxes(which: 'in_axes' | 'out_axes', axes: unknown, def: TreeDef): Axis[] {
	try {
		return broadcastPrefix(axes, def).map(toAxis);
	} catch (error) {
		if (!(error instanceof TreeMismatch)) throw error;
		throw new ProgramError(
			'ValueError',
			`vmap ${which} specification must be a tree prefix of the corresponding value;\nMismatch details (1 found):\n\npytree structure error: different structures at key path\n    vmap ${which}${error.path}`,
			notThatTree(which, error.path)
		);
	}
}
