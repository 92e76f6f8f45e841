import { NDArray } from '$lib/array/ndarray';
import { avalOfArray, type Aval } from './aval';
import type { Params, Primitive } from './primitive';
import { currentSource, type Source } from './source';

/** What carries out primitives: evaluates them, writes them down, batches them. JAX's `Trace`. */
export interface Interpreter {
	/** Values are there at once: a function need not be traced to be called. */
	readonly eager?: boolean;
	process<P extends Primitive>(primitive: P, args: readonly Value[], params: Params[P]): Value[];
}

/** A value that stands for another while a function is transformed. */
export abstract class Tracer {
	abstract readonly aval: Aval;
	/** The interpreter that made it and understands it. */
	abstract readonly interpreter: Interpreter;
	/** Where it was made. */
	readonly source: Source = currentSource();
	/** JAX's class of such tracers, as `type(x).__name__` and messages show it. */
	get pythonClass(): string {
		return 'DynamicJaxprTracer';
	}
	/** As `print` shows it, e.g. `JitTracer(~float32[])`. */
	abstract toString(): string;
	/** The value it is known to have while it is transformed; null where there is none yet. JAX's `to_concrete_value`. */
	concrete(): NDArray | null {
		return null;
	}
	/** What was being traced and which arguments the value depends on: the second line of JAX's tracer errors. */
	originText(): string {
		return '';
	}
}

export type Value = NDArray | Tracer;

/** Whether something is an array, concrete or traced. */
export const isValue = (x: unknown): x is Value => x instanceof NDArray || x instanceof Tracer;
export const avalOf = (value: Value): Aval => (value instanceof Tracer ? value.aval : avalOfArray(value));

let base: Interpreter | null = null;
let current: Interpreter | null = null;

/** The interpreter in force when nothing else was asked for: plain evaluation. */
export function setBaseInterpreter(interpreter: Interpreter): void {
	base = interpreter;
}

/** The one that `bind` hands equations to. */
export function currentInterpreter(): Interpreter {
	const interpreter = current ?? base;
	if (!interpreter) throw new Error('internal: no interpreter');
	return interpreter;
}

/** Runs `body` with every `bind` going to `interpreter`. */
export function withInterpreter<T>(interpreter: Interpreter, body: () => T): T {
	const before = current;
	current = interpreter;
	try {
		return body();
	} finally {
		current = before;
	}
}

/** Applies a primitive in the current interpreter. Arrays are positional, everything static is in `params`. */
export function bind<P extends Primitive>(primitive: P, args: readonly Value[], params: Params[P]): Value[] {
	return currentInterpreter().process(primitive, args, params);
}

/** `bind` for primitives with one result. */
export function bind1<P extends Primitive>(primitive: P, args: readonly Value[], params: Params[P]): Value {
	return bind(primitive, args, params)[0];
}
