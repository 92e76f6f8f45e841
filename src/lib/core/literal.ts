import type { NDArray } from '$lib/array/ndarray';

const written = new WeakMap<NDArray, number>();

/** Keeps the Python float that a weak constant stands for: jaxprs print `0.1`, not the float32 next to it. */
export function keepWritten(constant: NDArray, value: number): void {
	written.set(constant, value);
}

export const asWritten = (constant: NDArray): number | undefined => written.get(constant);
