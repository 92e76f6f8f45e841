import { NDArray } from '$lib/array/ndarray';
import type { Value } from '$lib/core/interpreter';

/** Arithmetic of tests on lists of arrays, in doubles. */

export function dataOf(x: Value): number[] {
	if (x instanceof NDArray) return [...x.data];
	throw new Error(`a value that is no array: ${x}`);
}

export const flatData = (list: readonly Value[]): number[] => list.flatMap(dataOf);

export const dot = (a: readonly number[], b: readonly number[]): number =>
	a.reduce((sum, x, i) => sum + x * b[i], 0);

/** x + step * direction. */
export const moved = (x: readonly NDArray[], direction: readonly NDArray[], step: number): NDArray[] =>
	x.map(
		({ dtype, shape, data }, i) =>
			new NDArray(
				dtype,
				shape,
				Float32Array.from(data, (v, k) => v + step * direction[i].data[k])
			)
	);

/** The change of `f` along a direction, from both sides. */
export function slopeAlong(
	f: (x: readonly NDArray[]) => readonly Value[],
	x: readonly NDArray[],
	direction: readonly NDArray[],
	step: number
): number[] {
	const [ahead, behind] = [step, -step].map((by) => flatData(f(moved(x, direction, by))));
	return ahead.map((value, i) => (value - behind[i]) / (2 * step));
}

/** The greatest difference, relative to the size of what is compared. */
export function gap(a: readonly number[], b: readonly number[]): number {
	const size = Math.max(1, ...a.map(Math.abs), ...b.map(Math.abs));
	return Math.max(0, ...a.map((x, i) => Math.abs(x - b[i]))) / size;
}
