import type { NDArray } from '$lib/array/ndarray';
import { arrayStr } from '$lib/array/text';
import { shortText, type Aval } from '$lib/core/aval';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import {
	avalOf,
	bind,
	currentInterpreter,
	Tracer,
	withInterpreter,
	type Interpreter,
	type Value
} from '$lib/core/interpreter';
import type { Atom, Jaxpr, Var } from '$lib/core/jaxpr';
import { copyLanes } from '$lib/core/lanes';
import { nameValue, type Nameable } from '$lib/core/naming';
import type { Params, Primitive } from '$lib/core/primitive';
import {
	instantiate,
	type Differential,
	type JvpContext,
	type JvpJaxpr,
	type Tangent
} from '$lib/rules/differentiating';
import { bits, dense, memoized, nonzeros, spread } from '$lib/rules/flags';
import { jvpOf } from '$lib/rules/jvp';
import { nameAfter, tangentName } from '$lib/rules/named';
import { closeInner, JaxprTrace, JaxprTracer } from './make-jaxpr';

const textOf = (x: Value): string => (x instanceof Tracer ? x.toString() : arrayStr(x));

/** A value and its tangent. */
export class JVPTracer extends Tracer implements Nameable {
	constructor(
		readonly interpreter: JVPTrace,
		readonly primal: Value,
		readonly tangent: Value
	) {
		super();
	}

	get aval(): Aval {
		return avalOf(this.primal);
	}

	addName(name: string): void {
		nameValue(this.primal, name);
		nameValue(this.tangent, tangentName(name));
	}

	override concrete(): NDArray | null {
		return this.primal instanceof Tracer ? this.primal.concrete() : this.primal;
	}

	override get pythonClass(): string {
		return this.tangent instanceof JaxprTracer ? 'LinearizeTracer' : 'JVPTracer';
	}

	/** As JAX prints it: while a gradient is taken the tangent has no value, only a type. */
	override toString(): string {
		const primal = textOf(this.primal);
		return this.tangent instanceof JaxprTracer
			? `GradTracer(primal=${primal}, typeof(tangent)=${shortText(this.tangent.aval)})`
			: `JVPTracer(primal=${primal}, tangent=${textOf(this.tangent)})`;
	}

	override originText(): string {
		return this.primal instanceof Tracer ? this.primal.originText() : '';
	}
}

const context: JvpContext = { jvpJaxpr };

/** Carries out primitives on values and tangents, in the interpreter that was current outside. */
export class JVPTrace implements Interpreter {
	readonly eager: boolean;

	constructor(readonly outer: Interpreter) {
		this.eager = outer.eager === true;
	}

	process<P extends Primitive>(primitive: P, args: readonly Value[], params: Params[P]): Value[] {
		const primals = args.map((x) => this.primalOf(x));
		const tangents = args.map((x) => this.tangentOf(x));
		return withInterpreter(this.outer, () => {
			if (tangents.every((t) => t === null)) return bind(primitive, primals, params);
			const { outs, tangents: outTangents } = jvpOf(primitive, context, primals, tangents, params);
			return outs.map((out, i) => this.wrap(out, outTangents[i]));
		});
	}

	wrap(primal: Value, tangent: Tangent): Value {
		return tangent === null ? primal : new JVPTracer(this, primal, tangent);
	}

	private owns(x: Value): x is JVPTracer {
		return x instanceof JVPTracer && x.interpreter === this;
	}

	primalOf(x: Value): Value {
		return this.owns(x) ? x.primal : x;
	}

	tangentOf(x: Value): Tangent {
		return this.owns(x) ? x.tangent : null;
	}
}

/** What a function to be differentiated returns: its results, and values that come along with no derivative. */
export interface WithAux {
	readonly outs: readonly Value[];
	readonly aux: readonly Value[];
}

export interface Pushed extends Differential {
	readonly aux: readonly Value[];
}

/** Values and tangents of `f` at `primals`; a tangent is null where the result does not vary. */
export function jvp(
	f: (...args: Value[]) => WithAux,
	primals: readonly Value[],
	tangents: readonly Tangent[]
): Pushed {
	const trace = new JVPTrace(currentInterpreter());
	const args = primals.map((x, i) => trace.wrap(x, tangents[i]));
	const { outs, aux } = withInterpreter(trace, () => f(...args));
	return {
		outs: outs.map((x) => trace.primalOf(x)),
		tangents: outs.map((x) => trace.tangentOf(x)),
		aux: aux.map((x) => trace.primalOf(x))
	};
}

/** See `JvpContext.jvpJaxpr`. The same question gives the same object again. */
function jvpJaxpr(jaxpr: Jaxpr, nonzero: readonly boolean[], made: readonly boolean[] = []): JvpJaxpr {
	return memoized(jaxpr, `jvp ${bits(nonzero)} ${bits(made)}`, () => retrace(jaxpr, nonzero, made));
}

function retrace(jaxpr: Jaxpr, nonzero: readonly boolean[], made: readonly boolean[]): JvpJaxpr {
	const outer = new JaxprTrace(undefined, true);
	const trace = new JVPTrace(outer);
	const primals = jaxpr.invars.map(({ aval }) => outer.argument(aval));
	const varying = jaxpr.invars.filter((_, i) => nonzero[i]);
	const tangents = spread(
		nonzero,
		varying.map(({ aval }) => outer.argument(aval))
	);
	const values = new Map<Var, Value>();
	const keep = (v: Var, value: Value): void => {
		const primal = trace.primalOf(value);
		const tangent = trace.tangentOf(value);
		values.set(v, primal);
		nameAfter(value, v);
		copyLanes(primal, v);
		if (tangent !== null) copyLanes(tangent, v);
	};
	const args = primals.map((x, i) => trace.wrap(x, tangents[i]));
	const results = withInterpreter(trace, () => evalJaxpr(jaxpr, args, keep));
	const outs = results.map((x) => trace.primalOf(x));
	const outTangents = withInterpreter(outer, () =>
		results.map((x, i) => (made[i] ? instantiate(trace.tangentOf(x), outs[i]) : trace.tangentOf(x)))
	);
	const closed = closeInner(outer, [...outs, ...dense(outTangents)]);
	const placed = new Map<Var, Atom>();
	for (const [v, value] of values) placed.set(v, outer.atomOf(value));
	return { jaxpr: closed, nonzero: nonzeros(outTangents), placed };
}
