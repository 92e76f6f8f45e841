import '$lib/transforms/eval';
import { Tracer, type Value } from '$lib/core/interpreter';
import { printJaxpr } from '$lib/core/print-jaxpr';
import { aval } from '$lib/core/aval';
import { listOf } from '$lib/api/concrete';
import { arrayFrom } from '$lib/api/values';
import { traceToJaxpr } from '$lib/transforms/make-jaxpr';
import { type NDArray } from '$lib/array/ndarray';

/** A float32 array of nested numbers. */
export const floats = (x: unknown): NDArray => concrete(arrayFrom(x, 'float32'));
/** An int32 array of nested numbers. */
export const ints = (x: unknown): NDArray => concrete(arrayFrom(x, 'int32'));

export function concrete(x: Value): NDArray {
	if (x instanceof Tracer) throw new Error('a traced value');
	return x;
}

/** The elements as nested JavaScript numbers and booleans. */
export const plain = (x: Value): unknown => numbersIn(listOf(x));

const numbersIn = (x: unknown): unknown =>
	Array.isArray(x) ? x.map(numbersIn) : typeof x === 'bigint' ? Number(x) : x;

/** The jaxpr of `f` on a float32 vector of three. */
export const jaxprOf = (f: (x: Value) => Value): string =>
	printJaxpr(traceToJaxpr((x) => [f(x)], [aval('float32', [3])]).jaxpr);
