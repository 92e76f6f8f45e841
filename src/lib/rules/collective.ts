import type { Jaxpr } from '$lib/core/jaxpr';
import type { Params, Primitive } from '$lib/core/primitive';
import { subJaxprs } from '$lib/core/sub-jaxprs';

/** Primitives that speak of a named vmap axis. They are gone once that axis has been batched. */
export const collectiveNames = ['psum', 'pmax', 'pmin', 'axis_index', 'all_gather', 'ppermute'] as const;
export type Collective = (typeof collectiveNames)[number];

const collectives: ReadonlySet<string> = new Set(collectiveNames);

/** Names of the axes a primitive speaks of. */
export function axesOf<P extends Primitive>(primitive: P, params: Params[P]): readonly string[] {
	if (!collectives.has(primitive)) return [];
	const named = params as { readonly axes?: readonly string[]; readonly axis_name?: string };
	return named.axes ?? (named.axis_name === undefined ? [] : [named.axis_name]);
}

/** Whether a jaxpr, or one inside it, speaks of the axis. */
export const mentionsAxis = (jaxpr: Jaxpr, name: string): boolean =>
	jaxpr.eqns.some(
		(eqn) =>
			axesOf(eqn.primitive, eqn.params).includes(name) ||
			subJaxprs(eqn).some((sub) => mentionsAxis(sub, name))
	);
