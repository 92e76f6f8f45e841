import { NDArray, zeros } from '$lib/array/ndarray';
import { sizeOf, stridesOf } from '$lib/array/shape';
import { wordsOf, allocate } from '$lib/array/dtype';
import { ProgramError } from '$lib/core/errors';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { type Tracer, withInterpreter, type Interpreter, type Value } from '$lib/core/interpreter';
import { applyPrimitive } from '$lib/rules/apply';
import { compile } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { pruned } from './dce';
import { JVPTracer } from './jvp';
import { JaxprTracer, type JaxprTrace } from './make-jaxpr';
import { BatchTracer, type BatchTrace } from './vmap';

/** What a traced value will be the first time it is computed. */
export interface Peeked {
	/** One a vmap in force, outermost first. */
	readonly axes: readonly { readonly name: string; readonly size: number }[];
	/** A value a row, row-major, as many rows as were looked at. */
	readonly rows: readonly NDArray[];
	/** `at step 0`; empty where there is but one time. */
	readonly when: string;
}

const mostRows = 16;
const mostWork = 1e6;

/** Computes what a traced value will be the first time, from what was traced so far; null where its arguments are not known. */
export function peek(tracer: Tracer): Peeked | null {
	const vmaps = new Set<BatchTrace>();
	const times: string[] = [];
	survey(tracer, vmaps, times);
	const axes = [...vmaps].map(({ name, size }) => ({ name, size }));
	const count = Math.min(mostRows, sizeOf(axes.map(({ size }) => size)));
	const driver = quietDriver();
	const rows: NDArray[] = [];
	for (let row = 0; row < count; row++) {
		const value = new Row(placesOf(row, vmaps), driver).valueOf(tracer);
		if (value === null) return null;
		rows.push(value);
	}
	return rows.length === 0 ? null : { axes, rows, when: times.find((when) => when !== '') ?? '' };
}

/** The vmaps that a value has rows of, outermost first, and the times its traces tell of. */
function survey(value: Value, vmaps: Set<BatchTrace>, times: string[]): void {
	if (value instanceof BatchTracer) {
		survey(value.value, vmaps, times);
		vmaps.add(value.interpreter);
	} else if (value instanceof JVPTracer) survey(value.primal, vmaps, times);
	else if (value instanceof JaxprTracer) {
		const { first } = value.interpreter.info;
		if (first) times.push(first.when);
		for (const each of first?.values ?? []) survey(each.value, vmaps, times);
		for (const outside of value.interpreter.close([value]).consts) survey(outside, vmaps, times);
	}
}

function placesOf(row: number, vmaps: ReadonlySet<BatchTrace>): Map<BatchTrace, number> {
	const places = new Map<BatchTrace, number>();
	let rest = row;
	for (const vmap of [...vmaps].reverse()) {
		places.set(vmap, rest % vmap.size);
		rest = Math.floor(rest / vmap.size);
	}
	return places;
}

/** Values in one row. */
class Row {
	constructor(
		private readonly places: ReadonlyMap<BatchTrace, number>,
		private readonly driver: Driver
	) {}

	valueOf(value: Value): NDArray | null {
		if (value instanceof NDArray) return value;
		if (value instanceof JVPTracer) return this.valueOf(value.primal);
		if (value instanceof BatchTracer) {
			const all = this.valueOf(value.value);
			return all && slicedAt(all, value.dim, this.places.get(value.interpreter) ?? 0);
		}
		return value instanceof JaxprTracer ? this.traced(value, value.interpreter) : null;
	}

	private traced(tracer: JaxprTracer, trace: JaxprTrace): NDArray | null {
		const { jaxpr, consts } = trace.close([tracer]);
		const needed = pruned(jaxpr);
		const read = new Set<unknown>([...needed.outs, ...needed.eqns.flatMap(({ inputs }) => inputs)]);
		const outside = consts.filter((_, i) => needed.constvars.includes(jaxpr.constvars[i]));
		const values = [
			...outside.map((value) => this.valueOf(value)),
			...needed.invars.map((v, i) => (read.has(v) ? this.argument(trace, i) : zeros('bool', [])))
		];
		if (values.some((value) => value === null)) return null;
		try {
			const interpreter = quietInterpreter(this.driver);
			const [out] = withInterpreter(interpreter, () => evalJaxpr(needed, values as NDArray[]));
			return out instanceof NDArray ? out : null;
		} catch (error) {
			if (error instanceof ProgramError) return null;
			throw error;
		}
	}

	private argument({ info }: JaxprTrace, place: number): NDArray | null {
		const first = info.first?.values[place];
		const value = first ? this.valueOf(first.value) : null;
		if (!value || first?.row === undefined) return value;
		return first.row >= 0 && first.row < value.shape[0] ? slicedAt(value, 0, first.row) : null;
	}
}

/** One entry along an axis, without the axis. */
function slicedAt({ dtype, shape, data, weak }: NDArray, axis: number, at: number): NDArray {
	const own = shape.filter((_, i) => i !== axis);
	const words = wordsOf(dtype);
	const inner = stridesOf(shape)[axis] * words;
	const result = allocate(dtype, sizeOf(own));
	for (let to = 0, from = at * inner; to < result.length; to += inner, from += shape[axis] * inner)
		result.set(data.subarray(from, from + inner), to);
	return new NDArray(dtype, own, result, weak);
}

/** Carries primitives out and prints nothing. */
const quietInterpreter = (driver: Driver): Interpreter => ({
	eager: true,
	process: (primitive, args, params) =>
		primitive === 'debug_print' ? [] : applyPrimitive(primitive, args as NDArray[], params, driver)
});

function quietDriver(): Driver {
	let left = mostWork;
	const driver: Driver = {
		compile: (jaxpr) => compile(jaxpr, driver),
		spend: (work) => {
			left -= work;
			if (left < 0) throw new ProgramError('WorkLimit', 'stopped looking ahead');
		},
		watch: (eqn, make) => (eqn.primitive === 'debug_print' ? () => {} : make())
	};
	return driver;
}
