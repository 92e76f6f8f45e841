/** Sizes of the axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** Number of elements. */
export function sizeOf(shape: Shape): number {
	let size = 1;
	for (const n of shape) size *= n;
	return size;
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
	const strides = new Array<number>(shape.length);
	let stride = 1;
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		strides[axis] = stride;
		stride *= shape[axis];
	}
	return strides;
}

export const sameShape = (a: Shape, b: Shape): boolean =>
	a.length === b.length && a.every((n, axis) => n === b[axis]);

/** Python's text of a shape tuple: `()`, `(3,)`, `(2, 3)`. */
export const shapeText = (shape: Shape): string =>
	shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
