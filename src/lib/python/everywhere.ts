import { NDArray } from '$lib/array/ndarray';
import { sameShape, sizeOf } from '$lib/array/shape';
import { wordsOf } from '$lib/array/dtype';
import { leafOrNull } from '$lib/api/leaf';
import { typeName } from '$lib/api/python-type';
import { vmap } from '$lib/api/vmap/vmap';
import { Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { NativeFn, type Fn } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import { convert, stack } from '$lib/core/ops';
import { promote } from '$lib/core/promote';
import { flatten, unflatten } from '$lib/core/tree';

/** A leaf of an argument that differs by step or by lane: these are leading axes of the array, in this order. */
export class Spread<V extends Value = NDArray> {
	constructor(
		readonly array: V,
		readonly steps: boolean,
		readonly lanes: boolean
	) {}
}

/** How many steps and lanes there are; null where all lanes share the result. */
export interface Extent {
	readonly steps: number;
	readonly lanes: number | null;
}

/**
 * Calls `fn` for every step and lane at once. Arguments are pytrees whose leaves may be `Spread`. The result has axes for
 * steps and, unless they share it, lanes in front. Throws what `fn` throws when it is traced.
 */
export function everywhere(fn: Fn, args: readonly unknown[], { steps, lanes }: Extent): NDArray {
	const { row, spread, over } = takenApart(fn, args, lanes);
	return concrete(over(row, 'steps', steps).call(spread.map(({ array }) => array)));
}

/** The same for all lanes of one step; the leaves may be traced, and the result then is. */
export function everyLane(fn: Fn, args: readonly unknown[], lanes: number | null): Value {
	const { row, spread } = takenApart(fn, args, lanes);
	return oneValue(row.call(spread.map(({ array }) => array)));
}

/** Of `fn` at its arguments a function of the spread ones alone, for all lanes, and what maps it over more. */
function takenApart(
	fn: Fn,
	args: readonly unknown[],
	lanes: number | null
): {
	readonly row: Fn;
	readonly spread: readonly Spread<Value>[];
	readonly over: (inner: Fn, axis: 'steps' | 'lanes', size: number) => Fn;
} {
	const { leaves, def } = flatten(new Tuple(args));
	const spread = leaves.filter((leaf): leaf is Spread<Value> => leaf instanceof Spread);
	const one = new NativeFn(fn.name, (rows) => {
		let next = 0;
		const filled = leaves.map((leaf) => (leaf instanceof Spread ? rows[next++] : leaf));
		return oneValue(fn.call((unflatten(def, filled) as Tuple).items));
	});
	const over = (inner: Fn, axis: 'steps' | 'lanes', size: number): Fn =>
		vmap(inner, {
			inAxes: new Tuple(spread.map((leaf) => (leaf[axis] ? 0n : null))),
			axisSize: BigInt(size)
		});
	return { row: lanes === null ? one : over(one, 'lanes', lanes), spread, over };
}

/** The same one step and lane after the other, for what cannot be traced. */
export function oneByOne(fn: Fn, args: readonly unknown[], { steps, lanes }: Extent): NDArray {
	const { leaves, def } = flatten(new Tuple(args));
	const values: NDArray[] = [];
	for (let step = 0; step < steps; step++)
		for (let lane = 0; lane < (lanes ?? 1); lane++) {
			const filled = leaves.map((leaf) => (leaf instanceof Spread ? cellOf(leaf, step, lane) : leaf));
			values.push(concrete(oneValue(fn.call((unflatten(def, filled) as Tuple).items))));
		}
	const { dtype, shape, data, weak } = together(values);
	const leading = lanes === null ? [steps] : [steps, lanes];
	return new NDArray(dtype, [...leading, ...shape.slice(1)], data, weak);
}

function cellOf({ array, steps, lanes }: Spread, step: number, lane: number): NDArray {
	const shape = array.shape.slice(Number(steps) + Number(lanes));
	const slots = sizeOf(shape) * wordsOf(array.dtype);
	const row = (steps ? step : 0) * (lanes ? array.shape[Number(steps)] : 1) + (lanes ? lane : 0);
	return new NDArray(array.dtype, shape, array.data.subarray(row * slots, (row + 1) * slots), array.weak);
}

/** Values of one shape as rows of one array, of the type they meet in. */
function together(values: readonly NDArray[]): NDArray {
	const [first] = values;
	const odd = values.find(({ shape }) => !sameShape(shape, first.shape));
	if (odd)
		throw new ProgramError(
			'ValueError',
			`the expression gives values of shapes (${first.shape.join(', ')}) and (${odd.shape.join(', ')})`
		);
	const { dtype, weak } = promote(distinct(values).map(avalOf));
	const same = values.map((value) => (value.dtype === dtype ? value : concrete(convert(value, dtype, weak))));
	const { data, shape } = concrete(stack(same, 0));
	return new NDArray(dtype, shape, data, weak);
}

/** One value of each type. */
const distinct = (values: readonly NDArray[]): NDArray[] => [
	...new Map(values.map((value) => [`${value.dtype} ${value.weak}`, value])).values()
];

function oneValue(result: unknown): Value {
	const value = leafOrNull(result);
	if (value) return value;
	throw new ProgramError(
		'TypeError',
		result === null ? 'the expression gives None' : `the expression gives a ${typeName(result)}`,
		{ why: 'Only numbers, booleans and arrays of them have a history.', ...adviceFor(result) }
	);
}

function adviceFor(result: unknown): { instead?: string } {
	if (Array.isArray(result)) return { instead: 'jnp.array([...]) makes one value of a list.' };
	if (result instanceof Tuple) return { instead: 'Ask for one of its parts, as in name[0].' };
	return typeof result === 'object' ? { instead: 'Ask for one of its parts.' } : {};
}

function concrete(value: unknown): NDArray {
	if (value instanceof NDArray) return value;
	throw new Error('internal: a value that is not there yet');
}
