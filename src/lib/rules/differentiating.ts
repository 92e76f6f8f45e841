import { isFloat } from '$lib/array/dtype';
import type { Aval } from '$lib/core/aval';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import type { Atom, Jaxpr, Var } from '$lib/core/jaxpr';
import { broadcastInDim, scalar } from '$lib/core/ops';
import type { Params, Primitive } from '$lib/core/primitive';

/** A tangent or a cotangent. null is a zero that was never made (JAX's symbolic `Zero`). */
export type Tangent = Value | null;

/** Results of a primitive with their tangents. */
export interface Differential {
	readonly outs: readonly Value[];
	readonly tangents: readonly Tangent[];
}

/** A jaxpr pushed forward. Inputs: primals, then the tangents that are not zero; results likewise. */
export interface JvpJaxpr {
	readonly jaxpr: Jaxpr;
	/** Which results have a tangent. */
	readonly nonzero: readonly boolean[];
	/** Where each variable of the jaxpr before is now. */
	readonly placed: ReadonlyMap<Var, Atom>;
}

/** What a jvp rule is handed. The rule of a higher-order primitive pushes its jaxprs forward with `jvpJaxpr`. */
export interface JvpContext {
	/** `nonzero`: inputs that have a tangent. Results get one where they depend on it or `instantiate` asks for it. */
	readonly jvpJaxpr: (
		jaxpr: Jaxpr,
		nonzero: readonly boolean[],
		instantiate?: readonly boolean[]
	) => JvpJaxpr;
}

/** The caller guarantees at least one tangent. */
export type Jvp<Params> = (
	context: JvpContext,
	primals: readonly Value[],
	tangents: readonly Tangent[],
	params: Params
) => Differential;

/** A jaxpr split into what can be computed now and what has to wait for the unknown inputs. */
export interface PartialJaxpr {
	/** Of the known inputs: the known results, then the residuals. */
	readonly known: Jaxpr;
	/** Of the residuals, then the unknown inputs: the unknown results. */
	readonly unknown: Jaxpr;
	readonly unknownOuts: readonly boolean[];
	/** Where each variable of the whole is in `known`; those that wait are not there. */
	readonly placed: ReadonlyMap<Var, Atom>;
}

/** What a partial-evaluation rule is handed. */
export interface PartialContext {
	readonly isKnown: (x: Value) => boolean;
	/** Carries out now. */
	readonly known: <P extends Primitive>(primitive: P, args: readonly Value[], params: Params[P]) => Value[];
	/** Runs `body` on known values. */
	readonly now: <T>(body: () => T) => T;
	/** Writes down for later. */
	readonly record: <P extends Primitive>(primitive: P, args: readonly Value[], params: Params[P]) => Value[];
	/** Results in `instantiate` wait even where they are known. */
	readonly split: (
		jaxpr: Jaxpr,
		unknown: readonly boolean[],
		instantiate?: readonly boolean[]
	) => PartialJaxpr;
	readonly trace: TraceFunction;
	/** The jaxpr without equations that no result needs. */
	readonly pruned: (jaxpr: Jaxpr) => Jaxpr;
}

export type PartialEval<Params> = (
	context: PartialContext,
	args: readonly Value[],
	params: Params
) => readonly Value[];

/** Writes down a function of values of the given types, which must close over nothing. */
export type TraceFunction = (
	types: readonly Aval[],
	f: (args: readonly Value[]) => readonly Value[]
) => Jaxpr;

/** An argument that a function is linear in; it has no value. JAX's `UndefinedPrimal`. */
export class Linear {
	constructor(readonly aval: Aval) {}
}

export type Operand = Value | Linear;

export const isLinear = (x: Operand): x is Linear => x instanceof Linear;
export const hasValue = (x: Operand): x is Value => !isLinear(x);

export const operandType = (x: Operand): Aval => (isLinear(x) ? x.aval : avalOf(x));

/** What a transpose rule is handed. */
export interface TransposeContext {
	/** Cotangents of the linear arguments, from those of the results; null for arguments that have values. */
	readonly backward: (
		jaxpr: Jaxpr,
		args: readonly Operand[],
		cts: readonly Tangent[],
		/** What the cotangents of arguments are added to. */
		sums?: readonly Tangent[]
	) => readonly Tangent[];
	readonly trace: TraceFunction;
	readonly split: PartialContext['split'];
}

/** One cotangent an argument: null for those with values and for zeros. At least one of `cts` is not zero. */
export type Transpose<Params> = (
	context: TransposeContext,
	cts: readonly Tangent[],
	args: readonly Operand[],
	params: Params
) => readonly Tangent[];

/** Zeros as an array. */
export const zerosOf = ({ dtype, shape, weak }: Aval): Value =>
	broadcastInDim(scalar(0, dtype, weak), shape, []);

/** The tangent, made where it is a zero, for a value like `like`. */
export const instantiate = (tangent: Tangent, like: Value): Value => tangent ?? zerosOf(avalOf(like));

/** Integers, booleans and keys do not vary. */
export const varies = (type: Aval): boolean => isFloat(type.dtype);

/** Null is a tangent of zeros. */
export const addTangents = (a: Tangent, b: Tangent): Tangent =>
	a === null ? b : b === null ? a : bind1('add_any', [a, b], {});
