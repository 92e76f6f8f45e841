import { shapeText } from '$lib/array/shape';
import { longText } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import type { Mapping } from '$lib/core/subject';
import type { Axis } from './axes';
import { help } from '$lib/core/parts';

const { nothingMapped } = help.functions;

/** A leaf of the arguments with what is mapped of it. */
export interface Mapped {
	readonly value: Value;
	/** As written by the user, possibly negative. */
	readonly axis: Exclude<Axis, null>;
	/** `argument a['q']`, `kwargs['b']`. */
	readonly name: string;
}

/** The axis counted from the front. Throws JAX's ValueError where the array has too few axes; `call` is what it is about. */
export function frontAxis({ value, axis }: Mapped, call: Mapping): number {
	const { shape } = avalOf(value);
	const least = axis < 0 ? -axis : axis + 1;
	if (shape.length < least)
		throw new ProgramError(
			'ValueError',
			`vmap was requested to map its argument along axis ${axis}, which implies that its rank should be at least ${least}, but is only ${shape.length} (its shape is ${shapeText(shape)})`,
			{},
			call
		);
	return axis < 0 ? axis + shape.length : axis;
}

/** The number of rows. Throws JAX's bulleted ValueError where the arguments disagree. */
export function batchSize(mapped: readonly Mapped[], axisSize: number | null, call: Mapping): number {
	const sizes = mapped.map((leaf) => avalOf(leaf.value).shape[frontAxis(leaf, call)]);
	const distinct = [...new Set(axisSize === null ? sizes : [axisSize, ...sizes])];
	if (distinct.length === 1) return distinct[0];
	if (distinct.length === 0)
		throw new ProgramError(
			'ValueError',
			'vmap must have at least one non-None value in in_axes or axis_size must be specified',
			nothingMapped(call.name, call.args[0]?.name ?? 'an argument')
		);
	throw new ProgramError('ValueError', inconsistent(mapped, sizes, axisSize), {}, call);
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
