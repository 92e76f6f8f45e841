import { ProgramError } from '$lib/core/errors';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { add, binary, expandDims, moveAxis, mul, reshape, slice, unary } from '$lib/core/ops';
import { zeros } from '$lib/array/ndarray';
import { shapeText, sizeOf, type Shape } from '$lib/array/shape';
import { axisIn, index, range } from '../arguments';
import { promoteTypes } from '../broadcast';
import { cumsum } from '../jnp/cumulative';
import { searchsorted } from '../jnp/searching';
import { topK } from '../jnp/sorting';
import { scalarArray, toValue } from '../values';
import { gumbel, type SamplingMode } from './continuous';
import { randint } from './integers';
import { checkKey } from './keys';
import { permutation, takeAlong } from './permute';
import { checkShape } from './shapes';
import { constant, uniform } from './uniform';

/** Of what `choice` draws: an array along an axis, or (null) the integers below `size`. */
interface Population {
	readonly array: Value | null;
	readonly axis: number;
	readonly size: number;
}

function populationOf(a: unknown, axis: unknown): Population {
	const array = toValue(a, 'choice');
	const { shape } = avalOf(array);
	if (shape.length === 0)
		return { array: null, axis: 0, size: index(a, 'The error occurred in jax.random.choice()') };
	const along = axisIn(axis, shape.length);
	return { array, axis: along, size: shape[along] };
}

export interface ChoiceOptions {
	readonly replace?: boolean;
	readonly p?: unknown;
	readonly axis?: unknown;
	readonly mode?: SamplingMode;
}

/** `jax.random.choice`: elements of `a`, or integers below it, with or without replacement, with probabilities `p`. */
export function choice(given: Value, a: unknown, shape: Shape = [], options: ChoiceOptions = {}): Value {
	const { key } = checkKey('choice', given);
	const { replace = true, p = null, axis = 0n, mode = null } = options;
	const population = populationOf(a, axis);
	const draws = sizeOf(shape);
	if (draws === 0) return zeros(population.array ? avalOf(population.array).dtype : 'int32', shape);
	if (population.size <= 0)
		throw new ProgramError('ValueError', 'a must be greater than 0 unless no samples are taken');
	if (!replace && draws > population.size)
		throw new ProgramError(
			'ValueError',
			`Cannot take a larger sample (size ${draws}) than population (size ${population.size}) when 'replace=False'`
		);
	const drawn =
		p === null
			? plainDraw(key, population, shape, replace)
			: weightedDraw(key, population, shape, replace, p, mode);
	return shaped(drawn, population, shape);
}

const int = (n: number): Value => scalarArray(BigInt(n));

function plainDraw(key: Value, { array, axis, size }: Population, shape: Shape, replace: boolean): Value {
	if (replace) {
		const places = randint(key, shape, int(0), int(size));
		return array ? takeAlong(array, places, axis) : places;
	}
	const order = array ? permutation(key, array, BigInt(axis)) : permutation(key, BigInt(size));
	const { shape: full } = avalOf(order);
	const limit = full.map((n, i) => (i === axis ? sizeOf(shape) : n));
	return slice(order, full.map(() => 0), limit); // prettier-ignore
}

function weightedDraw(
	key: Value,
	{ array, axis, size }: Population,
	shape: Shape,
	replace: boolean,
	p: unknown,
	mode: SamplingMode
): Value {
	const [weights] = promoteTypes([toValue(p, 'choice')], 'inexact');
	if (avalOf(weights).shape.length !== 1 || avalOf(weights).shape[0] !== size)
		throw new ProgramError(
			'ValueError',
			`p must be None or a 1D vector with the same size as a.shape[axis]. p has shape ${shapeText(avalOf(weights).shape)} and a.shape[axis] is ${size}.`
		);
	const places = replace ? byCumulative(key, weights, shape) : byGumbel(key, weights, sizeOf(shape), mode);
	return array ? takeAlong(array, places, axis) : places;
}

function byCumulative(key: Value, weights: Value, shape: Shape): Value {
	const total = cumsum(weights);
	const { dtype, shape: sizes } = avalOf(total);
	const last = reshape(slice(total, [sizes[0] - 1], sizes), []);
	const drawn = binary('sub', constant(1, dtype), uniform(key, shape, dtype));
	return searchsorted(total, mul(last, drawn));
}

/** The largest of log p + Gumbel noise are a sample without replacement. */
function byGumbel(key: Value, weights: Value, draws: number, mode: SamplingMode): Value {
	const noise = gumbel(key, avalOf(weights).shape, avalOf(weights).dtype, mode);
	return topK(add(noise, unary('log', weights)), BigInt(draws))[1];
}

function shaped(drawn: Value, { array, axis }: Population, shape: Shape): Value {
	if (!array) return reshape(drawn, shape);
	const own = avalOf(array).shape;
	return reshape(drawn, [...own.slice(0, axis), ...shape, ...own.slice(axis + 1)]);
}

/**
 * `jax.random.categorical`: indices drawn with probabilities softmax(logits) along `axis`. Without replacement the
 * `shape` draws of one distribution differ.
 */
export function categorical(
	given: Value,
	logits: unknown,
	axis: unknown = -1n,
	shape: Shape | null = null,
	replace = true,
	mode: SamplingMode = null
): Value {
	const { key } = checkKey('categorical', given);
	const [values] = promoteTypes([toValue(logits, 'categorical')], 'inexact');
	const own = avalOf(values).shape;
	const along = axisIn(axis, own.length);
	const batch = own.filter((_, i) => i !== along);
	const asked = shape ?? batch;
	checkShape('categorical', asked, batch);
	const prefix = asked.slice(0, asked.length - batch.length);
	if (!replace) return differing(key, values, along, asked, sizeOf(prefix), mode);
	const tail = asked.slice(prefix.length);
	const noiseShape = [...prefix, ...tail.slice(0, along), own[along], ...tail.slice(along)];
	const noise = gumbel(key, noiseShape, avalOf(values).dtype, mode);
	const sum = add(noise, expandDims(values, range(prefix.length)));
	return bind1('argmax', [sum], { axes: [along + prefix.length], index_dtype: 'int32' });
}

/** The `draws` greatest of logits + Gumbel noise, their places on the leading axes of `shape`. */
function differing(
	key: Value,
	logits: Value,
	axis: number,
	shape: Shape,
	draws: number,
	mode: SamplingMode
): Value {
	const { shape: own, dtype } = avalOf(logits);
	if (draws > own[axis])
		throw new ProgramError(
			'ValueError',
			`Number of samples without replacement (${draws}) cannot exceed number of categories (${own[axis]}).`
		);
	const last = own.length - 1;
	const noisy = moveAxis(add(logits, gumbel(key, own, dtype, mode)), axis, last);
	const [, places] = topK(noisy, BigInt(draws));
	return reshape(moveAxis(places, last, 0), shape);
}
