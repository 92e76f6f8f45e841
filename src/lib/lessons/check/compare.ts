import type { NDArray } from '$lib/array/ndarray';
import { isFloat } from '$lib/array/dtype';
import { sameShape } from '$lib/array/shape';

/** How far a float may be off, in parts of the value it should be. */
const relative = 1e-5;

export interface Difference {
	/** Row-major place of the first number that is wrong. */
	readonly first: number;
	/** Every number that is wrong. */
	readonly wrong: readonly number[];
	/** The largest error among finite numbers. */
	readonly largest: number;
}

/**
 * Where two arrays of the same shape differ; null where they do not. Nothing is broadcast: arrays of different shapes
 * must not come here. Integers are compared exactly, floats within `relative` of the expected value or of a hundredth
 * of that of the largest, for sums that cancel; NaN is NaN.
 */
export function differenceOf(expected: NDArray, got: NDArray): Difference | null {
	if (!sameShape(expected.shape, got.shape)) throw new Error('internal: arrays of different shapes compared');
	const slack = isFloat(expected.dtype) ? relative : 0;
	const floor = slack * 0.01 * largestIn(expected);
	const wrong: number[] = [];
	let largest = 0;
	for (let i = 0; i < expected.data.length; i++) {
		const [want, have] = [expected.data[i], got.data[i]];
		const error = Math.abs(want - have);
		if (want === have || (Number.isNaN(want) && Number.isNaN(have))) continue;
		if (Number.isFinite(error)) largest = Math.max(largest, error);
		if (!(error <= Math.max(slack * Math.abs(want), floor)) || !Number.isFinite(want)) wrong.push(i);
	}
	return wrong.length === 0 ? null : { first: wrong[0], wrong, largest };
}

function largestIn({ data }: NDArray): number {
	let largest = 0;
	for (const value of data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
	return largest;
}

/** Whether two answers are alike in shape and values, whatever their types. */
export const sameValues = (a: NDArray, b: NDArray): boolean =>
	sameShape(a.shape, b.shape) && differenceOf(a, b) === null;
