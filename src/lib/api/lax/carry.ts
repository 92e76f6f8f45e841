import { sameType, type Aval } from '$lib/core/aval';
import type { Value } from '$lib/core/interpreter';
import { convert } from '$lib/core/ops';
import { promote } from '$lib/core/promote';
import { leafCount, sameTree, type TreeDef } from '$lib/core/tree';
import { mistakes } from '../parts';
import type { TracedBody } from './trace-body';

const { treesDiffer, typesDiffer } = mistakes.functions;

/** What a loop says of its carry in messages. */
export interface CarryContext {
	/** `scan body function`, `while_loop body`. */
	readonly body: string;
	/** The body's own name for the carry: its first parameter. */
	readonly name: string;
}

/** Throws JAX's TypeError unless the carry comes out with the structure it went in with. */
export function checkCarryTree(context: CarryContext, input: TreeDef, output: TreeDef): void {
	if (!sameTree(input, output)) throw treesDiffer(context, input, output);
}

/** Throws JAX's TypeError unless every leaf comes out with its type, weakness aside. */
export function checkCarryTypes(context: CarryContext, def: TreeDef, { jaxpr, consts }: TracedBody): void {
	const carry = jaxpr.invars.slice(consts.length, consts.length + leafCount(def));
	if (carry.some(({ aval }, i) => !sameType(aval, jaxpr.outs[i].aval)))
		throw typesDiffer(context, def, carry, jaxpr);
}

/**
 * One round of JAX's `_promote_weak_typed_inputs`: a weak init that the body returns as another type is converted to
 * the type the two meet in. `promoted` tells whether any had to be.
 */
export function promoteWeak(
	init: readonly Value[],
	input: readonly Aval[],
	output: readonly Aval[]
): { init: Value[]; promoted: boolean } {
	let promoted = false;
	const values = init.map((value, i) => {
		if (!input[i].weak || sameType(input[i], output[i])) return value;
		promoted = true;
		return convert(value, promote([input[i], output[i]]).dtype);
	});
	return { init: values, promoted };
}
