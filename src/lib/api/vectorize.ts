import { ProgramError } from '$lib/core/errors';
import { asFn, type Fn, NativeFn, type Kwargs } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import { expandDims, squeeze } from '$lib/core/ops';
import { mapTree } from '$lib/core/tree';
import { tuple, Tuple } from '$lib/core/containers';
import { itemsOf, isSequence, staticInt } from './arguments';
import { leafValue } from './leaf';
import { broadcastShapes } from './broadcast';
import { vmap } from './vmap/vmap';

/** `(n,m),(m)->(n)` taken apart: core dimension names of each argument and each result. */
interface Signature {
	readonly inputs: readonly (readonly string[])[];
	readonly outputs: readonly (readonly string[])[];
}

function parseSignature(text: string): Signature {
	const compact = text.replace(/\s+/g, '');
	const part = '\\((?:\\w+(?:,\\w+)*)?\\)';
	const list = `${part}(?:,${part})*`;
	if (!new RegExp(`^${list}->${list}$`).test(compact))
		throw new ProgramError('ValueError', `not a valid gufunc signature: ${text}`);
	const [left, right] = compact.split('->');
	const names = (side: string): string[][] =>
		(side.match(/\([^)]*\)/g) ?? []).map((core) => core.slice(1, -1).split(',').filter(Boolean));
	return { inputs: names(left), outputs: names(right) };
}

/**
 * `jnp.vectorize`: `f` of arrays with fixed core dimensions, mapped over all dimensions before them by nested `vmap`s
 * (jax/_src/numpy/vectorize.py). Without a signature every argument is a scalar to `f`.
 */
export function vectorize(f: unknown, excluded: unknown = null, signature: unknown = null): Fn {
	const fn = asFn(f as Fn);
	const skip = new Set(
		(isSequence(excluded) ? itemsOf(excluded) : []).map((entry) => staticInt(entry) ?? String(entry))
	);
	const parsed = typeof signature === 'string' ? parseSignature(signature) : null;
	const context = `on vectorized function with excluded=${skip.size === 0 ? 'frozenset()' : `{${[...skip].join(', ')}}`} and signature=${typeof signature === 'string' ? `'${signature}'` : 'None'}`;
	return new NativeFn(fn.name, (args, kwargs) => call(fn, args, kwargs, skip, parsed, context), fn.params);
}

function call(
	f: Fn,
	args: readonly unknown[],
	kwargs: Kwargs,
	skip: ReadonlySet<number | string>,
	signature: Signature | null,
	context: string
): unknown {
	const mapped = args.map((_, i) => i).filter((i) => !skip.has(i));
	if (signature && signature.inputs.length !== mapped.length)
		throw new ProgramError(
			'TypeError',
			`wrong number of positional arguments: expected ${signature.inputs.length}, got ${mapped.length} ${context}`
		);
	const values = mapped.map((i) => leafValue(args[i]));
	const cores = signature?.inputs ?? values.map(() => []);
	const sizes = coreSizes(values, cores, context);
	const loops = values.map((x, k) => avalOf(x).shape.slice(0, avalOf(x).shape.length - cores[k].length));
	const loopShape = broadcastShapes(...loops);
	const inner = new NativeFn(
		f.name,
		(rows) => {
			const all = [...args];
			mapped.forEach((i, k) => (all[i] = rows[k]));
			const out = f.call(all, kwargs);
			if (signature) checkOutputs(out, signature, sizes, context);
			return out;
		},
		f.params
	);
	return nested(inner, values, loops, loopShape.length);
}

/** Sizes of the core dimensions by name. */
function coreSizes(
	values: readonly Value[],
	cores: readonly (readonly string[])[],
	context: string
): Map<string, number> {
	const sizes = new Map<string, number>();
	values.forEach((x, k) => {
		const { shape } = avalOf(x);
		const core = cores[k];
		if (shape.length < core.length)
			throw new ProgramError(
				'ValueError',
				`input with shape (${shape.join(', ')}${shape.length === 1 ? ',' : ''}) does not have enough dimensions for all core dimensions (${core.map((name) => `'${name}'`).join(', ')}${core.length === 1 ? ',' : ''}) ${context}`
			);
		record(sizes, core, shape.slice(shape.length - core.length), context);
	});
	return sizes;
}

function record(
	sizes: Map<string, number>,
	core: readonly string[],
	shape: readonly number[],
	context: string
): void {
	core.forEach((name, axis) => {
		const known = sizes.get(name);
		if (known !== undefined && known !== shape[axis])
			throw new ProgramError(
				'ValueError',
				`inconsistent size for core dimension '${name}': ${shape[axis]} vs ${known} ${context}`
			);
		sizes.set(name, shape[axis]);
	});
}

function checkOutputs(
	out: unknown,
	{ outputs }: Signature,
	sizes: Map<string, number>,
	context: string
): void {
	if (outputs.length > 1 && !(out instanceof Tuple))
		throw new ProgramError(
			'TypeError',
			`output must be a tuple when multiple outputs are expected, got: ${String(out)}\n${context}`
		);
	const results = outputs.length === 1 ? [out] : (out as Tuple).items;
	if (results.length !== outputs.length)
		throw new ProgramError(
			'TypeError',
			`wrong number of output arguments: expected ${outputs.length}, got ${results.length} ${context}`
		);
	results.forEach((result, k) => {
		const { shape } = avalOf(leafValue(result));
		if (shape.length !== outputs[k].length)
			throw new ProgramError(
				'ValueError',
				`output shape (${shape.join(', ')}${shape.length === 1 ? ',' : ''}) does not match core dimensions (${outputs[k].map((name) => `'${name}'`).join(', ')}) ${context}`
			);
		record(sizes, outputs[k], shape, context);
	});
}

/** One vmap a loop dimension, the outermost first; an argument whose size is 1 or that lacks it is not mapped there. */
function nested(
	f: Fn,
	values: readonly Value[],
	loops: readonly (readonly number[])[],
	rank: number
): unknown {
	if (rank === 0) return f.call(values);
	let current = f;
	for (let axis = rank - 1; axis >= 0; axis--) {
		const inAxes = loops.map((loop) => {
			const at = axis - (rank - loop.length);
			return at >= 0 && loop[at] !== 1 ? 0n : null;
		});
		const unmapped = inAxes.every((entry) => entry === null);
		current = unmapped ? expanded(current) : vmap(current, { inAxes: tuple(...inAxes) });
	}
	return current.call(values.map((x, k) => squeezeOnes(x, loops[k])));
}

/** A loop dimension of size 1 everywhere: the results get it without a vmap. */
const expanded = (f: Fn): Fn =>
	new NativeFn(f.name, (args) => mapTree((leaf) => expandDims(leafValue(leaf), [0]), f.call(args)));

const squeezeOnes = (x: Value, loop: readonly number[]): Value =>
	squeeze(
		x,
		loop.map((n, axis) => (n === 1 ? axis : -1)).filter((axis) => axis >= 0)
	);
