import { Slice, Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, type Value } from '$lib/core/interpreter';
import { iota } from '$lib/core/ops';
import { isInteger } from '$lib/array/dtype';
import { sizeOf } from '$lib/array/shape';
import { axisIn, index } from '../arguments';
import { getItem } from '../indexing/take';
import { jitted1 } from '../jitted';
import { toValue } from '../values';
import { checkKey, splitInto } from './keys';
import { bitsTyped } from './uniform';

/** Sorts by random words, again and again until collisions of the words no longer matter, as JAX does. */
function shuffled(key: Value, x: Value, axis: number): Value {
	const { shape } = avalOf(x);
	const rounds = Math.ceil((3 * Math.log(Math.max(1, sizeOf(shape)))) / Math.log(2 ** 32 - 1));
	let rest = key;
	let values = x;
	for (let round = 0; round < rounds; round++) {
		const [next, use] = splitInto(rest, 2);
		const words = bitsTyped(use, 32, shape);
		[, values] = bind('sort', [words, values], { dimension: axis, is_stable: true, num_keys: 1 });
		rest = next;
	}
	return values;
}

const shuffle = (key: Value, x: Value, axis: number): Value =>
	jitted1('_shuffle', [axis], (k, values) => shuffled(k, values, axis), [key, x]);

/** `jax.random.permutation` of 0..x-1 for an integer, else of the places along `axis` of an array. */
export function permutation(given: Value, x: unknown, axis: unknown = 0n, independent = false): Value {
	const { key } = checkKey('permutation', given);
	const array = toValue(x, 'permutation');
	const { shape, dtype } = avalOf(array);
	const along = axisIn(axis, Math.max(1, shape.length));
	if (shape.length === 0) {
		if (!isInteger(dtype))
			throw new ProgramError('TypeError', 'x must be an integer or at least 1-dimensional');
		const n = index(x, 'The error arose for the argument x of jax.random.permutation()');
		return shuffle(key, iota('int32', [Math.max(0, n)]), 0);
	}
	if (independent || shape.length === 1) return shuffle(key, array, along);
	return takeAlong(array, shuffle(key, iota('int32', [shape[along]]), 0), along);
}

/** `jnp.take` along one axis. */
export function takeAlong(x: Value, places: Value, axis: number): Value {
	const before = new Array<Slice>(axis).fill(new Slice(null, null, null));
	return getItem(x, axis === 0 ? places : new Tuple([...before, places]));
}
