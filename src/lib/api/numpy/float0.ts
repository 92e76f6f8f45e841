import { sizeOf, type Shape } from '$lib/array/shape';
import { avalOf, type Value } from '$lib/core/interpreter';
import { HostArray } from './host-array';

/**
 * A NumPy array of JAX's `float0`, the type without values: what tangents and cotangents of integers and booleans
 * are. Where JAX's functions take one it is as false everywhere.
 */
export class Float0Array extends HostArray {
	constructor(shape: Shape) {
		super('bool', shape, new Float64Array(sizeOf(shape)));
	}

	/** JAX's gradients are of a class of its own, which tells its name here. */
	get repr(): string {
		return `TypedNdArray(${this.elements(', ')}, dtype=void)`;
	}

	/** As NumPy prints it: elements `(b'',)` between the brackets of its axes. */
	elements(separator: string): string {
		const part = ([size, ...rest]: readonly number[]): string =>
			size === undefined ? "(b'',)" : `[${new Array<string>(size).fill(part(rest)).join(separator)}]`;
		return part(this.shape);
	}
}

/** The element type of a tangent: `float0` is one besides those of arrays. */
export const tangentType = (x: Value): string => (x instanceof Float0Array ? 'float0' : avalOf(x).dtype);
