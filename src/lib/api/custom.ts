import { Tuple, tuple } from '$lib/core/containers';
import type { Kept, PushForward } from '$lib/core/custom';
import { longText } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { Fn, type Kwargs } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import { sameShape } from '$lib/array/shape';
import { isFloat } from '$lib/array/dtype';
import { flatten, leafPaths, mapTree, sameTree, treeText, unflatten, type TreeDef } from '$lib/core/tree';
import { callCustomJvp, callCustomVjp } from '$lib/transforms/custom';
import { index, isSequence, itemsOf, plainText } from './arguments';
import { callable, zerosAs } from './derivatives';
import * as jnp from './jnp/arithmetic';
import { leafValue } from './leaf';

/** What a call hands to the function and its rules: static arguments apart, the others flat. */
interface Call {
	readonly statics: readonly unknown[];
	readonly leaves: readonly Value[];
	readonly def: TreeDef;
	/** All arguments in their places, those that vary filled with `leaves`. */
	readonly args: (leaves: readonly Value[]) => unknown[];
	/** The arguments that vary, as a tuple. */
	readonly varying: (leaves: readonly Value[]) => Tuple;
}

/** Functions with a derivative of their own: the function as it is, and rules that are set on it later. */
abstract class CustomFn extends Fn {
	readonly name: string;
	readonly params: readonly string[];
	override readonly span;
	private readonly nondiff: readonly number[];

	constructor(
		protected readonly f: Fn,
		nondiffArgnums: unknown
	) {
		super();
		this.name = f.name;
		this.params = f.params;
		this.span = f.span;
		this.nondiff = (isSequence(nondiffArgnums) ? itemsOf(nondiffArgnums) : [nondiffArgnums]).map((n) =>
			index(n)
		);
	}

	protected takeApart(args: readonly unknown[], kwargs: Kwargs): Call {
		const all = positional(this.f, args, kwargs);
		const nondiff = this.nondiff.map((n) => (n < 0 ? n + all.length : n));
		const chosen = all.filter((_, i) => !nondiff.includes(i));
		const { leaves, def } = flatten(new Tuple(chosen));
		const varying = (values: readonly Value[]): Tuple => unflatten(def, values) as Tuple;
		return {
			statics: nondiff.map((n) => all[n]),
			leaves: leaves.map(leafValue),
			def,
			varying,
			args: (values) => {
				const filled = [...varying(values).items];
				return all.map((arg, i) => (nondiff.includes(i) ? arg : filled.shift()));
			}
		};
	}
}

/** Keyword arguments in the places of their parameters. */
function positional(f: Fn, args: readonly unknown[], kwargs: Kwargs): unknown[] {
	const all = [...args];
	for (const [name, value] of kwargs) {
		const place = f.params.indexOf(name);
		if (place < args.length)
			throw new ProgramError(
				'TypeError',
				`The following keyword arguments could not be resolved to positions: ${name}`
			);
		all[place] = value;
	}
	return all;
}

/** A result taken apart; afterwards its structure is known. */
class Structure {
	def: TreeDef = { kind: 'none' };

	flat(tree: unknown): Value[] {
		const { leaves, def } = flatten(tree);
		this.def = def;
		return leaves.map(leafValue);
	}
}

const pair = (x: unknown): readonly unknown[] | null => {
	const items = isSequence(x) ? itemsOf(x) : [];
	return items.length === 2 ? items : null;
};

/** `jax.custom_jvp`. Rules are set by `defjvp` or `defjvps`. */
class CustomJvpFn extends CustomFn {
	private rule: Fn | null = null;

	/** `rule(*nondiff, primals, tangents) → (result, tangent)`. */
	defjvp(rule: unknown): unknown {
		this.rule = callable(rule);
		return rule;
	}

