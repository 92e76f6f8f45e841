import { NDArray } from '$lib/array/ndarray';

const written = new WeakMap<NDArray, number>();

/** Keeps the Python float that a weak constant stands for: jaxprs print `0.1`, not the float32 next to it. */
export function keepWritten(constant: NDArray, value: number): void {
	written.set(constant, value);
}

const held = new WeakSet<NDArray>();

/**
 * Tells that a rank-0 array was made while nothing was traced. JAX hands such arrays to a jaxpr as constants; all other
 * rank-0 arrays are literals in it.
 */
export function hold<T>(value: T): T {
	if (value instanceof NDArray && value.ndim === 0) held.add(value);
	return value;
}

export const isHeld = (array: NDArray): boolean => held.has(array);

export const asWritten = (constant: NDArray): number | undefined => written.get(constant);
