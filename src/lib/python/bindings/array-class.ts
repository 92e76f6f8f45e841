import { Tracer } from '$lib/core/interpreter';
import { NDArray } from '$lib/array/ndarray';
import { foreignArrays } from '$lib/api/foreign';
import { PyClass } from '../classes';
import { objectClass } from '../types';

/** `jax.Array`: every array of JAX's and every tracer is an instance. */
export const arrayClass = new PyClass('Array', [objectClass], { module: 'jax' });
arrayClass.accepts = (value) =>
	value instanceof Tracer || (value instanceof NDArray && !foreignArrays.is(value));

/** `type(x)` of a concrete array. */
export const concreteClass = new PyClass('ArrayImpl', [arrayClass], { module: 'jaxlib._jax' });
/** `jax.core.Tracer`: every tracer is an instance. */
export const tracerClass = new PyClass('Tracer', [arrayClass], { module: 'jax._src.core' });
tracerClass.accepts = (value) => value instanceof Tracer;

const tracerModules = new Map([
	['BatchTracer', 'jax._src.interpreters.batching'],
	['JVPTracer', 'jax._src.interpreters.ad'],
	['LinearizeTracer', 'jax._src.interpreters.ad']
]);
const tracerClasses = new Map<string, PyClass>();

/** `type(x)` of what stands for an array inside scan, jit, vmap and grad. */
export function tracerClassOf({ pythonClass: name }: Tracer): PyClass {
	const module = tracerModules.get(name) ?? 'jax._src.interpreters.partial_eval';
	const cls = tracerClasses.get(name) ?? new PyClass(name, [tracerClass], { module });
	tracerClasses.set(name, cls);
	return cls;
}
