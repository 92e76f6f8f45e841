import { Dict, Tuple } from '$lib/core/containers';
import { withAxis } from '$lib/core/axis-env';
import { ProgramError } from '$lib/core/errors';
import { asFn, Fn, type Kwargs } from '$lib/core/fn';
import { avalOf, currentInterpreter, withInterpreter, type Value } from '$lib/core/interpreter';
import { inFrame } from '$lib/core/source';
import type { MappedArgument, Mapping } from '$lib/core/subject';
import { flatten, leafPaths, reprHook, unflatten } from '$lib/core/tree';
import { batchAt, type Dim } from '$lib/core/ops';
import { BatchTrace } from '$lib/transforms/vmap';
import { plainText, staticInt } from '../arguments';
import { leafOrNull, leafValue } from '../leaf';
import { typeText } from '../python-type';
import { isScalar } from '../values';
import { checkAxes, inAxesOf, outAxesOf, type Axis } from './axes';
import { batchSize, frontAxis, type Mapped } from './sizes';
import { help } from '$lib/core/parts';

const { outputVaries } = help.functions;

export interface VmapOptions {
	/** bigint, null, or a tuple/list of pytree prefixes, one a positional argument. Default 0. */
	readonly inAxes?: unknown;
	/** bigint, null, or a prefix of the result. Default 0. */
	readonly outAxes?: unknown;
	readonly axisSize?: unknown;
	readonly axisName?: unknown;
}

/**
 * `jax.vmap`: a function that maps `f` over an axis of its arguments, all rows at once. Throws JAX's errors; the
 * checks of the axes' form are made here, all others when the function is called.
 */
export function vmap(f: unknown, options: VmapOptions = {}): Fn {
	if (!(f instanceof Fn) && typeof f !== 'function')
		throw new ProgramError('TypeError', `Expected a callable value, got ${plainText(f)}`);
	const { inAxes = 0n, outAxes = 0n } = options;
	checkAxes(inAxes, outAxes);
	return new VmappedFn(asFn(f as Fn), inAxes, outAxes, options);
}

class VmappedFn extends Fn {
	readonly name: string;
	readonly params: readonly string[];
	override readonly span;

	constructor(
		private readonly f: Fn,
		private readonly inAxes: unknown,
		private readonly outAxes: unknown,
		private readonly options: VmapOptions
	) {
		super();
		this.name = f.name;
		this.params = f.params;
		this.span = f.span;
	}

	call(args: readonly unknown[], kwargs: Kwargs = new Map()): unknown {
		const positional = flatten(new Tuple(args));
		const keyword = flatten(new Dict([...kwargs]));
		if (positional.leaves.length + keyword.leaves.length === 0 && this.options.axisSize == null)
			throw new ProgramError(
				'ValueError',
				'vmap wrapped function must be passed at least one argument containing an array or axis_size must be specified, got empty *args=() and **kwargs={}'
			);
		const axes: Axis[] = [
			...inAxesOf(this.f, this.inAxes, args, positional.def),
			...keyword.leaves.map(() => 0)
		];
		const leaves = [...positional.leaves, ...keyword.leaves].map((leaf, i) =>
			axes[i] === null ? leaf : leafValue(leaf)
		);
		const names = this.leafNames(args, kwargs);
		const mapped = leaves.flatMap((value, i): Mapped[] => {
			const axis = axes[i];
			return axis === null ? [] : [{ value: value as Value, axis, name: names[i] }];
		});
		const mapping = this.mappingOf(args, leaves, names, axes);
		const size = batchSize(mapped, staticInt(this.options.axisSize), mapping);
		const axisName = typeof this.options.axisName === 'string' ? this.options.axisName : null;
		const trace = new BatchTrace(size, this.f.name, currentInterpreter(), axisName);
		let next = 0;
		const wrapped = leaves.map((leaf, i) =>
			axes[i] === null ? leaf : trace.wrap(leaf as Value, frontAxis(mapped[next++], mapping))
		);
		const count = positional.leaves.length;
		const newArgs = unflatten(positional.def, wrapped.slice(0, count)) as Tuple;
		const newKwargs = unflatten(keyword.def, wrapped.slice(count)) as Dict;
		const named = new Map(newKwargs.entries().map(([key, value]) => [key as string, value]));
		const out = withInterpreter(trace, () =>
			withAxis(axisName, size, () =>
				inFrame({ kind: 'vmap', name: this.f.name, size }, () => this.f.call(newArgs.items, named))
			)
		);
		return this.collect(out, trace, size);
	}

	/** What messages call each leaf of the arguments. */
	private leafNames(args: readonly unknown[], kwargs: Kwargs): string[] {
		const positional = args.flatMap((arg, i) => {
			const name = this.params[i];
			const root = name === undefined ? `args[${i}]` : `argument ${name}`;
			return leafPaths(flatten(arg).def, root);
		});
		const keyword = [...kwargs]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.flatMap(([key, value]) => leafPaths(flatten(value).def, `kwargs['${key}']`));
		return [...positional, ...keyword];
	}

	/** What errors about the arguments are about. */
	private mappingOf(
		args: readonly unknown[],
		leaves: readonly unknown[],
		names: readonly string[],
		axes: readonly Axis[]
	): Mapping {
		const places = args.flatMap((arg, place) => flatten(arg).leaves.map(() => place));
		const mapped = leaves.flatMap((leaf, i): MappedArgument[] => {
			const value = leafOrNull(leaf);
			const name = names[i].replace(/^argument /, '');
			return value ? [{ place: places[i] ?? null, name, type: avalOf(value), axis: axes[i] }] : [];
		});
		return { kind: 'mapping', name: this.f.name, args: mapped };
	}

	/** Brings the results' rows to `out_axes`. */
	private collect(out: unknown, trace: BatchTrace, size: number): unknown {
		const { leaves, def } = flatten(out);
		const values = leaves.map((leaf) => {
			const value = leafOrNull(leaf);
			if (value) return value;
			throw new ProgramError(
				'TypeError',
				`Output from batched function ${reprHook.of(leaf)} with type ${typeText(leaf)} is not a valid JAX type`
			);
		});
		const axes = outAxesOf(this.outAxes, def);
		const paths = leafPaths(def);
		const results = values.map((x, i) => {
			const { value, dim } = trace.unwrap(x);
			if (axes[i] === null && dim !== null && trace.axisName !== null) throw named(trace.axisName);
			const shared = outAt(value, dim, axes[i], size, paths[i]);
			return axes[i] === null && isScalar(leaves[i]) ? leaves[i] : shared;
		});
		return unflatten(def, results);
	}
}

const named = (axisName: string): ProgramError =>
	new ProgramError('ValueError', `vmap has mapped output (axis_name=${axisName}) but out_axes is None`);

function outAt(value: Value, dim: Dim, axis: Axis, size: number, path: string): Value {
	if (axis === null) {
		if (dim === null) return value;
		throw new ProgramError(
			'ValueError',
			`at vmap out_axes${path}, got axis spec None but output was batched on axis ${dim}`,
			outputVaries(path)
		);
	}
	const rank = avalOf(value).shape.length + (dim === null ? 1 : 0);
	if (axis >= rank || axis < -rank)
		throw new ProgramError('ValueError', `axis ${axis} is out of bounds for array of dimension ${rank}`);
	return batchAt(value, dim, size, axis < 0 ? axis + rank : axis);
}
