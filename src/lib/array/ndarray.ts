import { allocate, wordsOf, type Data, type DType } from './dtype';
import { sizeOf, type Shape } from './shape';

/**
 * A concrete array: contiguous, row-major, treated as immutable once made.
 * `data.length` is `sizeOf(shape) * wordsOf(dtype)`; booleans are 0 and 1.
 * `weak` is JAX's weak type: made from a Python scalar, gives way in promotion.
 */
export class NDArray {
	constructor(
		readonly dtype: DType,
		readonly shape: Shape,
		readonly data: Data,
		readonly weak: boolean = false
	) {
		if (data.length !== sizeOf(shape) * wordsOf(dtype))
			throw new Error(`internal: ${data.length} slots for ${dtype}[${shape.join(',')}]`);
	}

	get ndim(): number {
		return this.shape.length;
	}

	get size(): number {
		return sizeOf(this.shape);
	}
}

export const zeros = (dtype: DType, shape: Shape, weak = false): NDArray =>
	new NDArray(dtype, shape, allocate(dtype, sizeOf(shape)), weak);
