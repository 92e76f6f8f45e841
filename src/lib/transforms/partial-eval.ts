import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { bind, withInterpreter, type Interpreter, type Value } from '$lib/core/interpreter';
import type { Aval } from '$lib/core/aval';
import { Var, type Atom, type Jaxpr } from '$lib/core/jaxpr';
import { lanesOf, setLanes } from '$lib/core/lanes';
import type { Params, Primitive } from '$lib/core/primitive';
import type { PartialContext, PartialJaxpr, TraceFunction } from '$lib/rules/differentiating';
import { bits, memoized, where, whereNot } from '$lib/rules/flags';
import { spreadLanes } from '$lib/rules/lanes';
import { nameAfter } from '$lib/rules/named';
import { partialEvalRule } from '$lib/rules/partial-eval';
import { pruned } from './dce';
import { closeInner, constsAsArguments, JaxprTrace, JaxprTracer } from './make-jaxpr';

/**
 * Carries out at once, in the interpreter outside, what depends on known values only; writes the rest down for later.
 * Known values that the rest needs become constants of its jaxpr: the residuals.
 */
export class PartialTrace extends JaxprTrace implements PartialContext {
	readonly eager: boolean;

	constructor(
		private readonly outer: Interpreter,
		inner = false
	) {
		super(undefined, inner);
		this.eager = outer.eager === true;
	}

	override process<P extends Primitive>(primitive: P, args: readonly Value[], params: Params[P]): Value[] {
		if (args.every(this.isKnown)) return this.known(primitive, args, params);
		const rule = partialEvalRule(primitive);
		return rule ? [...rule(this, args, params)] : this.record(primitive, args, params);
	}

	readonly isKnown = (x: Value): boolean => !(x instanceof JaxprTracer && x.interpreter === this);

	readonly known: PartialContext['known'] = (primitive, args, params) =>
		this.now(() => bind(primitive, args, params));

	readonly now = <T>(body: () => T): T => withInterpreter(this.outer, body);

	readonly record: PartialContext['record'] = (primitive, args, params) =>
		super.process(primitive, args, params);

	/** The jaxpr that computes `outs`, with the residuals it needs and no others. */
	finish(outs: readonly Value[]): { jaxpr: Jaxpr; consts: Value[] } {
		const { jaxpr, consts } = this.close(outs);
		const used = pruned(jaxpr);
		const kept = new Set(used.constvars);
		return { jaxpr: used, consts: consts.filter((_, i) => kept.has(jaxpr.constvars[i])) };
	}

	readonly split = splitJaxpr;
	readonly trace = traceFunction;
	readonly pruned = (jaxpr: Jaxpr): Jaxpr => pruned(jaxpr);
}

/** The jaxpr of a function on arguments of these types; see `TraceFunction`. */
export const traceFunction: TraceFunction = (types: readonly Aval[], f) => {
	const trace = new JaxprTrace(undefined, true);
	const args = types.map((type) => trace.argument(type));
	return closeInner(
		trace,
		withInterpreter(trace, () => f(args))
	);
};

/** See `PartialContext.split`. The same question gives the same object again. */
export function splitJaxpr(
	jaxpr: Jaxpr,
	unknown: readonly boolean[],
	instantiate: readonly boolean[] = []
): PartialJaxpr {
	const key = `split ${bits(unknown)} ${bits(instantiate)}`;
	return memoized(jaxpr, key, () => retrace(jaxpr, unknown, instantiate));
}

function retrace(jaxpr: Jaxpr, unknown: readonly boolean[], instantiate: readonly boolean[]): PartialJaxpr {
	const now = new JaxprTrace(undefined, true);
	const later = new PartialTrace(now, true);
	const args = jaxpr.invars.map(({ aval }, i) => (unknown[i] ? later : now).argument(aval));
	const values = new Map<Var, Value>();
	const keep = (v: Var, value: Value): void => {
		values.set(v, value);
		nameAfter(value, v);
	};
	const outs = withInterpreter(later, () => evalJaxpr(jaxpr, args, keep));
	const unknownOuts = outs.map((x, i) => instantiate[i] || !later.isKnown(x));
	const waiting = later.finish(where(outs, unknownOuts));
	const known = closeInner(now, [...whereNot(outs, unknownOuts), ...waiting.consts]);
	nameResiduals(waiting.jaxpr, known);
	spreadLanes(constsAsArguments(waiting.jaxpr));
	const placed = new Map<Var, Atom>();
	for (const [v, value] of values) if (later.isKnown(value)) placed.set(v, now.atomOf(value));
	return {
		known: pruned(known, new Set(placed.values())),
		unknown: constsAsArguments(waiting.jaxpr),
		unknownOuts,
		placed
	};
}

/** Residuals that the program has no name for are numbered; a mere change of type keeps the name. Rows stay where they are. */
function nameResiduals({ constvars }: Jaxpr, known: Jaxpr): void {
	const firstResidual = known.outs.length - constvars.length;
	spreadLanes(known);
	constvars.forEach((v, i) => copyLanesOf(v, known.outs[firstResidual + i]));
	const unnamed = constvars.filter(({ names }) => names.length === 0);
	for (const v of unnamed) {
		const atom = known.outs[firstResidual + constvars.indexOf(v)];
		const eqn = known.eqns.find(({ outputs }) => outputs.some((out) => out === atom));
		const source = eqn?.primitive === 'convert_element_type' ? eqn.inputs[0] : null;
		if (source instanceof Var && source.names.length > 0) v.names.push(...source.names);
		else v.names.push(unnamed.length === 1 ? 'residual' : `residual ${unnamed.indexOf(v) + 1}`);
	}
}

function copyLanesOf(v: Var, from: Atom): void {
	const known = lanesOf(from);
	if (known) setLanes(v, known);
}
