import { NDArray } from '$lib/array/ndarray';
import { shapeText } from '$lib/array/shape';
import { Dict, hashKey, Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { asFn, Fn, NativeFn, type Kwargs } from '$lib/core/fn';
import { avalOf, bind, type Value } from '$lib/core/interpreter';
import type { ClosedJaxpr, Jaxpr } from '$lib/core/jaxpr';
import { inFrame } from '$lib/core/source';
import { flatten, leafPaths, reprHook, treeText, unflatten, type TreeDef } from '$lib/core/tree';
import { typesKey } from '$lib/transforms/jit';
import { constsAsArguments, constsAsLiterals, isWriting, traceToJaxpr } from '$lib/transforms/make-jaxpr';
import { isSequence, itemsOf, plainText, staticInt } from './arguments';
import { leafOrNull } from './leaf';
import { placeOf } from './lax/trace-body';
import { typeText } from './python-type';

export interface StaticOptions {
	readonly staticArgnums?: unknown;
	readonly staticArgnames?: unknown;
}

/** The static arguments by number or name, as part of a cache key. */
type Statics = readonly (readonly [place: number | string, value: unknown])[];

/** A call taken apart: traced leaves, and what is static put aside. */
interface Call {
	readonly leaves: readonly Value[];
	readonly def: TreeDef;
	/** Names of the leaves' arguments. */
	readonly names: readonly string[];
	/** Calls the function with the leaves' places filled by `leaves`. */
	readonly invoke: (leaves: readonly Value[]) => unknown;
	readonly statics: Statics;
}

const listOf = (x: unknown): readonly unknown[] =>
	x === null || x === undefined ? [] : isSequence(x) ? itemsOf(x) : [x];

/** Static arguments are part of a key. */
function checkStatics(statics: readonly unknown[]): void {
	for (const value of statics) {
		const problem = unhashable(value);
		if (problem === null) continue;
		throw new ProgramError(
			'ValueError',
			`Non-hashable static arguments are not supported. An error occurred while trying to hash an object of type ${typeText(value)}, ${reprHook.of(value)}. The error was:\n${problem}\n`
		);
	}
}

/** Why a value cannot be part of a key; null where it can. */
function unhashable(value: unknown): string | null {
	try {
		hashKey(value);
		return null;
	} catch (error) {
		if (error instanceof ProgramError) return `${error.type}: ${error.message}`;
		throw error;
	}
}

/** `static_argnums` must be places that the function has, `static_argnames` names. */
function checkOptions(f: Fn, { staticArgnums, staticArgnames }: StaticOptions): void {
	if (!f.parameters) return;
	const { positional, names, star, doubleStar } = f.parameters;
	const numbers = listOf(staticArgnums).map((n) => staticInt(n) ?? 0);
	if (!star && numbers.some((n) => n >= positional || n < -positional))
		throw new ProgramError(
			'ValueError',
			`Jitted function has static_argnums=${shapeText(numbers)}, but only accepts ${positional} positional arguments.`
		);
	const wrong = listOf(staticArgnames).filter((name) => !names.includes(String(name)));
	if (!doubleStar && wrong.length > 0)
		throw new ProgramError(
			'ValueError',
			`Jitted function has invalid argnames {${wrong.map((name) => reprHook.of(name)).join(', ')}} in static_argnames. Function does not take these args.`
		);
}

function notAbstract(f: Fn, leaf: unknown, path: string): never {
	throw new ProgramError(
		'TypeError',
		`Error interpreting argument to ${reprHook.of(f)} as an abstract array. The problematic value is of type ${typeText(leaf)} and was passed to the function at path ${path}.\nThis typically means that a jit-wrapped function was called with a non-array argument, and this argument was not marked as static using the static_argnums or static_argnames parameters of jax.jit.`
	);
}

function takeApart(f: Fn, args: readonly unknown[], kwargs: Kwargs, options: StaticOptions): Call {
	const numbers = listOf(options.staticArgnums).map((n) => {
		const i = staticInt(n) ?? 0;
		return i < 0 ? i + args.length : i;
	});
	const staticNames = new Set(listOf(options.staticArgnames).map(String));
	// Names follow from numbers, and numbers from names, only where the others are not given.
	const isStatic = (i: number): boolean =>
		numbers.includes(i) || (numbers.length === 0 && staticNames.has(f.params[i] ?? ''));
	const isStaticName = (name: string): boolean =>
		staticNames.has(name) || (staticNames.size === 0 && numbers.includes(f.params.indexOf(name)));
	const entries = [...kwargs];
	const statics = [...args.entries(), ...entries].filter(([place]) =>
		typeof place === 'number' ? isStatic(place) : isStaticName(place)
	);
	checkStatics(statics.map(([, value]) => value));
	const dynamicArgs = args.map((arg, i) => (isStatic(i) ? null : arg));
	const dynamicKwargs = new Dict(entries.filter(([name]) => !isStaticName(name)));
	const { leaves, def } = flatten(new Tuple([new Tuple(dynamicArgs), dynamicKwargs]));
	const names = [
		...dynamicArgs.flatMap((arg, i) => leafPaths(flatten(arg).def, f.params[i] ?? `args[${i}]`)),
		...leafPaths(flatten(dynamicKwargs).def).map((path) => path.slice(2).replace("']", ''))
	];
	return {
		leaves: leaves.map((leaf, i) => leafOrNull(leaf) ?? notAbstract(f, leaf, names[i])),
		def,
		names,
		invoke: (values) => {
			const [positional, named] = (unflatten(def, values) as Tuple).items as [Tuple, Dict];
			const filled = positional.items.map((arg, i) => (isStatic(i) ? args[i] : arg));
			const all = new Map(entries.filter(([name]) => isStaticName(name)));
			for (const [key, value] of named.entries()) all.set(key as string, value);
			return f.call(filled, all);
		},
		statics
	};
}

interface TracedCall extends ClosedJaxpr {
	readonly outDef: TreeDef;
}

type Purpose = 'jit' | 'make_jaxpr' | 'checkpoint';

/** Traces one call. `purpose` is what the messages say the tracing is for. */
function traceCall(f: Fn, call: Call, purpose: Purpose, carriedOut = false): TracedCall {
	let outDef: TreeDef = { kind: 'none' };
	const body = (...leaves: Value[]): Value[] => {
		const out = flatten(inFrame({ kind: 'jit', name: f.name }, () => call.invoke(leaves)));
		outDef = out.def;
		const paths = leafPaths(out.def);
		return out.leaves.map((leaf, i) => leafOrNull(leaf) ?? badResult(f, purpose, leaf, paths[i]));
	};
	// Only of a call that is carried out are the arguments more than types.
	const first = carriedOut ? { when: '', values: call.leaves.map((value) => ({ value })) } : undefined;
	const info = { of: placeOf(f), purpose, arguments: call.names, first };
	const { jaxpr, consts } = traceToJaxpr(body, call.leaves.map(avalOf), info);
	return { jaxpr, consts, outDef };
}

function badResult(f: Fn, purpose: Purpose, leaf: unknown, path: string): never {
	throw new ProgramError(
		'TypeError',
		`function ${placeOf(f)} traced for ${purpose === 'make_jaxpr' ? 'jit' : purpose} returned a value of type ${typeText(leaf)}${path === '' ? '' : ` at output component ${path}`}, which is not a valid JAX type`
	);
}

/**
 * `jax.jit`: the same function, traced once for each set of argument types and static values. Nothing is compiled; in
 * a jaxpr it is a `jit` equation.
 */
export function jit(f: unknown, options: StaticOptions = {}): Fn {
	if (!(f instanceof Fn) && typeof f !== 'function')
		throw new ProgramError('TypeError', `Expected a callable value, got ${plainText(f)}`);
	const fn = asFn(f as Fn);
	checkOptions(fn, options);
	return new JittedFn(fn, options);
}

/** One tracing of a function, for calls of the same types and static values. */
interface Traced {
	readonly statics: Statics;
	readonly key: string;
	readonly traced: TracedCall;
	/** What it closes over made arguments. */
	readonly open: Jaxpr;
	/** The arrays that it closes over written into it, as JAX keeps them while it traces; null where one is traced. */
	readonly closed: Jaxpr | null;
}

const sameStatics = (a: Statics, b: Statics): boolean =>
	a.length === b.length &&
	a.every(([place, value], i) => place === b[i][0] && hashKey(value) === hashKey(b[i][1]));

/** A function that is traced once for each set of argument types, and then carried out as one equation. */
export class JittedFn extends Fn {
	readonly name: string;
	readonly params: readonly string[];
	override readonly span;
	private readonly traces: Traced[] = [];

	constructor(
		readonly f: Fn,
		private readonly options: StaticOptions,
		private readonly purpose: 'jit' | 'checkpoint' = 'jit'
	) {
		super();
		this.name = f.name;
		this.params = f.params;
		this.span = f.span;
	}

	call(args: readonly unknown[], kwargs: Kwargs = new Map()): unknown {
		const call = takeApart(this.f, args, kwargs, this.options);
		const { traced, open, closed } = this.traceOf(call);
		const outs =
			closed && isWriting()
				? this.carryOut(closed, call.leaves)
				: this.carryOut(open, [...traced.consts, ...call.leaves]);
		return unflatten(traced.outDef, outs);
	}

	protected carryOut(jaxpr: Jaxpr, operands: readonly Value[]): Value[] {
		return bind('jit', operands, { name: this.f.name, jaxpr });
	}

	private traceOf(call: Call): Traced {
		const key = `${treeText(call.def)} ${typesKey(call.leaves.map(avalOf))}`;
		const found = this.traces.find((entry) => entry.key === key && sameStatics(entry.statics, call.statics));
		if (found) return found;
		const traced = traceCall(this.f, call, this.purpose, true);
		const arrays = traced.consts.filter((value) => value instanceof NDArray);
		const concrete = arrays.length === traced.consts.length;
		const closed = concrete && this.purpose === 'jit' ? constsAsLiterals(traced.jaxpr, arrays) : null;
		const entry = { statics: call.statics, key, traced, open: constsAsArguments(traced.jaxpr), closed };
		if (concrete) this.traces.push(entry);
		return entry;
	}
}

/** `jax.make_jaxpr`: a function that returns the jaxpr of `f` at its arguments' types. */
export function makeJaxpr(
	f: unknown,
	options: StaticOptions,
	wrap: (jaxpr: ClosedJaxpr, outDef: TreeDef) => unknown
): Fn {
	const fn = asFn(f as Fn);
	return new NativeFn(
		fn.name,
		(args, kwargs) => {
			const traced = traceCall(fn, takeApart(fn, args, kwargs, options), 'make_jaxpr');
			return wrap(traced, traced.outDef);
		},
		fn.params
	);
}

/** `jax.eval_shape`: the result's structure with `wrap` of each leaf's type. */
export function evalShape(
	f: unknown,
	args: readonly unknown[],
	kwargs: Kwargs,
	wrap: (type: ReturnType<typeof avalOf>) => unknown
): unknown {
	const fn = asFn(f as Fn);
	const { jaxpr, outDef } = traceCall(fn, takeApart(fn, args, kwargs, {}), 'jit');
	return unflatten(
		outDef,
		jaxpr.outs.map(({ aval }) => wrap(aval))
	);
}
