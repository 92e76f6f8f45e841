import type { DType } from '$lib/array/dtype';
import { dtypes } from '$lib/array/dtype';
import { Dict, Tuple } from '$lib/core/containers';
import { longText } from '$lib/core/aval';
import { Literal, type Atom, type ClosedJaxpr, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import { isJaxpr } from '$lib/core/sub-jaxprs';
import { literalText } from '$lib/core/literal-text';
import { printedParams } from '$lib/core/print-params';
import { printEqn, printJaxpr } from '$lib/core/print-jaxpr';
import { HostObject, PyClass } from '../../classes';
import { objectClass } from '../../types';
import { dtypeObject } from '../dtype';
import { typeTextOf } from './shape-dtype';

const classOf = (name: string): PyClass => new PyClass(name, [objectClass], { module: 'jax.core' });

/** What `jax.make_jaxpr(f)(x)` gives: prints as JAX prints it. */
export class JaxprValue extends HostObject {
	static readonly class = classOf('ClosedJaxpr');
	readonly cls = JaxprValue.class;

	constructor(private readonly closed: ClosedJaxpr) {
		super();
	}

	override attribute(name: string): unknown {
		const { jaxpr, consts } = this.closed;
		switch (name) {
			case 'jaxpr':
				return new OpenJaxpr(jaxpr);
			case 'consts':
			case 'literals':
				return [...consts];
			case 'in_avals':
				return jaxpr.invars.map(({ aval }) => typeTextOf(aval));
			case 'out_avals':
				return jaxpr.outs.map(({ aval }) => typeTextOf(aval));
			case 'eqns':
				return jaxpr.eqns.map((eqn) => new EqnValue(eqn));
			default:
				return undefined;
		}
	}

	repr(): string {
		return printJaxpr(this.closed.jaxpr);
	}
}

/** A jaxpr without the values of its constvars. */
class OpenJaxpr extends HostObject {
	static readonly class = classOf('Jaxpr');
	readonly cls = OpenJaxpr.class;

	constructor(private readonly jaxpr: Jaxpr) {
		super();
	}

	override attribute(name: string): unknown {
		const { constvars, invars, eqns, outs } = this.jaxpr;
		switch (name) {
			case 'constvars':
				return constvars.map((v) => new AtomValue(v));
			case 'invars':
				return invars.map((v) => new AtomValue(v));
			case 'outvars':
				return outs.map((atom) => new AtomValue(atom));
			case 'eqns':
				return eqns.map((eqn) => new EqnValue(eqn));
			default:
				return undefined;
		}
	}

	repr(): string {
		return printJaxpr(this.jaxpr);
	}
}

class EqnValue extends HostObject {
	static readonly class = classOf('JaxprEqn');
	readonly cls = EqnValue.class;

	constructor(private readonly eqn: Eqn) {
		super();
	}

	override attribute(name: string): unknown {
		const { primitive, inputs, outputs } = this.eqn;
		switch (name) {
			case 'primitive':
				return new PrimitiveValue(primitive.replace(/^scatter_/, 'scatter-'));
			case 'params':
				return new Dict(printedParams(this.eqn).map(([key, value]) => [key, paramValue(value)]));
			case 'invars':
				return inputs.map((atom) => new AtomValue(atom));
			case 'outvars':
				return outputs.map((v) => new AtomValue(v));
			default:
				return undefined;
		}
	}

	repr(): string {
		return printEqn(this.eqn);
	}
}

class PrimitiveValue extends HostObject {
	static readonly class = classOf('Primitive');
	readonly cls = PrimitiveValue.class;

	constructor(private readonly name: string) {
		super();
	}

	override attribute(name: string): unknown {
		return name === 'name' ? this.name : undefined;
	}

	override hashText(): string {
		return this.name;
	}

	override equals(other: unknown): boolean {
		return other instanceof PrimitiveValue && other.name === this.name;
	}

	repr(): string {
		return this.name;
	}
}

class AtomValue extends HostObject {
	static readonly variable = classOf('Var');
	static readonly literal = classOf('Literal');
	readonly cls: PyClass;

	constructor(private readonly atom: Atom) {
		super();
		this.cls = atom instanceof Literal ? AtomValue.literal : AtomValue.variable;
	}

	override attribute(name: string): unknown {
		if (name === 'aval') return typeTextOf(this.atom.aval);
		return name === 'val' && this.atom instanceof Literal ? this.atom.value : undefined;
	}

	override equals(other: unknown): boolean {
		return other instanceof AtomValue && other.atom === this.atom;
	}

	repr(): string {
		const { atom } = this;
		return atom instanceof Literal ? `Literal(${literalText(atom.value)})` : `Var:${longText(atom.aval)}`;
	}
}

const isDType = (value: unknown): value is DType => dtypes.includes(value as DType);

/** A parameter as a Python value: sizes and axes are tuples of int, a jaxpr is one with its (no) constants. */
function paramValue(value: unknown): unknown {
	if (isJaxpr(value)) return new JaxprValue({ jaxpr: value, consts: [] });
	if (Array.isArray(value)) return new Tuple(value.map(paramValue));
	if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
	if (isDType(value)) return dtypeObject(value);
	return value === undefined || typeof value === 'object' ? null : value;
}
