import { aval, longText, type Aval } from '$lib/core/aval';
import { setBatchedFrom } from '$lib/core/batched-from';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import {
	avalOf,
	bind,
	currentInterpreter,
	Tracer,
	withInterpreter,
	type Interpreter,
	type Value
} from '$lib/core/interpreter';
import type { Atom, Jaxpr, Var } from '$lib/core/jaxpr';
import { lanesOf, setLanes } from '$lib/core/lanes';
import { nameValue, type Nameable } from '$lib/core/naming';
import type { Params, Primitive } from '$lib/core/primitive';
import { jaxprsIn } from '$lib/core/sub-jaxprs';
import { batchOf } from '$lib/rules/batch';
import { nameAfter } from '$lib/rules/named';
import { pushed } from '$lib/rules/scan';
import { axesOf, mentionsAxis, type Collective } from '$lib/rules/collective';
import { wrapped } from '$lib/rules/parts';
import type { BatchContext, BatchedJaxpr } from '$lib/rules/batching';
import { batchAt, type Dim } from '$lib/core/ops';
import type { Batched } from '$lib/rules/dims';
import { shapesOf } from '$lib/rules/shape';
import { closeInner, JaxprTrace } from './make-jaxpr';

/** One row's value, standing for all rows along axis `dim` of `value`. */
export class BatchTracer extends Tracer implements Nameable {
	readonly aval: Aval;

	constructor(
		readonly interpreter: BatchTrace,
		readonly value: Value,
		readonly dim: number
	) {
		super();
		const { dtype, shape, weak } = avalOf(value);
		this.aval = aval(
			dtype,
			shape.filter((_, axis) => axis !== dim),
			weak
		);
	}

	addName(name: string): void {
		nameValue(this.value, name);
	}

	override get pythonClass(): string {
		return 'BatchTracer';
	}

	override toString(): string {
		return `VmapTracer(aval=${longText(this.aval)}, batched=${longText(avalOf(this.value))})`;
	}

	override originText(): string {
		return this.value instanceof Tracer ? this.value.originText() : '';
	}
}

/** Carries out primitives on all rows at once, in the interpreter that was current outside. */
export class BatchTrace implements Interpreter, BatchContext {
	constructor(
		readonly size: number,
		readonly name: string,
		private readonly outer: Interpreter,
		readonly axisName: string | null = null
	) {}

	process<P extends Primitive>(primitive: P, args: readonly Value[], params: Params[P]): Value[] {
		const parts = args.map((x) => this.unwrap(x));
		const dims = parts.map(({ dim }) => dim);
		const values = parts.map(({ value }) => value);
		return withInterpreter(this.outer, () => {
			const named = this.axisName !== null && axesOf(primitive, params).includes(this.axisName);
			if (!named && dims.every((dim) => dim === null) && !this.concerns(params))
				return bind(primitive, values, params);
			const batched = named
				? wrapped.module.resolve(
						primitive as Collective,
						this,
						values[0],
						dims[0],
						params,
						this.axisName ?? ''
					)
				: this.batch(primitive, args, values, dims, params);
			return batched.outs.map((out, i) => this.wrap(out, batched.dims[i]));
		});
	}

	/**
	 * Operands that do not fit are told of as one row's: `jnp` traces its functions before `vmap` sees them.
	 * `jnp.concatenate` is the one it does not trace.
	 */
	private batch<P extends Primitive>(
		primitive: P,
		rows: readonly Value[],
		values: readonly Value[],
		dims: readonly Dim[],
		params: Params[P]
	): Batched {
		try {
			return batchOf(primitive, this, values, dims, params);
		} catch (error) {
			if (primitive !== 'concatenate' && !jaxprsIn(params).length)
				shapesOf(primitive, rows.map(avalOf), params);
			throw error;
		}
	}

	/** A loop or branch whose body speaks of this axis is batched even where no operand is. */
	private concerns(params: object): boolean {
		const { axisName } = this;
		return axisName !== null && jaxprsIn(params).some((jaxpr) => mentionsAxis(jaxpr, axisName));
	}

	wrap(value: Value, dim: Dim): Value {
		return dim === null ? value : new BatchTracer(this, value, dim);
	}

