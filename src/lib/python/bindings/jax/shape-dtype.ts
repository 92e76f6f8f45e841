import type { DType } from '$lib/array/dtype';
import { zeros } from '$lib/array/ndarray';
import { sizeOf, type Shape } from '$lib/array/shape';
import { longText, type Aval } from '$lib/core/aval';
import { Tuple } from '$lib/core/containers';
import { mapTree } from '$lib/core/tree';
import { shapeOf } from '$lib/api/arguments';
import { dtypeOf } from '$lib/api/dtypes';
import { HostObject, PyClass } from '../../classes';
import { objectClass } from '../../types';
import { dtypeObject } from '../dtype';

export const shapeDtypeStructClass = new PyClass('ShapeDtypeStruct', [objectClass], {
	module: 'jax',
	create: (_, [shape, dtype], kwargs) =>
		new ShapeDtypeStruct(
			shapeOf(shape ?? kwargs.get('shape')),
			dtypeOf(dtype ?? kwargs.get('dtype')) ?? 'float32',
			false
		)
});

/** A type without a value, as `jax.eval_shape` gives it. */
export class ShapeDtypeStruct extends HostObject {
	readonly cls = shapeDtypeStructClass;

	constructor(
		readonly shape: Shape,
		readonly dtype: DType,
		readonly weak: boolean
	) {
		super();
	}

	override attribute(name: string): unknown {
		switch (name) {
			case 'shape':
				return this.shapeTuple();
			case 'dtype':
				return dtypeObject(this.dtype);
			case 'ndim':
				return BigInt(this.shape.length);
			case 'size':
				return BigInt(sizeOf(this.shape));
			case 'weak_type':
				return this.weak;
			default:
				return undefined;
		}
	}

	override equals(other: unknown): boolean {
		return other instanceof ShapeDtypeStruct && other.hashText() === this.hashText();
	}

	override hashText(): string {
		return this.repr();
	}

	private shapeTuple(): Tuple {
		return new Tuple(this.shape.map(BigInt));
	}

	repr(): string {
		const { shape, dtype, weak } = this;
		const text = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
		return `ShapeDtypeStruct(shape=${text}, dtype=${dtype}${weak ? ', weak_type=True' : ''})`;
	}
}

const shapedArrayClass = new PyClass('ShapedArray', [objectClass], { module: 'jax.core' });

/** What `jax.typeof(x)` gives. */
class ShapedArray extends ShapeDtypeStruct {
	override readonly cls = shapedArrayClass;

	override repr(): string {
		const { dtype, shape, weak } = this;
		return `ShapedArray(${longText({ dtype, shape, weak })}${weak ? ', weak_type=True' : ''})`;
	}

	override str(): string {
		const { dtype, shape, weak } = this;
		return `${weak ? '~' : ''}${longText({ dtype, shape, weak })}`;
	}
}

export const typeTextOf = ({ dtype, shape, weak }: Aval): ShapeDtypeStruct =>
	new ShapedArray(shape, dtype, weak);

/** Arrays of zeros for types without values, where only the types matter. */
export const standIns = (tree: unknown): unknown =>
	mapTree(
		(leaf) => (leaf instanceof ShapeDtypeStruct ? zeros(leaf.dtype, leaf.shape, leaf.weak) : leaf),
		tree
	);
