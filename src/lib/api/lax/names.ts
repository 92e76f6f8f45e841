import type { Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import type { BodyNames, Locals } from '$lib/core/locals';
import { JaxprTracer } from '$lib/transforms/make-jaxpr';

/** What the names of a traced body stood for; `consts` are the values of the first arguments of its jaxpr. */
export function bodyNames(locals: Locals, { invars, eqns }: Jaxpr, consts: readonly Value[]): BodyNames {
	const known = new Set([...invars, ...eqns.flatMap(({ outputs }) => outputs)]);
	return {
		locals,
		variableOf: (value) => {
			if (value instanceof JaxprTracer && known.has(value.variable)) return value.variable;
			return invars[consts.indexOf(value)] ?? null;
		}
	};
}
