import type { Kept, PushForward } from '$lib/core/custom';
import { avalOf, bind, currentInterpreter, withInterpreter, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { pushKept } from '$lib/rules/custom';
import { instantiate, varies, type Differential, type Tangent } from '$lib/rules/differentiating';
import { JVPTrace } from './jvp';
import { constsAsArguments, traceToJaxpr } from './make-jaxpr';
import { PartialTrace } from './partial-eval';

type Body = (args: readonly Value[]) => readonly Value[];

/** A function of values with a jvp rule of its own. */
export interface CustomJvp {
	readonly name: string;
	readonly body: Body;
	readonly rule: PushForward;
	readonly ruleName: string;
}

/** A function of values with a forward and a backward pass of its own. */
export interface CustomVjp {
	readonly name: string;
	readonly body: Body;
	/** The results, what is kept for the backward pass, and that pass. */
	readonly forward: (args: readonly Value[]) => Kept;
	readonly passNames: { readonly fwd: string; readonly bwd: string };
}

/**
 * Calls a function whose derivative is the given rule: the body where values are wanted, the rule where tangents are.
 * While something is traced the call is one `custom_jvp_call` equation.
 */
export const callCustomJvp = (
	{ name, body, rule, ruleName }: CustomJvp,
	args: readonly Value[]
): readonly Value[] =>
	call(args, {
		body,
		differentiate: (primals, tangents) => {
			const { outs, tangents: made } = rule(
				primals,
				tangents.map((t, i) => instantiate(t, primals[i]))
			);
			return { outs, tangents: made.map((t, i) => (varies(avalOf(outs[i])) ? t : null)) };
		},
		stage: (call_jaxpr, consts, operands) =>
			bind('custom_jvp_call', [...consts, ...operands], {
				name,
				call_jaxpr,
				jvp_jaxpr_fun: rule,
				jvp: ruleName,
				num_consts: consts.length,
				symbolic_zeros: false
			})
	});

/** As `callCustomJvp`, for a function with a backward pass of its own. */
export const callCustomVjp = (
	{ name, body, forward, passNames }: CustomVjp,
	args: readonly Value[]
): readonly Value[] =>
	call(args, {
		body,
		differentiate: (primals, tangents) => pushKept(forward, primals, tangents),
		stage: (call_jaxpr, consts, operands) =>
			bind('custom_vjp_call', [...consts, ...operands], {
				name,
				call_jaxpr,
				fwd_jaxpr_thunk: forward,
				...passNames,
				num_consts: consts.length,
				symbolic_zeros: false
			})
	});

interface Ways {
	readonly body: Body;
	readonly differentiate: (primals: readonly Value[], tangents: readonly Tangent[]) => Differential;
	readonly stage: (jaxpr: Jaxpr, consts: readonly Value[], args: readonly Value[]) => Value[];
}

/** Goes down to the interpreter that has a say: one with tangents, one with values, or one that writes down. */
function call(args: readonly Value[], ways: Ways): readonly Value[] {
	const interpreter = currentInterpreter();
	if (interpreter instanceof JVPTrace) return underJvp(interpreter, args, ways);
	if (interpreter instanceof PartialTrace && args.every(interpreter.isKnown))
		return interpreter.now(() => call(args, ways));
	if (interpreter.eager) return ways.body(args);
	const { jaxpr, consts } = traceToJaxpr((...values) => ways.body(values), args.map(avalOf));
	return ways.stage(constsAsArguments(jaxpr), consts, args);
}

function underJvp(trace: JVPTrace, args: readonly Value[], ways: Ways): readonly Value[] {
	const primals = args.map((x) => trace.primalOf(x));
	const tangents = args.map((x) => trace.tangentOf(x));
	return withInterpreter(trace.outer, () => {
		if (tangents.every((t) => t === null)) return call(primals, ways);
		const { outs, tangents: made } = ways.differentiate(primals, tangents);
		return outs.map((out, i) => trace.wrap(out, made[i]));
	});
}
