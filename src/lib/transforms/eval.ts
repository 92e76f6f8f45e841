import { NDArray } from '$lib/array/ndarray';
import { setBaseInterpreter, type Interpreter, type Value } from '$lib/core/interpreter';
import { applyPrimitive } from '$lib/rules/apply';
import { compile } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';

/** Runs jaxprs with no limit and keeps nothing. */
export const plainDriver: Driver = {
	compile: (jaxpr) => compile(jaxpr, plainDriver),
	spend: () => {}
};

/** Evaluates at once what is bound. */
export const evaluator: Interpreter = {
	eager: true,
	process: (primitive, args, params) => applyPrimitive(primitive, args.map(concrete), params, plainDriver)
};

function concrete(value: Value): NDArray {
	if (value instanceof NDArray) return value;
	throw new Error(`internal: ${value} has leaked out of its trace`);
}

setBaseInterpreter(evaluator);
