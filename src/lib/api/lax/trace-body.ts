import { longText, type Aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import type { Fn } from '$lib/core/fn';
import { avalOf, Tracer, type Value } from '$lib/core/interpreter';
import { Var, type Atom, type Jaxpr } from '$lib/core/jaxpr';
import { withLocals, type BodyNames } from '$lib/core/locals';
import { awaitName, nameOfContainer } from '$lib/core/naming';
import { inFrame } from '$lib/core/source';
import { flatten, leafPaths, treeText, unflatten, type TreeDef } from '$lib/core/tree';
import { typesKey } from '$lib/transforms/jit';
import { constsAsArguments, traceToJaxpr, type FirstTime } from '$lib/transforms/make-jaxpr';
import { leafOrNull } from '../leaf';
import { typeText } from '../python-type';
import { bodyNames } from './names';

/** A function of pytrees written down: consts lead the invars, results are flat. */
export interface TracedBody {
	readonly jaxpr: Jaxpr;
	/** Outer values the function closes over. */
	readonly consts: readonly Value[];
	readonly outDef: TreeDef;
	readonly outTypes: readonly Aval[];
	/** What the function's names stood for when it returned. */
	readonly names?: BodyNames;
	/** What it calls containers within its arguments: `params` for `state[0]`. */
	readonly parts: ReadonlyMap<string, string>;
}

const traces = new WeakMap<Fn, Map<string, TracedBody>>();

/** `step at program.py:4`, as JAX's messages name a function. */
export const placeOf = (f: Fn): string => (f.span ? `${f.name} at program.py:${f.span.line}` : f.name);

/** The user's name of each leaf of the arguments: parameter name and path. */
const argumentPaths = (f: Fn, defs: readonly TreeDef[]): string[] =>
	defs.flatMap((def, i) => leafPaths(def, f.params[i] ?? `args[${i}]`));

/**
 * Calls `f` once on tracers of the given types. The same function object on the same types is not called again
 * (JAX's `_initial_style_jaxpr` cache), so Python's side effects happen once. `first` is for messages.
 */
export function traceBody(
	f: Fn,
	defs: readonly TreeDef[],
	types: readonly Aval[],
	purpose: string,
	first?: FirstTime
): TracedBody {
	const known = traces.get(f) ?? new Map<string, TracedBody>();
	traces.set(f, known);
	const key = `${purpose} ${defs.map(treeText).join(' ')} ${typesKey(types)}`;
	const found = known.get(key);
	if (found) return found;
	const traced = inFrame({ kind: 'loop', name: f.name }, () => trace(f, defs, types, purpose, first));
	if (!traced.consts.some((value) => value instanceof Tracer)) known.set(key, traced);
	return traced;
}

function trace(
	f: Fn,
	defs: readonly TreeDef[],
	types: readonly Aval[],
	purpose: string,
	first: FirstTime | undefined
): TracedBody {
	let outDef: TreeDef = { kind: 'none' };
	const within = new Map<string, object>();
	const body = (...leaves: Value[]): Value[] => {
		let next = 0;
		const args = defs.map((def) => unflatten(def, leaves.slice(next, (next += leafPaths(def).length))));
		defs.forEach((def, i) => partsWithin(def, args[i], f.params[i] ?? '', within));
		within.forEach(awaitName);
		const out = flatten(f.call(args));
		outDef = out.def;
		const paths = leafPaths(out.def);
		return out.leaves.map((leaf, i) => leafOrNull(leaf) ?? notJax(f, purpose, leaf, paths[i]));
	};
	const info = { of: placeOf(f), purpose, arguments: argumentPaths(f, defs), first };
	const { value, locals } = withLocals(f.span, () => traceToJaxpr(body, types, info));
	const { consts } = value;
	const jaxpr = constsAsArguments(value.jaxpr);
	const names = locals && bodyNames(locals, jaxpr, consts);
	const outTypes = jaxpr.outs.map(({ aval }) => aval);
	return { jaxpr, consts, outDef, outTypes, parts: partNames(within), ...(names && { names }) };
}

/** The containers within a container, by their paths from `root`. */
function partsWithin(def: TreeDef, tree: unknown, root: string, into: Map<string, object>): void {
	if (def.kind !== 'node') return;
	def.node.flatten(tree as never).children.forEach((child, k) => {
		const path = `${root}${def.keys[k]}`;
		if (def.parts[k].kind === 'node' && typeof child === 'object' && child !== null) into.set(path, child);
		partsWithin(def.parts[k], child, path, into);
	});
}

function partNames(within: ReadonlyMap<string, object>): Map<string, string> {
	const named = [...within].map(([path, container]) => [path, nameOfContainer(container)] as const);
	return new Map(named.flatMap(([path, name]) => (name === null ? [] : [[path, name]])));
}

function notJax(f: Fn, purpose: string, leaf: unknown, path: string): never {
	throw new ProgramError(
		'TypeError',
		`function ${placeOf(f)} traced for ${purpose} returned a value of type ${typeText(leaf)}${path === '' ? '' : ` at output component ${path}`}, which is not a valid JAX type`
	);
}

/** A tree of types as JAX's messages show it: `float32[]`, `(ShapedArray(float32[]), None)`. */
export function typesText(def: TreeDef, types: readonly Aval[]): string {
	if (def.kind === 'leaf') return `${types[0].weak ? '~' : ''}${longText(types[0])}`;
	let next = 0;
	const text = (part: TreeDef): string => {
		if (part.kind === 'none') return 'None';
		if (part.kind === 'leaf') return shapedArrayText(types[next++]);
		return part.text(part.parts.map(text));
	};
	return text(def);
}

export const shapedArrayText = (type: Aval): string =>
	`ShapedArray(${longText(type)}${type.weak ? ', weak_type=True' : ''})`;

export const typesOf = (values: readonly Value[]): Aval[] => values.map(avalOf);

/**
 * Leaves' names in the user's words: a place in a tuple (`state[0]`) gives way to what the body calls it, and so does
 * one within a container that the body has a name for (`params['w']`), unless two leaves would then be called the same.
 */
export function leafNames(
	atoms: readonly Atom[],
	paths: readonly string[],
	parts: ReadonlyMap<string, string> = new Map()
): string[] {
	const names = paths.map((path, i) => {
		const atom = atoms[i];
		const called = /\[\d+\]$/.test(path) && atom instanceof Var ? atom.names[0] : undefined;
		return called ?? shortened(path, parts);
	});
	return names.map((name, i) => (names.indexOf(name) !== names.lastIndexOf(name) ? paths[i] : name));
}

/** The path from the innermost container with a name. */
function shortened(path: string, parts: ReadonlyMap<string, string>): string {
	const roots = [...parts.keys()].filter((part) => path.startsWith(part) && '[.'.includes(path[part.length]));
	const root = roots.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
	return (parts.get(root) ?? root) + path.slice(root.length);
}
