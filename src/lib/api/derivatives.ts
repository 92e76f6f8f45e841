import { isFloat } from '$lib/array/dtype';
import { Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { asFn, Fn, type Kwargs } from '$lib/core/fn';
import { avalOf, isValue, type Value } from '$lib/core/interpreter';
import { inFrame } from '$lib/core/source';
import { flatten, leafPaths, reprHook, unflatten, type TreeDef } from '$lib/core/tree';
import { broadcastInDim, scalar } from '$lib/core/ops';

import type { WithAux } from '$lib/transforms/jvp';
import { isSequence, itemsOf, index } from './arguments';
import { leafOrNull, leafValue } from './leaf';
import { Float0Array } from './numpy/float0';
import { typeText } from './python-type';
import { isScalar } from './values';

/** What the functions of derivatives have in common: the arguments that vary, and flat functions of them. */

export function callable(f: unknown): Fn {
	if (f instanceof Fn || typeof f === 'function') return asFn(f as Fn);
	throw new ProgramError('TypeError', `Expected a callable value, got ${reprHook.of(f)}`);
}

/** A function of a function, with the name and the parameters of that one. */
export class DerivativeFn extends Fn {
	readonly name: string;
	readonly params: readonly string[];
	override readonly span;

	constructor(
		f: Fn,
		private readonly run: (args: readonly unknown[], kwargs: Kwargs) => unknown
	) {
		super();
		this.name = f.name;
		this.params = f.params;
		this.span = f.span;
	}

	call(args: readonly unknown[], kwargs: Kwargs = new Map()): unknown {
		return this.run(args, kwargs);
	}
}

/** `argnums` as numbers; `single` where one was given, not a sequence. */
export interface Argnums {
	readonly numbers: readonly number[];
	readonly single: boolean;
}

export function argnumsOf(argnums: unknown): Argnums {
	if (isSequence(argnums)) return { numbers: itemsOf(argnums).map((n) => index(n)), single: false };
	return { numbers: [index(argnums)], single: true };
}

const argnumsText = ({ numbers, single }: Argnums): string =>
	single || numbers.length === 0
		? String(numbers[0] ?? '()')
		: `(${numbers.join(', ')}${numbers.length === 1 ? ',' : ''})`;

/** The arguments a derivative is taken with respect to, put apart from the others of a call. */
export interface Varying {
	readonly leaves: readonly Value[];
	/** The leaves as the program gave them: Python's numbers as such. */
	readonly given: readonly unknown[];
	/** Structure of the argument itself where a single one varies, else of the tuple of them. */
	readonly def: TreeDef;
	/** What the function calls each leaf. */
	readonly names: readonly string[];
	/** Calls the function with the leaves in their places. */
	readonly call: (leaves: readonly Value[]) => unknown;
}

/** Throws JAX's errors for positions that are not there. */
export function varyingArguments(f: Fn, argnums: Argnums, args: readonly unknown[], kwargs: Kwargs): Varying {
	const most = Math.max(...argnums.numbers);
	if (most >= args.length)
		throw new ProgramError(
			'TypeError',
			`differentiating with respect to argnums=${argnumsText(argnums)} requires at least ${most + 1} positional arguments to be passed by the caller, but got only ${args.length} positional arguments.`
		);
	const places = argnums.numbers.map((n) => inBounds(n, args.length));
	const chosen = places.map((place) => args[place]);
	const { leaves, def } = flatten(argnums.single ? chosen[0] : new Tuple(chosen));
	return {
		leaves: leaves.map(differentiable),
		given: leaves,
		def,
		names: places.flatMap((place) =>
			leafPaths(flatten(args[place]).def, f.params[place] ?? `args[${place}]`)
		),
		call: (values) => {
			const tree = unflatten(def, values);
			const filled = argnums.single ? [tree] : (tree as Tuple).items;
			const all = [...args];
			places.forEach((place, i) => (all[place] = filled[i]));
			return inFrame({ kind: 'grad', name: f.name }, () => f.call(all, kwargs));
		}
	};
}

function differentiable(leaf: unknown): Value {
	const value = leafOrNull(leaf);
	if (value) return value;
	const text = typeof leaf === 'string' ? leaf : reprHook.of(leaf);
	throw new ProgramError(
		'TypeError',
		`Argument '${text}' of type ${typeText(leaf)} is not a valid JAX type.`
	);
}

function inBounds(n: number, count: number): number {
	if (n >= -count) return n < 0 ? n + count : n;
	throw new ProgramError(
		'ValueError',
		`Positional argument indices, e.g. for \`static_argnums\`, must have value greater than or equal to -len(args) and less than len(args) but got value of ${n} for len(args) == ${count}`
	);
}

/** A function of flat values; afterwards it knows the structure of what it returned. */
export interface Flat {
	readonly f: (...values: Value[]) => WithAux;
	/** The result with `leaves` in place of its own. */
	readonly result: (leaves: readonly unknown[]) => unknown;
	readonly def: () => TreeDef;
	/** The auxiliary part with the given values for those that are arrays. */
	readonly aux: (values: readonly Value[]) => unknown;
}

/** `call` as a function of flat values. An argument that comes back in the auxiliary part is what was `given`. */
export function flatFunction({ call, given }: Varying, hasAux: boolean): Flat {
	let def: TreeDef = { kind: 'none' };
	let aux: { leaves: unknown[]; def: TreeDef } = { leaves: [], def };
	return {
		f: (...values) => {
			const returned = call(values);
			const [main, extra] = hasAux ? pairOf(returned) : [returned, null];
			const out = flatten(main);
			def = out.def;
			const back = flatten(extra);
			const asGiven = (leaf: unknown): unknown => {
				const place = values.indexOf(leaf as Value);
				return place >= 0 && isScalar(given[place]) ? given[place] : leaf;
			};
			aux = { def: back.def, leaves: back.leaves.map(asGiven) };
			return { outs: out.leaves.map(leafValue), aux: aux.leaves.filter(isValue) };
		},
		result: (leaves) => unflatten(def, leaves),
		def: () => def,
		aux: (values) => {
			let next = 0;
			return unflatten(
				aux.def,
				aux.leaves.map((leaf) => (isValue(leaf) ? values[next++] : leaf))
			);
		}
	};
}

function pairOf(x: unknown): readonly unknown[] {
	const items = isSequence(x) ? itemsOf(x) : [];
	if (items.length === 2) return items;
	throw new ProgramError(
		'TypeError',
		`expected function with aux output to return a two-element tuple, but got type ${typeText(x)} with value ${reprHook.of(x)}`
	);
}

/** Cotangents as arrays: zeros where there is none. */
export const madeLike = (cts: readonly (Value | null)[], like: readonly Value[]): Value[] =>
	cts.map((ct, i) => ct ?? zerosAs(like[i]));

/** For what does not vary, zeros of the type without values. */
export function zerosAs(x: Value): Value {
	const { dtype, shape, weak } = avalOf(x);
	return isFloat(dtype) ? broadcastInDim(scalar(0, dtype, weak), shape, []) : new Float0Array(shape);
}