	/** One rule an argument, `rule(tangent, result, *primals)`, or None for a zero. */
	defjvps(rules: readonly unknown[]): void {
		const fns = rules.map((rule) => (rule === null ? null : callable(rule)));
		const jvp = (primals: Tuple, tangents: Tuple): Tuple => {
			const out = this.call(primals.items);
			const zeros = mapTree((x) => zerosAs(leafValue(x)), out);
			const sum = fns.reduce((all: unknown, fn, i) => {
				if (!fn) return all;
				const part = fn.call([tangents.items[i], out, ...primals.items]);
				return all === zeros ? part : mapTree((x, y) => jnp.add(x, y), all, [part]);
			}, zeros);
			return tuple(out, sum);
		};
		this.rule = callable(jvp);
	}

	call(args: readonly unknown[], kwargs: Kwargs = new Map()): unknown {
		const { rule } = this;
		if (!rule)
			throw new ProgramError(
				'AttributeError',
				`No JVP defined for custom_jvp function ${this.name} using defjvp.`
			);
		const call = this.takeApart(args, kwargs);
		const result = new Structure();
		const push: PushForward = (primals, tangents) =>
			this.pushed(rule, rule.call([...call.statics, call.varying(primals), call.varying(tangents)]), result);
		const body = (values: readonly Value[]): Value[] => result.flat(this.f.call(call.args(values)));
		const outs = callCustomJvp({ name: this.name, body, rule: push, ruleName: rule.name }, call.leaves);
		return unflatten(result.def, outs);
	}

	private pushed(rule: Fn, returned: unknown, result: Structure): ReturnType<PushForward> {
		const both = pair(returned);
		if (!both)
			throw new ProgramError(
				'TypeError',
				`Custom JVP rule ${rule.name} for function ${this.name} must produce a pair (list or tuple of length two) representing primal and tangent outputs, but got ${plainText(returned)}.`
			);
		const outs = result.flat(both[0]);
		const moved = new Structure();
		const tangents = moved.flat(both[1]);
		if (!sameTree(result.def, moved.def))
			throw new ProgramError(
				'TypeError',
				`Custom JVP rule ${rule.name} for function ${this.name} must produce primal and tangent outputs with equal container (pytree) structures, but got ${treeText(result.def)} and ${treeText(moved.def)} respectively.`
			);
		tangents.forEach((t, i) => this.checkTangent(rule, outs[i], t));
		return { outs, tangents };
	}

	private checkTangent(rule: Fn, out: Value, tangent: Value): void {
		const [x, t] = [avalOf(out), avalOf(tangent)];
		if (!isFloat(x.dtype) || (x.dtype === t.dtype && sameShape(x.shape, t.shape))) return;
		throw new ProgramError(
			'TypeError',
			`Custom JVP rule ${rule.name} for function ${this.name} must produce primal and tangent outputs with corresponding shapes and dtypes. Expected ${longText(x)} (tangent type of ${longText(x)}) but got ${longText(t)}.`
		);
	}
}

/** `jax.custom_vjp`. The passes are set by `defvjp`. */
class CustomVjpFn extends CustomFn {
	private passes: { fwd: Fn; bwd: Fn } | null = null;

	/** `fwd(*args) → (result, residuals)`, `bwd(*nondiff, residuals, cotangent) → (cotangents of the arguments)`. */
	defvjp(fwd: unknown, bwd: unknown): void {
		this.passes = { fwd: callable(fwd), bwd: callable(bwd) };
	}

	call(args: readonly unknown[], kwargs: Kwargs = new Map()): unknown {
		const { passes } = this;
		if (!passes)
			throw new ProgramError(
				'AttributeError',
				`No VJP defined for custom_vjp function ${this.name} using defvjp.`
			);
		const call = this.takeApart(args, kwargs);
		const result = new Structure();
		const body = (values: readonly Value[]): Value[] => result.flat(this.f.call(call.args(values)));
		const passNames = { fwd: passes.fwd.name, bwd: passes.bwd.name };
		const forward = (values: readonly Value[]): Kept => this.kept(passes, call, values, result);
		const outs = callCustomVjp({ name: this.name, body, forward, passNames }, call.leaves);
		return unflatten(result.def, outs);
	}

