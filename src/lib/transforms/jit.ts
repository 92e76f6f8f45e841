import { avalOf, bind, currentInterpreter, type Value } from '$lib/core/interpreter';
import { constsAsArguments, traceToJaxpr } from './make-jaxpr';

/**
 * Calls `f` as JAX calls a function that it jits itself: while something is traced the call becomes one `jit` equation
 * of that name; with values at hand it is a plain call.
 */
export function callJitted(
	name: string,
	f: (...args: Value[]) => readonly Value[],
	args: readonly Value[]
): readonly Value[] {
	if (currentInterpreter().eager) return f(...args);
	const { jaxpr, consts } = traceToJaxpr(f, args.map(avalOf), { of: name, purpose: 'jit', arguments: [] });
	return bind('jit', [...consts, ...args], { name, jaxpr: constsAsArguments(jaxpr) });
}
