import { shortText, type Aval } from '$lib/core/aval';
import { avalOf, bind, currentInterpreter, Tracer, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { inLibrary } from '$lib/core/source';
import { constsAsArguments, traceToJaxpr } from './make-jaxpr';

type Body = (...args: Value[]) => readonly Value[];

const traces = new WeakMap<Body, Map<string, { jaxpr: Jaxpr; consts: readonly Value[] }>>();

/** Types as part of a cache key; weakness counts. */
export const typesKey = (types: readonly Aval[]): string =>
	types.map((type) => `${type.weak ? '~' : ''}${shortText(type)}`).join(' ');

/**
 * Calls `f` as JAX calls a function that it jits itself: while something is traced the call becomes one `jit` equation
 * of that name; with values at hand it is a plain call. The same function object on the same types is traced once.
 */
export function callJitted(name: string, f: Body, args: readonly Value[]): Value[] {
	if (currentInterpreter().eager) return [...f(...args)];
	const types = args.map(avalOf);
	const known = traces.get(f) ?? new Map<string, { jaxpr: Jaxpr; consts: readonly Value[] }>();
	traces.set(f, known);
	const key = typesKey(types);
	let traced = known.get(key);
	if (!traced) {
		const info = { of: name, purpose: 'jit', arguments: [] };
		const { jaxpr, consts } = inLibrary(() => traceToJaxpr(f, types, info));
		traced = { jaxpr: constsAsArguments(jaxpr), consts };
		if (!consts.some((value) => value instanceof Tracer)) known.set(key, traced);
	}
	return bind('jit', [...traced.consts, ...args], { name, jaxpr: traced.jaxpr });
}
