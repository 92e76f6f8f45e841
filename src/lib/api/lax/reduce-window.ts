import { bitsOf, isFloat, kindOf, type DType } from '$lib/array/dtype';
import type { Fn } from '$lib/core/fn';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { broadcastTo } from '../broadcast';
import { leafValue } from '../leaf';
import { toValue } from '../values';
import { numbers } from './movement';
import { paddingOf, placesOf, underWindow, type Window } from './window-slices';

type Join = (a: Value, b: Value) => Value;

/** The larger (smaller) of two, the first of equals: a derivative goes to it alone, as in JAX. */
const first =
	(op: 'ge' | 'le'): Join =>
	(a, b) =>
		ops.select(ops.binary('or', ops.binary(op, a, b), ops.binary('ne', a, a)), b, a);

const joins: Readonly<Record<string, Join>> = {
	add: ops.add,
	mul: ops.mul,
	max: first('ge'),
	min: first('le')
};

const lists = (given: unknown, rank: number): number[] =>
	given === null ? new Array<number>(rank).fill(1) : numbers(given);

/** `lax.reduce_window` by a function of two values: what lies under each stand of a window, put together in order. */
export function reduceWindow(
	operand: unknown,
	initial: unknown,
	f: Fn,
	size: unknown,
	strides: unknown,
	padding: unknown,
	baseDilation: unknown = null,
	dilation: unknown = null
): Value {
	const x = toValue(operand, 'reduce_window');
	const { shape, dtype } = avalOf(x);
	const [sizes, steps, base, wide] = [size, strides, baseDilation, dilation].map((each) =>
		lists(each, shape.length)
	);
	const stretched = shape.map((n, axis) => (n - 1) * base[axis] + 1);
	const window: Window = {
		size: sizes,
		strides: steps,
		padding: paddingOf(padding, stretched, sizes, steps, wide),
		baseDilation: base,
		dilation: wide
	};
	const start = ops.convert(toValue(initial, 'reduce_window', 1), dtype);
	const known = Object.hasOwn(joins, f.name) ? joins[f.name] : null;
	const join: Join = known ?? ((a, b) => leafValue(f.call([a, b])));
	const parts = underWindow(x, window, fillerOf(f.name, dtype)).map(({ value }) => value);
	return parts.reduce(join, broadcastTo(start, placesOf(shape, window)));
}

/** What lies beside the operand changes nothing; under other functions than these it is their initial value. */
function fillerOf(name: string, dtype: DType): number {
	if (name === 'mul') return 1;
	if (name !== 'max' && name !== 'min') return 0;
	const [low, high] = extremesOf(dtype);
	return name === 'max' ? low : high;
}

function extremesOf(dtype: DType): [number, number] {
	if (isFloat(dtype)) return [-Infinity, Infinity];
	if (dtype === 'bool') return [0, 1];
	const half = 2 ** (bitsOf(dtype) - 1);
	return kindOf(dtype) === 'i' ? [-half, half - 1] : [0, 2 * half - 1];
}
