import { ProgramError } from '$lib/core/errors';
import { tuple, type Tuple } from '$lib/core/containers';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { NativeFn, type Fn } from '$lib/core/fn';
import type { Value } from '$lib/core/interpreter';
import { neg, zerosLike } from '$lib/core/ops';
import { flatten, unflatten, type TreeDef } from '$lib/core/tree';
import { callCustomJvp, callCustomVjp } from '$lib/transforms/custom';
import { leafValue } from '../leaf';
import { jvp, vjp } from '../vjp';
import { traceBody, typesOf } from './trace-body';

/** A function of one pytree written down, to be called with other values in place of those it closes over. */
interface Closed {
	readonly consts: readonly Value[];
	readonly with: (consts: readonly Value[]) => Fn;
}

function closed(f: Fn, leaves: readonly Value[], def: TreeDef, purpose: string): Closed {
	const { jaxpr, consts, outDef } = traceBody(f, [def], typesOf(leaves), purpose);
	const run = (values: readonly Value[], x: unknown): unknown =>
		unflatten(outDef, evalJaxpr(jaxpr, [...values, ...leavesOf(x)]));
	return { consts, with: (values) => new NativeFn(f.name, ([x]) => run(values, x)) };
}

const leavesOf = (tree: unknown): Value[] => flatten(tree).leaves.map(leafValue);
const changeOf = (pair: Tuple): unknown => pair.items[1];

/**
 * `lax.custom_root`: a root of `f` by the program's `solve`. It moves with the values that `f` closes over as the
 * implicit function theorem says, by the program's `tangentSolve` of the linear equation at the root.
 */
export function customRoot(f: Fn, guess: unknown, solve: Fn, tangentSolve: Fn): unknown {
	const { leaves, def } = flatten(guess);
	const start = leaves.map(leafValue);
	const { consts, with: at } = closed(f, start, def, 'custom_root');
	const heldIn = (values: readonly Value[]): readonly Value[] => values.slice(start.length);
	const solved = (values: readonly Value[]): Value[] =>
		leavesOf(solve.call([at(heldIn(values)), unflatten(def, values.slice(0, start.length))]));
	const moved = (held: readonly Value[], moves: readonly Value[], root: readonly Value[]): Value[] => {
		const tree = unflatten(def, root);
		const ofConsts = new NativeFn(f.name, (given) => at(given as Value[]).call([tree]));
		const change = changeOf(jvp(ofConsts, tuple(...held), tuple(...moves)));
		const linear = new NativeFn(f.name, ([y]) => changeOf(jvp(at(held), tuple(tree), tuple(y))));
		return leavesOf(tangentSolve.call([linear, change])).map(neg);
	};
	const outs = callCustomJvp(
		{
			name: f.name,
			ruleName: 'jvp',
			body: solved,
			rule: (values, tangents) => {
				const root = solved(values);
				const held = heldIn(values);
				return {
					outs: root,
					tangents: held.length > 0 ? moved(held, heldIn(tangents), root) : root.map(zerosLike)
				};
			}
		},
		[...start, ...consts]
	);
	return unflatten(def, [...outs]);
}

/**
 * `lax.custom_linear_solve`: the program's `solve` of matvec(x) = b. Its backward pass is `transposeSolve` of the
 * transposed equation, `solve` itself where that is the same.
 */
export function customLinearSolve(matvec: Fn, b: unknown, solve: Fn, transposeSolve: Fn | null): unknown {
	const { leaves, def } = flatten(b);
	const right = leaves.map(leafValue);
	const { consts, with: at } = closed(matvec, right, def, 'custom_linear_solve');
	const vecmat = new NativeFn(matvec.name, ([y]) => {
		const pull = changeOf(vjp(matvec, [y])) as Fn;
		return (pull.call([y]) as Tuple).items[0];
	});
	// What the solvers close over takes no part in differentiation.
	const solver = (f: Fn, map: Fn): Closed =>
		closed(new NativeFn(f.name, ([y]) => f.call([map, y])), right, def, 'custom_linear_solve solve');
	const forwards = solver(solve, matvec);
	const backwards = transposeSolve && solver(transposeSolve, vecmat);
	const own = [...forwards.consts, ...(backwards?.consts ?? [])];
	const place = { solve: consts.length, back: consts.length + forwards.consts.length };
	const start = place.solve + own.length;
	const solved = (values: readonly Value[]): Value[] =>
		leavesOf(
			forwards.with(values.slice(place.solve, place.back)).call([unflatten(def, values.slice(start))])
		);
	const back = (held: readonly Value[], x: readonly Value[], cts: readonly Value[]): (Value | null)[] => {
		const root = unflatten(def, x);
		if (!backwards)
			throw new ProgramError(
				'TypeError',
				'transpose_solve required for backwards mode automatic differentiation of custom_linear_solve'
			);
		const moved = backwards.with(held.slice(place.back, start)).call([unflatten(def, cts)]);
		const ofConsts = new NativeFn(matvec.name, (given) => at(given as Value[]).call([root]));
		const pull = consts.length > 0 ? (changeOf(vjp(ofConsts, held.slice(0, consts.length))) as Fn) : null;
		const ofMatvec = pull === null ? [] : leavesOf(pull.call([moved])).map(neg);
		return [...ofMatvec, ...own.map(() => null), ...leavesOf(moved)];
	};
	const outs = callCustomVjp(
		{
			name: matvec.name,
			passNames: { fwd: 'fwd', bwd: 'bwd' },
			body: solved,
			forward: (values) => {
				const x = solved(values);
				return {
					outs: x,
					residuals: [...values.slice(0, start), ...x],
					bwd: (kept, cts) => back(kept.slice(0, start), kept.slice(start), cts)
				};
			}
		},
		[...consts, ...own, ...right]
	);
	return unflatten(def, [...outs]);
}
