import { type NDArray } from '$lib/array/ndarray';
import { shortName, type DType } from '$lib/array/dtype';
import { sameShape, type Shape } from '$lib/array/shape';

/** What is known of a value before it exists: element type, shape, weakness. JAX's `ShapedArray`. */
export interface Aval {
	readonly dtype: DType;
	readonly shape: Shape;
	readonly weak: boolean;
}

export const aval = (dtype: DType, shape: Shape, weak = false): Aval => ({ dtype, shape, weak });

export const avalOfArray = (array: NDArray): Aval => aval(array.dtype, array.shape, array.weak);

/** Equal but for weakness, as carries are compared. */
export const sameType = (a: Aval, b: Aval): boolean => a.dtype === b.dtype && sameShape(a.shape, b.shape);

/** As a jaxpr prints it: `f32[2,3]`. */
export const shortText = (a: Aval): string => `${shortName(a.dtype)}[${a.shape.join(',')}]`;

/** As error messages print it: `float32[2,3]`. */
export const longText = (a: Aval): string => `${a.dtype}[${a.shape.join(',')}]`;
