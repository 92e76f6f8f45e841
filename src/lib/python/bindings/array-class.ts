import { Tracer } from '$lib/core/interpreter';
import { NDArray } from '$lib/array/ndarray';
import { HostArray } from '$lib/api/numpy/host-array';
import { PyClass } from '../classes';
import { objectClass } from '../types';

/** `jax.Array`: every array of JAX's and every tracer is an instance. */
export const arrayClass = new PyClass('Array', [objectClass], { module: 'jax' });
arrayClass.accepts = (value) =>
	value instanceof Tracer || (value instanceof NDArray && !(value instanceof HostArray));

/** `type(x)` of a concrete array. */
export const concreteClass = new PyClass('ArrayImpl', [arrayClass], { module: 'jaxlib._jax' });
/** `type(x)` of what stands for an array inside scan, jit and grad. */
export const tracerClass = new PyClass('DynamicJaxprTracer', [arrayClass], {
	module: 'jax._src.interpreters.partial_eval'
});
