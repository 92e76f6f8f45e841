import type { LoopView } from '$lib/core/control';
import { ProgramError } from '$lib/core/errors';
import { asFn, Fn } from '$lib/core/fn';
import { bind, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { flatten, leafPaths, treeText, unflatten, type TreeDef } from '$lib/core/tree';
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
	const initial = leaves.map(leafValue);
	const { predicate, traced, carry } = traceBoth(cond, body, def, initial);
	const context: CarryContext = { body: 'while_loop body function', name: carryName(body) };
	checkCarryTree(context, def, traced.outDef);
	checkCarryTypes(context, def, traced);
	const outs = bindWhile(predicate, traced, carry, viewOf(kind, body, def, traced));
	// A carry that was never touched comes back as what it was: a Python float stays one.
	return unflatten(
		traced.outDef,
		outs.map((out, i) => (out === initial[i] ? leaves[i] : out))
	);
}

/** A loop's predicate and body on its carry's types. */
interface Traced {
	readonly predicate: TracedBody;
	readonly traced: TracedBody;
	/** The init, weak types promoted where the body makes them strong. */
	readonly carry: readonly Value[];
}

function traceBoth(cond: Fn, body: Fn, def: TreeDef, init: readonly Value[]): Traced {
	const trace = (carry: readonly Value[]): Traced => {
		const types = typesOf(carry);
		const first = { when: 'at step 0', values: carry.map((value) => ({ value })) };
		const predicate = traceBody(cond, [def], types, 'while_loop', first);
		checkPredicate(predicate);
		return { predicate, traced: traceBody(body, [def], types, 'while_loop', first), carry };
	};
	const once = trace(init);
	const { outTypes } = once.traced;
	if (outTypes.length !== init.length) return once;
	const promotion = promoteWeak(init, typesOf(init), outTypes);
	return promotion.promoted ? trace(promotion.init) : once;
}

function viewOf(
	kind: LoopView['kind'],
	body: Fn,
	def: TreeDef,
	{ jaxpr, consts, names, parts }: TracedBody
): Omit<LoopView, 'row'> {
	return {
		kind,
		name: body.name,
		span: body.span,
		body: jaxpr,
		closed: consts.length,
		carry: leafNames(jaxpr.invars.slice(consts.length), leafPaths(def, carryName(body)), parts),
		xs: [],
		ys: [],
		axes: [],
		placed: new Map(),
		...(names && { names })
	};
}

const carryName = (body: Fn): string => body.params[0] ?? 'carry';

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