	private kept(
		{ fwd, bwd }: { fwd: Fn; bwd: Fn },
		call: Call,
		values: readonly Value[],
		result: Structure
	): Kept {
		const produced = fwd.call(call.args(values));
		const both = pair(produced);
		if (!both)
			throw new ProgramError(
				'TypeError',
				`Custom VJP fwd rule ${fwd.name} for function ${this.name} must produce a pair (list or tuple of length two) where the first element represents the primal output (equal to those of the custom_vjp-decorated function ${this.name}) and the second element represents residuals (i.e. values stored from the forward pass for use on the backward pass), but instead of a pair the fwd rule ${fwd.name} produced ${plainText(produced)}.`
			);
		const outs = result.flat(both[0]);
		const { def } = result;
		const residuals = new Structure();
		const kept = residuals.flat(both[1]);
		return {
			outs,
			residuals: kept,
			bwd: (res, cts) => {
				const returned = bwd.call([...call.statics, unflatten(residuals.def, res), unflatten(def, cts)]);
				return this.cotangents(bwd, returned, call);
			}
		};
	}

	/** One cotangent a leaf of the arguments; None stands for zeros all over an argument. */
	private cotangents(bwd: Fn, returned: unknown, call: Call): (Value | null)[] {
		const parts = isSequence(returned) ? itemsOf(returned) : null;
		const wanted = call.varying(call.leaves).items;
		if (!parts || parts.length !== wanted.length)
			throw new ProgramError(
				'TypeError',
				`Custom VJP bwd rule must produce an output with the same container (pytree) structure as the args tuple of the primal function, and in particular must produce a tuple of length equal to the number of arguments to the primal function, but got bwd output structure ${treeText(flatten(returned).def)} for primal input structure ${treeText(call.def)}.`
			);
		let next = 0;
		return wanted.flatMap((arg, i) => {
			const own = flatten(arg);
			const leaves = call.leaves.slice(next, (next += own.leaves.length));
			if (parts[i] === null || parts[i] === undefined) return leaves.map(() => null);
			const cts = flatten(parts[i], (x) => x === null);
			if (cts.leaves.length !== leaves.length)
				throw new ProgramError(
					'TypeError',
					`Custom VJP bwd rule must produce an output with the same container (pytree) structure as the args tuple of the primal function, and in particular must produce a tuple of length equal to the number of arguments to the primal function, but got bwd output structure ${treeText(flatten(returned).def)} for primal input structure ${treeText(call.def)}.`
				);
			return cts.leaves.map((ct, k) =>
				checkedCotangent(ct, leaves[k], `output[${i}]${leafPaths(own.def)[k]}`)
			);
		});
	}
}

function checkedCotangent(ct: unknown, primal: Value, at: string): Value | null {
	if (ct === null) return null;
	const value = leafValue(ct);
	const [c, p] = [avalOf(value), avalOf(primal)];
	if (!isFloat(p.dtype)) return null;
	if (c.dtype === p.dtype && sameShape(c.shape, p.shape)) return value;
	const apart = [
		...(c.dtype === p.dtype ? [] : ['dtypes do not match']),
		...(sameShape(c.shape, p.shape) ? [] : ['shapes do not match'])
	].join(', and the ');
	throw new ProgramError(
		'ValueError',
		`Custom VJP bwd rule must produce an output with the same type as the args tuple of the primal function, but at ${at} the bwd rule produced an output of type ${longText(c)} corresponding to an input of type ${longText(p)}, so the ${apart}`
	);
}

export const customJvp = (f: unknown, nondiffArgnums: unknown = tuple()): CustomJvpFn =>
	new CustomJvpFn(callable(f), nondiffArgnums);

export const customVjp = (f: unknown, nondiffArgnums: unknown = tuple()): CustomVjpFn =>
	new CustomVjpFn(callable(f), nondiffArgnums);