	unwrap(x: Value): { value: Value; dim: Dim } {
		return x instanceof BatchTracer && x.interpreter === this
			? { value: x.value, dim: x.dim }
			: { value: x, dim: null };
	}

	readonly batchJaxpr = (jaxpr: Jaxpr, dims: readonly Dim[], force?: readonly Dim[]): BatchedJaxpr =>
		batchJaxpr(jaxpr, this, dims, force);

	readonly batchCall: BatchContext['batchCall'] = (f, args, dims) => {
		const rows = new BatchTrace(this.size, this.name, currentInterpreter(), this.axisName);
		const results = withInterpreter(rows, () => f(args.map((x, i) => rows.wrap(x, dims[i]))));
		const parts = results.map((x) => rows.unwrap(x));
		return { outs: parts.map(({ value }) => value), dims: parts.map(({ dim }) => dim) };
	};
}

const cache = new WeakMap<Jaxpr, Map<string, BatchedJaxpr>>();

/** See `BatchContext.batchJaxpr`. The same jaxpr with the same layout gives the same object again. */
function batchJaxpr(
	jaxpr: Jaxpr,
	trace: BatchTrace,
	dims: readonly Dim[],
	force?: readonly Dim[]
): BatchedJaxpr {
	const key = JSON.stringify([trace.size, trace.name, trace.axisName, dims, force]);
	const known = cache.get(jaxpr) ?? new Map<string, BatchedJaxpr>();
	cache.set(jaxpr, known);
	const found = known.get(key);
	if (found) return found;
	const batched = retrace(jaxpr, trace, dims, force);
	setBatchedFrom(batched.jaxpr, { row: jaxpr, placed: batched.placed });
	known.set(key, batched);
	return batched;
}

function retrace(
	jaxpr: Jaxpr,
	{ size, name, axisName }: BatchTrace,
	dims: readonly Dim[],
	force?: readonly Dim[]
): BatchedJaxpr {
	const outer = new JaxprTrace(undefined, true);
	const batch = new BatchTrace(size, name, outer, axisName);
	const args = jaxpr.invars.map((v, i) =>
		batch.wrap(outer.argument(withAxis(v.aval, dims[i], size)), dims[i])
	);
	const values = new Map<Var, Value>();
	const rows = !jaxpr.invars.some((v) => lanesOf(v));
	const keep = (v: Var, value: Value): void => {
		values.set(v, value);
		oneMoreLane(v, batch.unwrap(value), rows);
		nameAfter(value, v);
	};
	const results = withInterpreter(batch, () => evalJaxpr(jaxpr, args, keep));
	const outs = results.map((x, i) => settle(batch.unwrap(x), force?.[i], size, outer, force !== undefined));
	outs.forEach((out, i) => oneMoreLane(jaxpr.outs[i], out, rows));
	const placed = new Map<Var, { atom: Atom; dim: Dim }>();
	for (const [v, x] of values) {
		const { value, dim } = batch.unwrap(x);
		placed.set(v, { atom: outer.atomOf(value), dim });
	}
	const closed = closeInner(
		outer,
		outs.map(({ value }) => value)
	);
	return { jaxpr: closed, outDims: outs.map(({ dim }) => dim), placed };
}

/** Tells where the rows of a batched value lie; `rows`: before, there was one row. */
function oneMoreLane(v: Atom, { value, dim }: { value: Value; dim: Dim }, rows: boolean): void {
	const before = lanesOf(v) ?? (rows ? [] : undefined);
	if (before) setLanes(value, [dim, ...before.map((axis) => pushed(axis, dim))]);
}

const withAxis = (type: Aval, dim: Dim, size: number): Aval =>
	dim === null ? type : { ...type, shape: [...type.shape.slice(0, dim), size, ...type.shape.slice(dim)] };

/** Brings a result to where `force` wants it. */
function settle(
	{ value, dim }: { value: Value; dim: Dim },
	want: Dim | undefined,
	size: number,
	outer: Interpreter,
	forced: boolean
): { value: Value; dim: Dim } {
	if (!forced || (dim === null && (want === null || want === undefined))) return { value, dim };
	const to = want ?? 0;
	return { value: withInterpreter(outer, () => batchAt(value, dim, size, to)), dim: to };
}
