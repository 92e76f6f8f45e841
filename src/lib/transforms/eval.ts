import { allocate } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import { avalOfArray } from '$lib/core/aval';
import { setBaseInterpreter, type Interpreter, type Value } from '$lib/core/interpreter';
import type { Params, Primitive } from '$lib/core/primitive';
import { compile } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { kernelOf } from '$lib/rules/evaluate';
import { shapesOf } from '$lib/rules/shape';

/** Runs jaxprs with no limit and keeps nothing. */
export const plainDriver: Driver = {
	compile: (jaxpr) => compile(jaxpr, plainDriver),
	spend: () => {}
};

/** One primitive on concrete arrays. Throws the shape rule's errors; `internal:` for a tracer. */
export function evaluate<P extends Primitive>(
	primitive: P,
	args: readonly Value[],
	params: Params[P],
	driver: Driver = plainDriver
): NDArray[] {
	const arrays = args.map(concrete);
	const ins = arrays.map(avalOfArray);
	const outs = shapesOf(primitive, ins, params);
	const kernel = kernelOf(primitive, ins, outs, params, driver);
	const results = outs.map(
		({ dtype, shape, weak }) => new NDArray(dtype, shape, allocate(dtype, sizeOf(shape)), weak)
	);
	kernel(
		arrays.map(({ data }) => ({ data, at: 0 })),
		results.map(({ data }) => ({ data, at: 0 }))
	);
	return results;
}

function concrete(value: Value): NDArray {
	if (value instanceof NDArray) return value;
	throw new Error(`internal: ${value} has leaked out of its trace`);
}

/** Evaluates at once what is bound. */
export const evaluator: Interpreter = {
	eager: true,
	process: (primitive, args, params) => evaluate(primitive, args, params)
};

setBaseInterpreter(evaluator);
