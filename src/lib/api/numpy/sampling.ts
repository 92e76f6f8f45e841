import { staticInt } from '../arguments';
import { range, shapeFrom } from './axes';
import { asHost } from './convert';
import { hostArray, type HostArray } from './host-array';
import type { Shape } from '$lib/array/shape';

/** The size argument of a sampler: none is one number, not an array. */
export const sizeFrom = (size: unknown): Shape =>
	size === null || size === undefined ? [] : shapeFrom(size);

/** An integer argument. */
export const integer = (x: unknown): number => {
	const value = staticInt(x);
	return value ?? Math.trunc(asHost(x).exact[0]);
};

/** What is drawn from: an array, or the integers below a number. */
export function populationOf(a: unknown): HostArray {
	const count = staticInt(a);
	return count === null ? asHost(a) : hostArray('int64', [count], range(count));
}

/** Places in the cumulative shares that uniform numbers fall into. */
export function weighted(p: Float64Array, drawn: readonly number[]): number[] {
	let sum = 0;
	const edges = Array.from(p, (share) => (sum += share));
	return drawn.map((u) => edges.filter((edge) => edge / sum <= u).length);
}
