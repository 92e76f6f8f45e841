import type { BinaryOp, CompareOp, UnaryOp } from './ast';
import type { PyClass } from './classes';
import type { Encoded } from './encode';

/** What the evaluator asks of arrays and tracers; filled in by the bindings of the JAX API. */
export interface ArrayHooks {
	/** An array or a tracer, NumPy's included. */
	isArray(value: unknown): boolean;
	/** `a op b` where at least one is an array. */
	binary(op: BinaryOp, a: unknown, b: unknown): unknown;
	/** `a op= b`; `binary` where left out. */
	inplace?(op: BinaryOp, a: unknown, b: unknown): unknown;
	unary(op: Exclude<UnaryOp, 'not'>, a: unknown): unknown;
	/** `a op b`, elementwise. */
	compare(op: Exclude<CompareOp, 'in' | 'not in' | 'is' | 'is not'>, a: unknown, b: unknown): unknown;
	getItem(a: unknown, index: unknown): unknown;
	/** JAX arrays refuse. */
	setItem(a: unknown, index: unknown, value: unknown): void;
	deleteItem?(a: unknown, index: unknown): void;
	/** An attribute, or a method bound to `a`; undefined where there is none (then `missing` words the error). */
	attribute(a: unknown, name: string): unknown;
	/** The text of the AttributeError. */
	missing?(a: unknown, name: string): string;
	/** All attributes there are. */
	names?(a: unknown): Iterable<string>;
	setAttribute?(a: unknown, name: string, value: unknown): void;
	iterate(a: unknown): readonly unknown[];
	/** `bool(a)` */
	truth(a: unknown): boolean;
	/** `int(a)` */
	toInt(a: unknown): bigint;
	/** `operator.index(a)`: list positions, `range`. */
	toIndex(a: unknown): bigint;
	/** `float(a)` */
	toFloat(a: unknown): number;
	/** `len(a)` */
	length(a: unknown): number;
	/** `format(a, spec)` */
	format(a: unknown, spec: string): string;
	/** `item in a` */
	contains(a: unknown, item: unknown): boolean;
	/** `type(a)` */
	typeOf(a: unknown): PyClass;
	repr(a: unknown): string;
	str(a: unknown): string;
	/** `round(a, digits)`; digits is undefined where it was not given. */
	round?(a: unknown, digits: unknown): unknown;
	/** In the conformance format, for arrays that are no NDArray (NumPy's). */
	encode?(a: unknown): Encoded | undefined;
	/** Whether an array can be a key; false gives "unhashable type". NumPy scalars give the Python number they equal. */
	hashable?(a: unknown): unknown;
}

/** In force until bindings are set: nothing is an array. */
const none: ArrayHooks = new Proxy({} as ArrayHooks, {
	get: (_, name) => {
		if (name === 'isArray') return () => false;
		return () => {
			throw new Error(`internal: no arrays (${String(name)})`);
		};
	}
});

export let arrays: ArrayHooks = none;

export function setArrayHooks(hooks: ArrayHooks): void {
	arrays = hooks;
}
