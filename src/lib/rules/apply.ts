import { allocate } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import { avalOfArray } from '$lib/core/aval';
import type { Params, Primitive } from '$lib/core/primitive';
import type { Driver } from './driver';
import { kernelOf } from './evaluate';
import { checkRoom } from './room';
import { shapesOf } from './shape';
import { workOf } from './work';

/** What carrying out one primitive by itself costs besides its elements: about as much as a hundred of them. */
const dispatchWork = 100;

/** One primitive on concrete arrays. Throws the shape rule's errors. */
export function applyPrimitive<P extends Primitive>(
	primitive: P,
	args: readonly NDArray[],
	params: Params[P],
	driver: Driver
): NDArray[] {
	const ins = args.map(avalOfArray);
	const outs = shapesOf(primitive, ins, params);
	driver.spend(dispatchWork + workOf(primitive, ins, outs, params));
	checkRoom(outs);
	const kernel = kernelOf(primitive, ins, outs, params, driver);
	const results = outs.map(
		({ dtype, shape, weak }) => new NDArray(dtype, shape, allocate(dtype, sizeOf(shape)), weak)
	);
	kernel(
		args.map(({ data }) => ({ data, at: 0 })),
		results.map(({ data }) => ({ data, at: 0 }))
	);
	return results;
}
