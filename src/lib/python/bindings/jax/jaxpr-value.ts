import type { ClosedJaxpr } from '$lib/core/jaxpr';
import { printJaxpr } from '$lib/core/print-jaxpr';
import { shortText } from '$lib/core/aval';
import { HostObject, PyClass } from '../../classes';
import { objectClass } from '../../types';

const closedJaxprClass = new PyClass('ClosedJaxpr', [objectClass], { module: 'jax.core' });

/** What `jax.make_jaxpr(f)(x)` gives: prints as JAX prints it. */
export class JaxprValue extends HostObject {
	readonly cls = closedJaxprClass;

	constructor(private readonly closed: ClosedJaxpr) {
		super();
	}

	override attribute(name: string): unknown {
		const { jaxpr, consts } = this.closed;
		switch (name) {
			case 'jaxpr':
				return this;
			case 'consts':
				return [...consts];
			case 'in_avals':
				return jaxpr.invars.map(({ aval }) => shortText(aval));
			case 'out_avals':
				return jaxpr.outs.map(({ aval }) => shortText(aval));
			case 'eqns':
				return jaxpr.eqns.map((eqn) => eqn.primitive);
			default:
				return undefined;
		}
	}

	repr(): string {
		return printJaxpr(this.closed.jaxpr);
	}
}
