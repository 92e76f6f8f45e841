import { longText } from '../aval';
import type { Help } from '../errors';
import type { MappedArgument, Mapping } from '../subject';

/** What is told of `vmap` and the axes it maps over. */

/** Sizes of the arguments, and the `in_axes` that would fit them. */
export function axesDiffer({ name, args }: Mapping): Help {
	const told = args.map(
		({ name: arg, type, axis }) =>
			`${arg} is ${longText(type)}${axis === null ? ', shared' : axisText(type.shape, axis)}`
	);
	const axes = fittingAxes(args);
	return {
		why: `vmap takes a row of each argument at once: ${told.join('; ')}.`,
		...(axes === null ? {} : { instead: `jax.vmap(${name}, in_axes=${axes})` })
	};
}

function axisText(shape: readonly number[], axis: number): string {
	const size = shape.at(axis);
	const outside = axis >= shape.length || -axis > shape.length;
	return outside || size === undefined
		? ` and has no axis ${axis}`
		: ` with ${size} ${size === 1 ? 'row' : 'rows'} along axis ${axis}`;
}

/**
 * Axes for the positional arguments that make one number of rows: the most common size, along the axis asked for or
 * any other that has it; null (shared) for what has none. null where no two arguments can agree.
 */
function fittingAxes(args: readonly MappedArgument[]): string | null {
	const places = args.filter(({ place }) => place !== null);
	const mapped = args.filter(({ axis }) => axis !== null);
	const counts = new Map<number, number>();
	for (const { type } of mapped)
		for (const size of new Set(type.shape)) counts.set(size, (counts.get(size) ?? 0) + 1);
	for (const { type, axis } of mapped) {
		const size = type.shape.at(axis ?? 0);
		// Of sizes as common, one that was asked for is meant.
		if (size !== undefined) counts.set(size, (counts.get(size) ?? 0) + 0.5);
	}
	const [rows] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
	if (rows === undefined) return null;
	const entries: string[] = [];
	for (const { place, type, axis } of places) {
		const fits = axis !== null && type.shape.at(axis) === rows;
		const found = axis === null ? -1 : fits ? axis : type.shape.indexOf(rows);
		const entry = found === -1 && !fits ? 'None' : String(found);
		const known = entries[place ?? 0];
		// Leaves of one argument that want different axes take a tree of axes, which is not spelled out here.
		if (known !== undefined && known !== entry) return null;
		entries[place ?? 0] = entry;
	}
	return `(${entries.join(', ')}${entries.length === 1 ? ',' : ''})`;
}

export const oneEntryEach = (name: string, params: readonly string[]): Help => ({
	why: `in_axes has one entry for each positional argument, and ${name} is called with ${params.join(', ')}.`,
	instead: `jax.vmap(${name}, in_axes=(${params.map(() => '0').join(', ')}${params.length === 1 ? ',' : ''}))   # None for what all rows share`
});

export const nothingMapped = (name: string, first: string): Help => ({
	why: `Every entry of in_axes is None, so that nothing says how many rows there are.`,
	instead: `Give ${first} its axis in in_axes, or say how many: jax.vmap(${name}, in_axes=None, axis_size=n).`
});

export const outputVaries = (path: string): Help => ({
	why: `out_axes${path} is None, which says that all rows share the result, and it differs from row to row.`,
	instead: 'Give it an axis in out_axes: 0 puts the rows first.'
});

export const notThatTree = (which: string, path: string): Help => ({
	why: `${which}${path} does not have the shape of the value it speaks of.`
});

/** A helper for `vmap` of `lax.scan`, which takes a function among its arguments. */
export const scanInRows = (lines: readonly string[]): Help => ({
	why: 'vmap maps arrays, and the first argument of scan is a function: it has no rows.',
	instead: lines.join('\n')
});

/** `vmap` was given what a scan had returned. */
export const scanHasRun = (lines: readonly string[]): Help => ({
	why: 'vmap takes a function, and the scan inside its brackets has run already: it is its result.',
	instead: lines.join('\n')
});
