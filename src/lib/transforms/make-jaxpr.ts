import { allocate } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { avalOfArray, longText, type Aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { Tracer, withInterpreter, type Interpreter, type Value } from '$lib/core/interpreter';
import { Literal, Var, type Atom, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import { isHeld } from '$lib/core/literal';
import { spendWork } from '$lib/core/meter';
import { nameOrPathOf, type Nameable } from '$lib/core/naming';
import { written } from '$lib/core/origin';
import type { Params, Primitive } from '$lib/core/primitive';
import { currentSource } from '$lib/core/source';
import { kernelOf } from '$lib/rules/evaluate';
import { shapesOf } from '$lib/rules/shape';
import { plainDriver } from './eval';
import { help } from '$lib/core/parts';

const { closesOver } = help.functions;

/** What is being traced and for what, as error messages tell it. */
export interface TraceInfo {
	/** The function: `step at program.py:4`. */
	readonly of: string;
	/** `scan`, `jit`, `vmap`. */
	readonly purpose: string;
	/** Name of the argument each invar belongs to. */
	readonly arguments: readonly string[];
	/** What the arguments are when the function is carried out for the first time; absent where nobody knows. */
	readonly first?: FirstTime | undefined;
}

/** The first time that what is traced will be carried out. */
export interface FirstTime {
	/** `at step 0`; empty where there is but one time. */
	readonly when: string;
	/** One an argument: the value, or that row of it. */
	readonly values: readonly { readonly value: Value; readonly row?: number }[];
}

const anonymous: TraceInfo = { of: '<lambda>', purpose: 'jit', arguments: [] };

/** Stands for a value of the jaxpr being written. JAX's `DynamicJaxprTracer`. */
export class JaxprTracer extends Tracer implements Nameable {
	constructor(
		readonly interpreter: JaxprTrace,
		readonly variable: Var
	) {
		super();
	}

	get aval(): Aval {
		return this.variable.aval;
	}

	addName(name: string): void {
		if (!this.variable.names.includes(name)) this.variable.names.push(name);
	}

	override toString(): string {
		return `JitTracer(${this.aval.weak ? '~' : ''}${longText(this.aval)})`;
	}

	override originText(): string {
		return this.interpreter.originOf(this.variable);
	}
}

/** What writing down one equation costs, in elements touched: so that a body that never ends is stopped. */
const writingWork = 500;

/** Writes down what is bound. Everything bound while it is current is written, constants too (omnistaging). */
export class JaxprTrace implements Interpreter {
	private readonly invars: Var[] = [];
	private readonly eqns: Eqn[] = [];
	private readonly constants = new Map<Value, Var>();

	/** `inner`: the body of an equation, which has no constvars; arrays it closes over are written into it. */
	constructor(
		readonly info: TraceInfo = anonymous,
		private readonly inner = false
	) {}

	argument(type: Aval): JaxprTracer {
		const v = new Var(type);
		this.invars.push(v);
		return new JaxprTracer(this, v);
	}

	process<P extends Primitive>(primitive: P, args: readonly Value[], params: Params[P]): Value[] {
		spendWork(writingWork);
		const inputs = args.map((value) => this.atomOf(value));
		const ins = inputs.map(({ aval }) => aval);
		const types = shapesOf(primitive, ins, params);
		const folded = fold(primitive, inputs, params, types);
		if (folded) return [folded];
		const outputs = types.map((type) => new Var(type));
		const eqn = { primitive, inputs, params, outputs, source: currentSource() } as unknown as Eqn;
		written(eqn);
		this.eqns.push(eqn);
		return outputs.map((v) => new JaxprTracer(this, v));
	}

	/** Its variable, a literal for a rank-0 constant, a constvar for any other value from outside. */
	atomOf(value: Value): Atom {
		if (value instanceof JaxprTracer && value.interpreter === this) return value.variable;
		if (value instanceof NDArray && (this.inner || isWrittenOut(value))) return new Literal(value);
		let v = this.constants.get(value);
		if (!v) {
			v = new Var(value instanceof Tracer ? value.aval : avalOfArray(value));
			const name = nameOrPathOf(value);
			if (name !== null) v.names.push(name);
			this.constants.set(value, v);
		}
		return v;
	}

	/** Which argument a variable is; -1 for what an equation makes. */
	placeOf(v: Var): number {
		return this.invars.indexOf(v);
	}

	/** The jaxpr with these results. Constants that nothing uses are dropped. */
	close(outs: readonly Value[]): { jaxpr: Jaxpr; consts: Value[] } {
		const outAtoms = outs.map((value) => this.atomOf(value));
		const used = new Set<Atom>([...outAtoms, ...this.eqns.flatMap(({ inputs }) => inputs)]);
		const constants = [...this.constants].filter(([, v]) => used.has(v));
		const jaxpr = {
			constvars: constants.map(([, v]) => v),
			invars: this.invars,
			eqns: this.eqns,
			outs: outAtoms
		};
		return { jaxpr, consts: constants.map(([value]) => value) };
	}

	/** JAX's sentence on where a traced value comes from. */
	originOf(v: Var): string {
		const names = this.argumentsBehind(v);
		const head = `The error occurred while tracing the function ${this.info.of} for ${this.info.purpose}. `;
		if (names.length === 0) return head.trimEnd();
		const list =
			names.length === 1 ? `value of the argument ${names[0]}` : `values of the arguments ${joined(names)}`;
		return `${head}This concrete value was not available in Python because it depends on the ${list}.`;
	}

	private argumentsBehind(v: Var): string[] {
		const wanted = new Set<Atom>([v]);
		for (const { inputs, outputs } of [...this.eqns].reverse())
			if (outputs.some((out) => wanted.has(out))) inputs.forEach((atom) => wanted.add(atom));
		const names = this.invars.flatMap((invar, i) =>
			wanted.has(invar) ? [this.info.arguments[i] ?? ''] : []
		);
		return [...new Set(names.filter((name) => name !== ''))];
	}
}

/** A scalar of the program's text, or one made of such while this is traced. */
const isWrittenOut = (value: NDArray): boolean =>
	value.ndim === 0 && value.dtype !== 'key<fry>' && !isHeld(value);

const joined = (names: readonly string[]): string =>
	names.length === 2
		? names.join(' and ')
		: `${names.slice(0, -1).join(', ')}, and ${names[names.length - 1]}`;

/** JAX folds the conversion of a literal while it traces; nothing else. */
function fold<P extends Primitive>(
	primitive: P,
	inputs: readonly Atom[],
	params: Params[P],
	[type]: readonly Aval[]
): NDArray | null {
	const [literal] = inputs;
	if (primitive !== 'convert_element_type' || !(literal instanceof Literal)) return null;
	const data = allocate(type.dtype, 1);
	const kernel = kernelOf(primitive, [literal.aval], [type], params, plainDriver);
	kernel([{ data: literal.value.data, at: 0 }], [{ data, at: 0 }]);
	return new NDArray(type.dtype, [], data, type.weak);
}

/** Closes the body of an equation. A derivative rule of the program's may not close over a value being traced. */
export function closeInner(trace: JaxprTrace, outs: readonly Value[]): Jaxpr {
	const { jaxpr, consts } = trace.close(outs);
	if (consts.length === 0) return jaxpr;
	throw new ProgramError(
		'UnexpectedTracerError',
		'Encountered an unexpected tracer. A derivative rule closes over a value that is being traced.',
		closesOver(consts[0].toString())
	);
}

/** Calls `body` once on tracers of the given types and writes down what it does. */
export function traceToJaxpr(
	body: (...args: Value[]) => readonly Value[],
	types: readonly Aval[],
	info?: TraceInfo
): { jaxpr: Jaxpr; consts: Value[] } {
	const trace = new JaxprTrace(info);
	const args = types.map((type) => trace.argument(type));
	writing++;
	try {
		return withInterpreter(trace, () => trace.close(body(...args)));
	} finally {
		writing--;
	}
}

let writing = 0;

/** A jaxpr is being written: what the program makes now belongs to it. */
export const isWriting = (): boolean => writing > 0;

/** Constvars made leading arguments, as sub-jaxprs have them. */
export const constsAsArguments = ({ constvars, invars, eqns, outs }: Jaxpr): Jaxpr => ({
	constvars: [],
	invars: [...constvars, ...invars],
	eqns,
	outs
});

/** Constvars written into the equations. */
export function constsAsLiterals(
	{ constvars, invars, eqns, outs }: Jaxpr,
	consts: readonly NDArray[]
): Jaxpr {
	const literals = new Map<Atom, Literal>(constvars.map((v, i) => [v, new Literal(consts[i])]));
	const written = (atom: Atom): Atom => literals.get(atom) ?? atom;
	return {
		constvars: [],
		invars,
		eqns: eqns.map((eqn) => ({ ...eqn, inputs: eqn.inputs.map(written) })),
		outs: outs.map(written)
	};
}
