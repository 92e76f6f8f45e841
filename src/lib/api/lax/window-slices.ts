import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { sizeOf, type Shape } from '$lib/array/shape';
import { isSequence, itemsOf } from '../arguments';
import { scalar } from '$lib/core/ops';
import { numbers } from './movement';

/** A window that is moved over the axes of an operand: one number an axis in each list. */
export interface Window {
	readonly size: Shape;
	readonly strides: readonly number[];
	readonly padding: readonly (readonly [number, number])[];
	/** Elements of the operand are drawn apart so far, and those of the window. */
	readonly baseDilation: readonly number[];
	readonly dilation: readonly number[];
}

const spread = (n: number, dilation: number): number => (n === 0 ? 0 : (n - 1) * dilation + 1);

/** Padding as the program gave it: a name, or a pair of widths for each axis. */
export function paddingOf(
	given: unknown,
	shape: Shape,
	size: Shape,
	strides: readonly number[],
	dilation: readonly number[]
): [number, number][] {
	if (isSequence(given))
		return itemsOf(given).map((pair) => {
			const [low, high] = numbers(pair);
			return [low, high];
		});
	const name = String(given).toUpperCase();
	if (name === 'VALID') return shape.map(() => [0, 0]);
	if (name !== 'SAME' && name !== 'SAME_LOWER')
		throw new ProgramError(
			'ValueError',
			`Unrecognized padding type: expected 'VALID' or 'SAME', got ${String(given)}.`
		);
	return shape.map((n, axis) => {
		const outs = Math.ceil(n / strides[axis]);
		const all = Math.max(0, (outs - 1) * strides[axis] + spread(size[axis], dilation[axis]) - n);
		const low = name === 'SAME' ? Math.floor(all / 2) : Math.ceil(all / 2);
		return [low, all - low];
	});
}

/** How often the window fits. */
export const placesOf = (shape: Shape, window: Window): number[] =>
	shape.map((n, axis) => {
		const [low, high] = window.padding[axis];
		const room =
			spread(n, window.baseDilation[axis]) + low + high - spread(window.size[axis], window.dilation[axis]);
		return room < 0 ? 0 : Math.floor(room / window.strides[axis]) + 1;
	});

/** For each place of the window, row-major, the elements of the operand that lie under it wherever the window stands. */
export function underWindow(x: Value, window: Window, filler: number): { at: number[]; value: Value }[] {
	const { shape, dtype } = avalOf(x);
	const config = shape.map((_, axis): [number, number, number] => [
		window.padding[axis][0],
		window.padding[axis][1],
		window.baseDilation[axis] - 1
	]);
	const plain = config.every((each) => each.every((n) => n === 0));
	const padded = plain ? x : ops.pad(x, scalar(filler, dtype), config);
	const outs = placesOf(shape, window);
	return Array.from({ length: sizeOf(window.size) }, (_, i) => {
		const at = coordinates(i, window.size);
		const start = at.map((n, axis) => n * window.dilation[axis]);
		const limit = start.map((n, axis) => n + Math.max(0, (outs[axis] - 1) * window.strides[axis] + 1));
		const even = window.strides.every((stride) => stride === 1);
		return { at, value: ops.slice(padded, start, limit, even ? null : window.strides) };
	});
}

function coordinates(i: number, shape: Shape): number[] {
	const at = new Array<number>(shape.length);
	let rest = i;
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		at[axis] = rest % shape[axis];
		rest = Math.floor(rest / shape[axis]);
	}
	return at;
}
