import { aval, type Aval } from '$lib/core/aval';
import type { LoopView } from '$lib/core/control';
import { ProgramError } from '$lib/core/errors';
import { help } from '$lib/core/parts';
import { asFn, Fn } from '$lib/core/fn';
import { avalOf, bind, isValue, Tracer, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { flatten, leafPaths, reprHook, unflatten, type TreeDef } from '$lib/core/tree';
import type { FirstTime } from '$lib/transforms/make-jaxpr';
import { concretizationError, staticInt } from '../arguments';
import { leafValue } from '../leaf';
import { checkCarryTree, checkCarryTypes, promoteWeak, type CarryContext } from './carry';
import { leafNames, traceBody, typesOf, typesText, type TracedBody } from './trace-body';

export interface ScanOptions {
	readonly length?: unknown;
	readonly reverse?: unknown;
	readonly unroll?: unknown;
	/** What the loop is shown as: `map` and `fori_loop` are scans too. */
	readonly kind?: LoopView['kind'];
}

/**
 * `lax.scan`: `f(carry, x) → (carry, y)` over the leading axis of `xs`. `init`, `xs` and `y` are pytrees. Returns the
 * pair (final carry, ys) in the body's own structure. Throws JAX's errors in JAX's order (reference: jax/_src/lax/control_flow/loops.py).
 */
export function scan(
	f: Fn | ((...args: never[]) => unknown),
	init: unknown,
	xs: unknown = null,
	{ length, reverse = false, unroll = 1n, kind = 'scan' }: ScanOptions = {}
): unknown {
	if (!(f instanceof Fn) && typeof f !== 'function')
		throw new ProgramError('TypeError', 'lax.scan: f argument should be a callable.');
	const body = asFn(f);
	const carry = flatten(init);
	const x = flatten(xs);
	const given = carry.leaves.map(leafValue);
	const xValues = x.leaves.map(leafValue);
	const steps = scanLength(x.leaves, length);
	const xTypes = typesOf(xValues).map(({ dtype, shape, weak }) => aval(dtype, shape.slice(1), weak));
	const firstXs = xValues.map((value) => ({ value, row: reverse ? steps - 1 : 0 }));
	const { values, traced } = traceWithPromotion(body, given, carry.def, x.def, xTypes, firstXs);
	const parts = loopParts(body, traced, carry.def, x.def, kind);
	const outs = bindScan(parts, traced.consts, values, xValues, {
		length: steps,
		reverse: Boolean(reverse),
		unroll: unrollOf(unroll, steps)
	});
	// A carry that was never touched comes back as what it was: a Python float stays one.
	const results = outs.map((out, i) => (i < values.length && out === given[i] ? carry.leaves[i] : out));
	return unflatten(traced.outDef, results);
}

/** Steps, from `length` and the leading axes. */
function scanLength(leaves: readonly unknown[], length: unknown): number {
	const sizes = leadingSizes(leaves);
	if (length !== null && length !== undefined) return givenLength(length, sizes);
	const distinct = [...new Set(sizes)];
	if (distinct.length > 1)
		throw new ProgramError(
			'ValueError',
			`scan got values with different leading axis sizes: ${sizes.join(', ')}.`
		);
	if (distinct.length === 0)
		throw new ProgramError('ValueError', 'scan got no values to scan over and `length` not provided.');
	return distinct[0];
}

function leadingSizes(leaves: readonly unknown[]): number[] {
	const scalars = leaves.filter((leaf) => !isValue(leaf) && !hasShape(leaf));
	if (scalars.length > 0)
		throw new ProgramError(
			'ValueError',
			`scan got value with no leading axis to scan over: ${scalars.map((leaf) => reprHook.of(leaf)).join(', ')}.`,
			help.module.scanOverScalar(reprHook.of(scalars[0]))
		);
	return leaves.map((leaf) => {
		const { shape } = avalOf(leafValue(leaf));
		if (shape.length === 0)
			throw new ProgramError('IndexError', 'tuple index out of range', help.module.noLeadingAxis);
		return shape[0];
	});
}

/** The `length` that a program asks for, which the leading axes have to have. */
function givenLength(length: unknown, sizes: readonly number[]): number {
	if (length instanceof Tracer)
		throw concretizationError(
			length,
			'The `length` argument to `scan` expects a concrete `int` value. For scan-like iteration with a dynamic length, use `while_loop` or `fori_loop`.'
		);
	if (typeof length === 'string')
		throw new ProgramError('ValueError', `invalid literal for int() with base 10: ${reprHook.of(length)}`);
	const steps = typeof length === 'number' ? truncated(length) : staticInt(length);
	if (steps === null) throw new ProgramError('TypeError', 'scan length must be an integer.');
	if (sizes.some((size) => size !== steps))
		throw new ProgramError(
			'ValueError',
			`scan got \`length\` argument of ${steps} which disagrees with leading axis sizes [${sizes.join(', ')}].`
		);
	if (steps < 0) throw negativeLength(steps);
	return steps;
}

/** JAX notices only when it compiles. */
const negativeLength = (steps: number): ProgramError =>
	new ProgramError(
		'MLIRError',
		'Invalid type:\nerror: unknown: invalid tensor dimension size',
		help.module.noSuchLength(steps)
	);

/** Python's `int` of a float. */
function truncated(x: number): number {
	if (Number.isNaN(x)) throw new ProgramError('ValueError', 'cannot convert float NaN to integer');
	if (!Number.isFinite(x))
		throw new ProgramError('OverflowError', 'cannot convert float infinity to integer');
	return Math.trunc(x);
}

const hasShape = (leaf: unknown): boolean => typeof leaf === 'object' && leaf !== null && 'shape' in leaf;

function unrollOf(unroll: unknown, length: number): number {
	if (unroll instanceof Tracer)
		throw concretizationError(
			unroll,
			'The `unroll` argument to `scan` expects a concrete `int` or `bool` value.'
		);
	if (typeof unroll === 'boolean') return unroll ? Math.max(length, 1) : 1;
	const n = staticInt(unroll);
	if (n === null || n < 0)
		throw new ProgramError('ValueError', '`unroll` must be a `bool` or a non-negative `int`.');
	return n === 0 ? Math.max(length, 1) : n;
}

/** Traces the body; once more with a promoted init where a weak carry comes out as another type. */
function traceWithPromotion(
	f: Fn,
	init: readonly Value[],
	carryDef: TreeDef,
	xDef: TreeDef,
	xTypes: readonly Aval[],
	firstXs: FirstTime['values']
): { values: readonly Value[]; traced: TracedBody } {
	const context: CarryContext = { body: 'scan body function', name: f.params[0] ?? 'carry' };
	const trace = (values: readonly Value[]) =>
		traceBody(f, [carryDef, xDef], [...typesOf(values), ...xTypes], 'scan', {
			when: 'at step 0',
			values: [...values.map((value) => ({ value })), ...firstXs]
		});
	let values = init;
	let traced = trace(values);
	let outDef = carryPart(traced);
	const count = leafPaths(outDef).length;
	if (count === values.length) {
		const promotion = promoteWeak(values, typesOf(values), traced.outTypes.slice(0, count));
		if (promotion.promoted) {
			values = promotion.init;
			traced = trace(values);
			outDef = carryPart(traced);
		}
	}
	checkCarryTree(context, carryDef, outDef);
	checkCarryTypes(context, carryDef, traced);
	return { values, traced };
}

/** The structure of the carry coming out; throws where the result is no pair. */
function carryPart({ outDef, outTypes }: TracedBody): TreeDef {
	if (outDef.kind === 'node' && outDef.parts.length === 2) return outDef.parts[0];
	throw new ProgramError(
		'TypeError',
		`scan body output must be a pair, got ${typesText(outDef, outTypes)}.`,
		help.module.bodyReturnsPair
	);
}

interface LoopParts {
	readonly jaxpr: Jaxpr;
	readonly closed: number;
	readonly yDef: TreeDef;
	readonly view: Omit<LoopView, 'row'>;
}

function loopParts(
	f: Fn,
	traced: TracedBody,
	carryDef: TreeDef,
	xDef: TreeDef,
	kind: LoopView['kind']
): LoopParts {
	const { jaxpr, consts, outDef } = traced;
	const yDef: TreeDef = outDef.kind === 'node' ? outDef.parts[1] : outDef;
	const carryPaths = leafPaths(carryDef, f.params[0] ?? 'carry');
	const xPaths = leafPaths(xDef, f.params[1] ?? 'x');
	const closed = consts.length;
	const view: Omit<LoopView, 'row'> = {
		kind,
		name: f.name,
		span: f.span,
		body: jaxpr,
		closed,
		carry: leafNames(jaxpr.invars.slice(closed), carryPaths, traced.parts),
		xs: leafNames(jaxpr.invars.slice(closed + carryPaths.length), xPaths, traced.parts),
		ys: leafNames(jaxpr.outs.slice(carryPaths.length), leafPaths(yDef, 'y')),
		axes: [],
		placed: new Map(),
		...(traced.names && { names: traced.names })
	};
	return { jaxpr, closed, yDef, view };
}

interface Static {
	readonly length: number;
	readonly reverse: boolean;
	readonly unroll: number;
}

/**
 * Binds the scan after JAX's two clean-ups: a carry the body hands on unchanged becomes a const, and a y that is an x
 * is not computed at all. Returns the user's results, all of them: carry leaves, then ys.
 */
function bindScan(
	{ jaxpr, closed, view }: LoopParts,
	consts: readonly Value[],
	init: readonly Value[],
	xs: readonly Value[],
	{ length, reverse, unroll }: Static
): Value[] {
	const { cleaned, constant, forwarded } = cleanUp(jaxpr, closed, init.length);
	const moved = init.filter((_, i) => constant[i]);
	const kept = init.filter((_, i) => !constant[i]);
	const operands = [...moved, ...consts, ...kept, ...xs];
	const params = {
		jaxpr: cleaned,
		length,
		reverse,
		num_consts: moved.length + closed,
		num_carry: kept.length,
		unroll
	};
	const outs = bind('scan', operands, {
		...params,
		view: { ...view, row: { primitive: 'scan', operands: typesOf(operands), params } }
	});
	let nextCarry = 0;
	let nextY = kept.length;
	return [
		...init.map((value, i) => (constant[i] ? value : outs[nextCarry++])),
		...forwarded.map((x) => (x >= 0 ? xs[x] : outs[nextY++]))
	];
}

interface Cleaned {
	readonly cleaned: Jaxpr;
	/** Which carry leaves the body hands on unchanged. */
	readonly constant: readonly boolean[];
	/** Of each y the x it is; -1 for one that is computed. */
	readonly forwarded: readonly number[];
}

/** By traced body, so that the caches of transformations know a scan again that is bound again. */
const cleanedBodies = new WeakMap<Jaxpr, Cleaned>();

function cleanUp(jaxpr: Jaxpr, closed: number, carries: number): Cleaned {
	const known = cleanedBodies.get(jaxpr);
	if (known) return known;
	const carryIn = jaxpr.invars.slice(closed, closed + carries);
	const xIn = jaxpr.invars.slice(closed + carries);
	const constant = carryIn.map((v, i) => jaxpr.outs[i] === v);
	const carryOut = jaxpr.outs.slice(0, carries).filter((_, i) => !constant[i]);
	const ys = jaxpr.outs.slice(carries);
	const forwarded = ys.map((y) => xIn.findIndex((x) => x === y));
	const cleaned: Jaxpr = {
		constvars: [],
		invars: [
			...carryIn.filter((_, i) => constant[i]),
			...jaxpr.invars.slice(0, closed),
			...carryIn.filter((_, i) => !constant[i]),
			...xIn
		],
		eqns: jaxpr.eqns,
		outs: [...carryOut, ...ys.filter((_, i) => forwarded[i] < 0)]
	};
	const found = { cleaned, constant, forwarded };
	cleanedBodies.set(jaxpr, found);
	return found;
}
