import { longText } from '$lib/core/aval';
import { NDArray } from '$lib/array/ndarray';
import { isInteger } from '$lib/array/dtype';
import { shapeText, type Shape } from '$lib/array/shape';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { binary, convert, reduce, slice, squeeze } from '$lib/core/ops';
import { ProgramError } from '$lib/core/errors';
import { keyFirst } from '$lib/core/help/values';
import { broadcastShapes, broadcastTo } from '../broadcast';
import { isTypedKey } from '../typed-key';

const impl = { impl: 'fry' } as const;

/** A typed key, and whether it was made from a raw `uint32[2]`, so that what is derived from it is given back raw. */
export interface Checked {
	readonly key: Value;
	readonly raw: boolean;
}

function wrap(data: Value): Value {
	const { shape, dtype } = avalOf(data);
	const invalid = (text: string): ProgramError =>
		new ProgramError('TypeError', `JAX encountered invalid PRNG key data: expected ${text}`, keyFirst);
	if (shape.length < 1) throw invalid(`key_data.ndim >= 1; got ndim=${shape.length}`);
	if (shape[shape.length - 1] !== 2)
		throw invalid(`key_data.shape to end with (2,); got shape=${shapeText(shape)} for impl=threefry2x32`);
	if (dtype !== 'uint32') throw invalid(`key_data.dtype = uint32; got dtype=${dtype}`);
	return bind1('random_wrap', [data], impl);
}

/** The key given to `name`, typed. Refuses a batch of keys where one is wanted, in JAX's words. */
export function checkKey(name: string, given: Value, batch = false): Checked {
	const raw = !isTypedKey(given);
	const key = raw ? wrap(given) : given;
	if (batch || avalOf(key).shape.length === 0) return { key, raw };
	const shape = shapeText(avalOf(given).shape);
	throw new ProgramError(
		'ValueError',
		`${name} accepts a single key, but was given a key array of shape ${shape} != (). Use jax.vmap for batching.`
	);
}

/** `==` of keys: both words are. */
export function equalKeys(x: Value, y: Value): Value {
	const words = binary('eq', ...sameRank(keyData(x), keyData(y)));
	return reduce('reduce_and', words, [avalOf(words).shape.length - 1]);
}

function sameRank(x: Value, y: Value): [Value, Value] {
	const shape = broadcastShapes(avalOf(x).shape, avalOf(y).shape);
	return [broadcastTo(x, shape), broadcastTo(y, shape)];
}

const giveBack = (key: Value, raw: boolean): Value => (raw ? bind1('random_unwrap', [key], {}) : key);

function seeded(name: string, seed: Value): Value {
	const { dtype, shape } = avalOf(seed);
	if (dtype === 'key<fry>')
		throw new ProgramError('TypeError', `${name} accepts a scalar seed, but was given a PRNG key.`);
	if (shape.length > 0)
		throw new ProgramError(
			'TypeError',
			`${name} accepts a scalar seed, but was given an array of shape ${shapeText(shape)} != (). Use jax.vmap for batching`
		);
	if (!isInteger(dtype))
		throw new ProgramError(
			'TypeError',
			`PRNG key seed must be an integer; got JitTracer(${longText(avalOf(seed))})`
		);
	return bind1('random_seed', [convert(seed, dtype)], impl);
}

/** `jax.random.key`: a typed key from an integer scalar. */
export const key = (seed: Value): Value => seeded('key', seed);

/** `jax.random.PRNGKey`: the same key as raw `uint32[2]`. */
export const PRNGKey = (seed: Value): Value => giveBack(seeded('PRNGKey', seed), true);

export const splitTyped = (typed: Value, shape: Shape): Value => bind1('random_split', [typed], { shape });

/** `jax.random.split`: keys of shape `shape`; raw where the key is raw. */
export function split(given: Value, shape: Shape = [2]): Value {
	const { key: typed, raw } = checkKey('split', given);
	return giveBack(splitTyped(typed, shape), raw);
}

/** The first `n` of new keys one by one, as samplers use them: `k1, k2 = split(key)`. */
export function splitInto(typed: Value, n: number): Value[] {
	const keys = splitTyped(typed, [n]);
	return Array.from({ length: n }, (_, i) => squeeze(slice(keys, [i], [i + 1], [1]), [0]));
}

/** `jax.random.fold_in`: the key that `data` (an integer scalar) makes of this one. */
export function foldIn(given: Value, data: Value): Value {
	const { key: typed, raw } = checkKey('fold_in', given);
	const { shape } = avalOf(data);
	if (shape.length > 0)
		throw new ProgramError(
			'TypeError',
			`fold_in accepts a scalar, but was given an array ofshape ${shapeText(shape)} != (). Use jax.vmap for batching.`
		);
	return giveBack(bind1('random_fold_in', [typed, convert(data, 'uint32')], {}), raw);
}

/** `jax.random.clone`: the same keys, which may be used again. */
export function clone(given: Value): Value {
	const { key, raw } = checkKey('clone', given, true);
	return giveBack(bind1('random_clone', [key], {}), raw);
}

/** `jax.random.key_data`: the words of a key, `uint32[..., 2]`. */
export const keyData = (given: Value): Value =>
	bind1('random_unwrap', [checkKey('key_data', given, true).key], {});

/** `jax.random.wrap_key_data`: typed keys of their words. */
export const wrapKeyData = (data: Value): Value => wrap(data);

/** An int32 constant of the low 32 bits of a Python integer, as JAX reads a seed with 64-bit types off. */
export const seedOf = (seed: bigint): NDArray =>
	new NDArray('int32', [], new Int32Array([Number(BigInt.asIntN(32, seed))]));
