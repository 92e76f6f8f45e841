import { shapeText, type Shape } from '$lib/array/shape';
import { longText } from '$lib/core/aval';
import { Dict, Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import type { Fn } from '$lib/core/fn';
import { avalOf, isValue } from '$lib/core/interpreter';
import { help } from '$lib/core/parts';
import type { Mapping } from '$lib/core/subject';
import { reprHook } from '$lib/core/tree';
import { plainText } from '../arguments';
import type { AxesName } from './axes';
import type { Mapped } from './sizes';

const { notThatTree, nothingMapped, oneEntryEach } = help.functions;

/** An array has too few axes for the one it is mapped along. */
export const tooFewAxes = (axis: number, least: number, shape: Shape, call: Mapping): ProgramError =>
	new ProgramError(
		'ValueError',
		`vmap was requested to map its argument along axis ${axis}, which implies that its rank should be at least ${least}, but is only ${shape.length} (its shape is ${shapeText(shape)})`,
		{},
		call
	);

/** The arguments disagree on the number of rows, or none of them tells it. */
export function sizesDiffer(
	mapped: readonly Mapped[],
	sizes: readonly number[],
	axisSize: number | null,
	call: Mapping
): ProgramError {
	if (sizes.length === 0)
		return new ProgramError(
			'ValueError',
			'vmap must have at least one non-None value in in_axes or axis_size must be specified',
			nothingMapped(call.name, call.args[0]?.name ?? 'an argument')
		);
	return new ProgramError('ValueError', inconsistent(mapped, sizes, axisSize), {}, call);
}

function inconsistent(mapped: readonly Mapped[], sizes: readonly number[], axisSize: number | null): string {
	const groups = [...new Set(sizes)].map((size) => mapped.filter((_, i) => sizes[i] === size));
	groups.sort((a, b) => b.length - a.length);
	const largest = Math.max(...groups.map(({ length }) => length));
	const unique = groups.filter(({ length }) => length === largest).length === 1;
	const bullets = groups.map((group) =>
		bullet(group, unique && group.length === largest && group.length > 1)
	);
	if (axisSize !== null) bullets.unshift(`the \`axis_size\` argument was ${axisSize}`);
	const lines = bullets.map((text, i) => `  * ${text}${i === bullets.length - 1 ? '' : ';'}`);
	return ['vmap got inconsistent sizes for array axes to be mapped:', ...lines].join('\n');
}

function bullet(group: readonly Mapped[], most: boolean): string {
	const [leaf] = group;
	const type = avalOf(leaf.value);
	const where = `axis ${leaf.axis} of ${leaf.name} of type ${longText(type)}`;
	const size = type.shape.at(leaf.axis);
	if (group.length === 1) return `one axis had size ${size}: ${where}`;
	return `${most ? 'most' : 'some'} axes (${group.length} of them) had size ${size}, e.g. ${where}`;
}

/** `in_axes` is nothing of the kind. */
export const noInAxes = (inAxes: unknown): ProgramError =>
	new ProgramError(
		'TypeError',
		`vmap in_axes must be an int, None, or a tuple of entries corresponding to the positional arguments passed to the function, but got ${axesText(inAxes)}.`
	);

/** Something inside of the axes is no axis. */
export const noAxes = (which: AxesName, axes: unknown): ProgramError =>
	new ProgramError(
		'TypeError',
		`vmap ${which} must be an int, None, or (nested) container with those types as leaves, but got ${axesText(axes)}.`
	);

/** There are other many entries than arguments. */
export const otherCount = (f: Fn, entries: number, args: number): ProgramError =>
	new ProgramError(
		'ValueError',
		`vmap in_axes must be an int, None, or a tuple of entries corresponding to the positional arguments passed to the function, but got len(in_axes)=${entries}, len(args)=${args}`,
		oneEntryEach(
			f.name,
			Array.from({ length: args }, (_, i) => f.params[i] ?? `args[${i}]`)
		)
	);

/** The axes have another structure than what they are of. */
export const noPrefix = (which: AxesName, path: string): ProgramError =>
	new ProgramError(
		'ValueError',
		`vmap ${which} specification must be a tree prefix of the corresponding value;\nMismatch details (1 found):\n\npytree structure error: different structures at key path\n    vmap ${which}${path}`,
		notThatTree(which, path)
	);

/** Python's text of what the user wrote as axes. */
function axesText(axes: unknown, quoted = false): string {
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
