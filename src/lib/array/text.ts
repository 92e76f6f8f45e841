import type { NDArray } from './ndarray';

/** Python's `str` of a jax.Array, which is NumPy's: `[1. 2.]`, `2.0`. Keys as JAX shows them. */
export function arrayStr(array: NDArray): string {
	throw new Error('internal: not built yet');
}

/** Python's `repr` of a jax.Array: `Array([1., 2.], dtype=float32)`, `weak_type=True` where weak. */
export function arrayRepr(array: NDArray): string {
	throw new Error('internal: not built yet');
}

/** `repr` of a NumPy array, or of a NumPy scalar for a 0-d one when `scalar`: `array([1., 2.], dtype=float32)`, `np.float32(1.5)`. */
export function numpyRepr(array: NDArray, scalar = false): string {
	throw new Error('internal: not built yet');
}

/** `str` of a NumPy array or scalar. */
export function numpyStr(array: NDArray): string {
	throw new Error('internal: not built yet');
}
