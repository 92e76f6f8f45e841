import { ProgramError } from '$lib/core/errors';
import { NativeFn, type Fn } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import { convert, reshape } from '$lib/core/ops';
import { promote } from '$lib/core/promote';
import { flatten, unflatten } from '$lib/core/tree';
import { zeros } from '$lib/array/ndarray';
import { shapeText, sizeOf } from '$lib/array/shape';
import { concatenate } from './jnp/joining';
import { ravel, sliceAxis } from './jnp/shape';
import { leafValue } from './leaf';
import { toValue } from './values';

/**
 * `jax.flatten_util.ravel_pytree`: all leaves one after another in a vector of their common type, and the function
 * that makes a tree of such a vector again, every leaf of its own shape and type.
 */
export function ravelPytree(tree: unknown): { flat: Value; unravel: Fn } {
	const { leaves, def } = flatten(tree);
	const values = leaves.map(leafValue);
	const types = values.map(avalOf);
	const ends = types.map((_, i) => types.slice(0, i + 1).reduce((sum, type) => sum + sizeOf(type.shape), 0));
	const total = ends.at(-1) ?? 0;
	const common = types.length === 0 ? 'float32' : promote(types).dtype;
	const flat =
		values.length === 0 ? zeros('float32', [0]) : concatenate(values.map((x) => convert(ravel(x), common)));
	const unravel = new NativeFn('unravel', ([given]) => {
		const vector = toValue(given, 'unravel');
		const { shape } = avalOf(vector);
		if (shape.length !== 1 || shape[0] !== total)
			throw new ProgramError(
				'TypeError',
				`unravel function given array of shape ${shapeText(shape)}, but expected shape ${shapeText([total])}`
			);
		const parts = types.map(({ dtype, shape: own, weak }, i) =>
			convert(reshape(sliceAxis(vector, 0, ends[i] - sizeOf(own), ends[i]), own), dtype, weak)
		);
		return unflatten(def, parts);
	});
	return { flat, unravel };
}
