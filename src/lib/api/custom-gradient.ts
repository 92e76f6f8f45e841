import { Tuple } from '$lib/core/containers';
import type { Kept } from '$lib/core/custom';
import { ProgramError } from '$lib/core/errors';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import type { Fn } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import { flatten, reprHook, unflatten, type TreeDef } from '$lib/core/tree';
import { callCustomVjp } from '$lib/transforms/custom';
import { traceToJaxpr } from '$lib/transforms/make-jaxpr';
import { isSequence, itemsOf } from './arguments';
import { callable, DerivativeFn } from './derivatives';
import { leafValue } from './leaf';

/**
 * `jax.custom_gradient`: `f` returns its result and the function that pulls a cotangent back. That function is written
 * down at once; what it closes over is kept for the backward pass.
 */
export function customGradient(f: unknown): Fn {
	const fn = callable(f);
	return new DerivativeFn(fn, (args) => {
		const { leaves, def } = flatten(new Tuple(args));
		let out: TreeDef = { kind: 'none' };
		const run = (values: readonly Value[]): { outs: Value[]; rule: Fn } => {
			const [result, rule] = pairOf(fn, fn.call((unflatten(def, values) as Tuple).items));
			const flat = flatten(result);
			out = flat.def;
			return { outs: flat.leaves.map(leafValue), rule: callable(rule) };
		};
		const forward = (values: readonly Value[]): Kept => {
			const { outs, rule } = run(values);
			const pull = (...cts: Value[]): Value[] => cotangents(rule.call([unflatten(out, cts)]));
			const { jaxpr, consts } = traceToJaxpr(pull, outs.map(avalOf));
			return { outs, residuals: consts, bwd: (kept, cts) => evalJaxpr(jaxpr, [...kept, ...cts]) };
		};
		const body = (values: readonly Value[]): Value[] => run(values).outs;
		const outs = callCustomVjp(
			{ name: fn.name, body, forward, passNames: { fwd: 'fwd', bwd: 'bwd' } },
			leaves.map(leafValue)
		);
		return unflatten(out, outs);
	});
}

/** One cotangent an argument; a single argument's may stand alone. */
const cotangents = (returned: unknown): Value[] => flatten(returned).leaves.map(leafValue);

function pairOf(fn: Fn, returned: unknown): readonly unknown[] {
	const items = isSequence(returned) ? itemsOf(returned) : [];
	if (items.length === 2) return items;
	throw new ProgramError(
		'TypeError',
		`custom_gradient function ${fn.name} must return its result and the function of its gradient, but got ${reprHook.of(returned)}.`
	);
}
