import type { LoopView } from '$lib/core/control';
import { ProgramError } from '$lib/core/errors';
import { asFn, Fn } from '$lib/core/fn';
import { bind, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { flatten, leafPaths, treeText, unflatten } from '$lib/core/tree';
import { leafValue } from '../leaf';
import { checkCarryTree, checkCarryTypes, promoteWeak, type CarryContext } from './carry';
import { leafNames, shapedArrayText, traceBody, typesOf, type TracedBody } from './trace-body';

/**
 * `lax.while_loop`: applies `bodyFun` while `condFun` holds. `init` is a pytree. Throws JAX's errors in JAX's order
 * (jax/_src/lax/control_flow/loops.py).
 */
export function whileLoop(
	condFun: unknown,
	bodyFun: unknown,
	init: unknown,
	kind: LoopView['kind'] = 'while_loop'
): unknown {
	if (!isCallable(condFun) || !isCallable(bodyFun))
		throw new ProgramError(
			'TypeError',
			'lax.while_loop: body_fun and cond_fun arguments should be callable.'
		);
	const cond = asFn(condFun as Fn);
	const body = asFn(bodyFun as Fn);
	const { leaves, def } = flatten(init);
	const context: CarryContext = {
		body: 'while_loop body function',
		name: body.params[0] ?? 'carry'
	};
	const trace = (values: readonly Value[]) => {
		const types = typesOf(values);
		const first = { when: 'at step 0', values: values.map((value) => ({ value })) };
		const predicate = traceBody(cond, [def], types, 'while_loop', first);
		checkPredicate(predicate);
		return { predicate, traced: traceBody(body, [def], types, 'while_loop', first) };
	};
	const initial = leaves.map(leafValue);
	let values: readonly Value[] = initial;
	let { predicate, traced } = trace(values);
	if (traced.outTypes.length === values.length) {
		const promotion = promoteWeak(values, typesOf(values), traced.outTypes);
		if (promotion.promoted) {
			values = promotion.init;
			({ predicate, traced } = trace(values));
		}
	}
	checkCarryTree(context, def, traced.outDef);
	checkCarryTypes(context, def, traced);
	const carry = leafNames(
		traced.jaxpr.invars.slice(traced.consts.length),
		leafPaths(def, body.params[0] ?? 'carry')
	);
	const view = {
		kind,
		name: body.name,
		span: body.span,
		body: traced.jaxpr,
		closed: traced.consts.length,
		carry,
		xs: [],
		ys: [],
		axes: [],
		placed: new Map(),
		...(traced.names && { names: traced.names })
	};
	const outs = bindWhile(predicate, traced, values, view);
	return unflatten(
		traced.outDef,
		outs.map((out, i) => (out === initial[i] ? leaves[i] : out))
	);
}

const isCallable = (f: unknown): boolean => f instanceof Fn || typeof f === 'function';

function checkPredicate({ outDef, outTypes }: TracedBody): void {
	if (outDef.kind !== 'leaf')
		throw new ProgramError(
			'TypeError',
			`cond_fun must return a boolean scalar, but got pytree ${treeText(outDef)}.`
		);
	const [type] = outTypes;
	if (type.dtype !== 'bool' || type.shape.length > 0)
		throw new ProgramError(
			'TypeError',
			`cond_fun must return a boolean scalar, but got output type(s) [${shapedArrayText(type)}].`
		);
}

/** A carry that the body hands on unchanged and the predicate does not read becomes a const of the body. */
function bindWhile(
	predicate: TracedBody,
	traced: TracedBody,
	init: readonly Value[],
	view: Omit<LoopView, 'row'>
): Value[] {
	const condConsts = predicate.consts.length;
	const bodyConsts = traced.consts.length;
	const { jaxpr } = traced;
	const carryIn = jaxpr.invars.slice(bodyConsts);
	const condCarry = predicate.jaxpr.invars.slice(condConsts);
	const read = new Set([...predicate.jaxpr.eqns.flatMap(({ inputs }) => inputs), ...predicate.jaxpr.outs]);
	const constant = carryIn.map((v, i) => jaxpr.outs[i] === v && !read.has(condCarry[i]));
	const kept = <T>(list: readonly T[]): T[] => list.filter((_, i) => !constant[i]);
	const moved = <T>(list: readonly T[]): T[] => list.filter((_, i) => constant[i]);
	const condJaxpr: Jaxpr = {
		...predicate.jaxpr,
		invars: [...predicate.jaxpr.invars.slice(0, condConsts), ...kept(condCarry)]
	};
	const bodyJaxpr: Jaxpr = {
		...jaxpr,
		invars: [...moved(carryIn), ...jaxpr.invars.slice(0, bodyConsts), ...kept(carryIn)],
		outs: kept(jaxpr.outs)
	};
	const operands = [...predicate.consts, ...moved(init), ...traced.consts, ...kept(init)];
	const params = {
		cond_jaxpr: condJaxpr,
		cond_nconsts: condConsts,
		body_jaxpr: bodyJaxpr,
		body_nconsts: bodyConsts + moved(init).length
	};
	const row = { primitive: 'while' as const, operands: typesOf(operands), params };
	const outs = bind('while', operands, { ...params, view: { ...view, row } });
	let next = 0;
	return init.map((value, i) => (constant[i] ? value : outs[next++]));
}
