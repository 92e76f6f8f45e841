import { avalOf, type Value } from '$lib/core/interpreter';
import type { Mapping } from '$lib/core/subject';
import type { Axis } from './axes';
import { mistakes } from '../parts';

const { sizesDiffer, tooFewAxes } = mistakes.functions;

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
	if (shape.length < least) throw tooFewAxes(axis, least, shape, call);
	return axis < 0 ? axis + shape.length : axis;
}

/** The number of rows. Throws JAX's bulleted ValueError where the arguments disagree. */
export function batchSize(mapped: readonly Mapped[], axisSize: number | null, call: Mapping): number {
	const sizes = mapped.map((leaf) => avalOf(leaf.value).shape[frontAxis(leaf, call)]);
	const distinct = [...new Set(axisSize === null ? sizes : [axisSize, ...sizes])];
	if (distinct.length === 1) return distinct[0];
	throw sizesDiffer(mapped, sizes, axisSize, call);
}
