import { ProgramError } from '$lib/core/errors';
import { sizeOf, stridesOf, type Shape } from '$lib/array/shape';
import { isSequence, itemsOf, staticInt } from '../arguments';
import { axesIn, axisIn, range, reshaped, transposed } from './axes';
import { asHost } from './convert';
import { broadcastShapes, commonType, positionsIn } from './elementwise';
import { hostArray, type HostArray } from './host-array';

/** `np.reshape`: a view. */
export function reshape(a: unknown, shape: unknown): HostArray {
	const x = asHost(a);
	return x.view(reshaped(x.size, shape), range(x.size));
}

export const ravel = (a: unknown): HostArray => reshape(a, -1n);
export const flatten = (a: unknown): HostArray => {
	const x = asHost(a);
	return x.pick([x.size], range(x.size));
};

/** `np.transpose`: a view with its axes in another order, reversed by default. */
export function transpose(a: unknown, axes: unknown = null): HostArray {
	const x = asHost(a);
	const order =
		axes === null || axes === undefined ? range(x.shape.length).reverse() : axesIn(axes, x.shape.length);
	if (order.length !== x.shape.length) throw new ProgramError('ValueError', "axes don't match array");
	const { shape, positions } = transposed(x.shape, order);
	return x.view(shape, positions);
}

export function swapaxes(a: unknown, first: unknown, second: unknown): HostArray {
	const x = asHost(a);
	const order = range(x.shape.length);
	const [i, j] = [axisIn(first, order.length), axisIn(second, order.length)];
	[order[i], order[j]] = [order[j], order[i]];
	const { shape, positions } = transposed(x.shape, order);
	return x.view(shape, positions);
}

export function moveaxis(a: unknown, from: unknown, to: unknown): HostArray {
	const x = asHost(a);
	const [i, j] = [axisIn(from, x.shape.length), axisIn(to, x.shape.length)];
	const order = range(x.shape.length).filter((axis) => axis !== i);
	order.splice(j, 0, i);
	const { shape, positions } = transposed(x.shape, order);
	return x.view(shape, positions);
}

export function squeeze(a: unknown, axis: unknown = null): HostArray {
	const x = asHost(a);
	const all = axis === null || axis === undefined;
	const chosen = all ? range(x.shape.length).filter((i) => x.shape[i] === 1) : axesIn(axis, x.shape.length);
	if (chosen.some((i) => x.shape[i] !== 1))
		throw new ProgramError(
			'ValueError',
			'cannot select an axis to squeeze out which has size not equal to one'
		);
	return x.view(
		x.shape.filter((_, i) => !chosen.includes(i)),
		range(x.size)
	);
}

export function expandDims(a: unknown, axis: unknown): HostArray {
	const x = asHost(a);
	const added = isSequence(axis) ? itemsOf(axis).length : 1;
	const places = axesIn(axis, x.shape.length + added);
	const rest = [...x.shape];
	const shape = range(x.shape.length + added).map((i) => (places.includes(i) ? 1 : (rest.shift() ?? 1)));
	return x.view(shape, range(x.size));
}

export function broadcastTo(a: unknown, shape: unknown): HostArray {
	const x = asHost(a);
	const wanted = reshapeList(shape);
	const fits = broadcastShapes(x.shape, wanted);
	if (String(fits) !== String(wanted))
		throw new ProgramError(
			'ValueError',
			'operands could not be broadcast together with remapped shapes [original->remapped]'
		);
	return x.pick(wanted, range(sizeOf(wanted)).map(positionsIn(x.shape, wanted)));
}

const reshapeList = (shape: unknown): number[] =>
	(isSequence(shape) ? itemsOf(shape) : [shape]).map((n) => staticInt(n) ?? 0);

const listOf = (arrays: unknown): HostArray[] => {
	if (isSequence(arrays)) return itemsOf(arrays).map(asHost);
	const x = asHost(arrays);
	return range(x.shape[0]).map((i) => row(x, i));
};

/** The sub-array at `i` of the first axis, as a copy. */
function row(x: HostArray, i: number): HostArray {
	const size = sizeOf(x.shape.slice(1));
	return x.pick(
		x.shape.slice(1),
		range(size).map((k) => i * size + k)
	);
}

/** `np.concatenate` along an axis, or of everything flattened for None. */
export function concatenate(arrays: unknown, axis: unknown = 0n): HostArray {
	const parts = axis === null ? listOf(arrays).map(ravel) : listOf(arrays);
	if (parts.length === 0) throw new ProgramError('ValueError', 'need at least one array to concatenate');
	const rank = parts[0].shape.length;
	if (rank === 0) throw new ProgramError('ValueError', 'zero-dimensional arrays cannot be concatenated');
	const at = axisIn(axis ?? 0n, rank);
	parts.forEach((part, i) => checkJoin(parts[0], part, i, at));
	const shape = parts[0].shape.map((n, i) =>
		i === at ? parts.reduce((sum, part) => sum + part.shape[at], 0) : n
	);
	const values = new Float64Array(sizeOf(shape));
	const inner = sizeOf(shape.slice(at + 1));
	let start = 0;
	for (const part of parts) {
		const own = part.shape[at] * inner;
		for (let i = 0; i < part.size; i++)
			values[Math.floor(i / own) * shape[at] * inner + start + (i % own)] = part.exact[i];
		start += own;
	}
	return hostArray(commonType(parts), shape, values);
}

function checkJoin(first: HostArray, part: HostArray, i: number, axis: number): void {
	if (part.shape.length !== first.shape.length)
		throw new ProgramError(
			'ValueError',
			`all the input arrays must have same number of dimensions, but the array at index 0 has ${first.shape.length} dimension(s) and the array at index ${i} has ${part.shape.length} dimension(s)`
		);
	const wrong = part.shape.findIndex((n, dim) => dim !== axis && n !== first.shape[dim]);
	if (wrong >= 0)
		throw new ProgramError(
			'ValueError',
			`all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${wrong}, the array at index 0 has size ${first.shape[wrong]} and the array at index ${i} has size ${part.shape[wrong]}`
		);
}

/** `np.stack`: along a new axis. */
export function stack(arrays: unknown, axis: unknown = 0n): HostArray {
	const parts = listOf(arrays);
	if (parts.length === 0) throw new ProgramError('ValueError', 'need at least one array to stack');
	if (parts.some((part) => String(part.shape) !== String(parts[0].shape)))
		throw new ProgramError('ValueError', 'all input arrays must have the same shape');
	const at = axisIn(axis, parts[0].shape.length + 1);
	return concatenate(
		parts.map((part) => expandDims(part, BigInt(at))),
		BigInt(at)
	);
}

/** At least `rank` axes, as `atleast_1d` and `atleast_2d` add them. */
export function atLeast(a: unknown, rank: number): HostArray {
	const x = asHost(a);
	const lead = Math.max(0, rank - x.shape.length);
	return x.view([...new Array<number>(lead).fill(1), ...x.shape], range(x.size));
}

export const vstack = (arrays: unknown): HostArray =>
	concatenate(
		listOf(arrays).map((part) => atLeast(part, 2)),
		0n
	);
export const hstack = (arrays: unknown): HostArray => {
	const parts = listOf(arrays).map((part) => atLeast(part, 1));
	return concatenate(parts, parts[0]?.shape.length === 1 ? 0n : 1n);
};
export const columnStack = (arrays: unknown): HostArray =>
	concatenate(
		listOf(arrays).map((part) => (part.shape.length < 2 ? transpose(atLeast(part, 2)) : part)),
		1n
	);

/** `np.tile`. */
export function tile(a: unknown, reps: unknown): HostArray {
	const counts = reshapeList(reps);
	const x = atLeast(a, counts.length);
	const times = [...new Array<number>(x.shape.length - counts.length).fill(1), ...counts];
	const shape = x.shape.map((n, axis) => n * times[axis]);
	const [own, strides] = [stridesOf(x.shape), stridesOf(shape)];
	const at = (i: number): number =>
		shape.reduce(
			(sum, _, axis) => sum + ((Math.floor(i / strides[axis]) % shape[axis]) % x.shape[axis]) * own[axis],
			0
		);
	return x.pick(shape, range(sizeOf(shape)).map(at));
}

/** `np.repeat`: each element, or each place along `axis`, so many times. */
export function repeat(a: unknown, repeats: unknown, axis: unknown = null): HostArray {
	const given = asHost(a);
	const x = axis === null ? ravel(given) : given;
	const at = axis === null ? 0 : axisIn(axis, x.shape.length);
	const counts = asHost(repeats).exact;
	const places = range(x.shape[at]).flatMap((i) => new Array<number>(counts[i % counts.length]).fill(i));
	return takeAlong(x, places, at);
}

/** The places `places` of axis `axis`, in that order. */
export function takeAlong(x: HostArray, places: readonly number[], axis: number): HostArray {
	const inner = sizeOf(x.shape.slice(axis + 1));
	const outer = sizeOf(x.shape.slice(0, axis));
	const positions = range(outer).flatMap((o) =>
		places.flatMap((place) => range(inner).map((k) => (o * x.shape[axis] + place) * inner + k))
	);
	const shape = x.shape.map((n, i) => (i === axis ? places.length : n));
	return x.pick(shape, positions);
}

/** `np.flip` over one axis, several, or all. */
export function flip(a: unknown, axis: unknown = null): HostArray {
	const x = asHost(a);
	return axesIn(axis, x.shape.length).reduce(
		(turned, at) => takeAlong(turned, range(turned.shape[at]).reverse(), at),
		x
	);
}

/** `np.roll` over one axis, or over the flattened array. */
export function roll(a: unknown, shift: unknown, axis: unknown = null): HostArray {
	const x = asHost(a);
	const by = staticInt(shift) ?? 0;
	const turn = (n: number): number[] => range(n).map((i) => (((i - by) % n) + n) % n);
	if (axis === null || axis === undefined) return x.pick(x.shape, turn(x.size));
	const at = axisIn(axis, x.shape.length);
	return takeAlong(x, turn(x.shape[at]), at);
}

/** `np.split` into equal parts, or at given places. */
export function split(a: unknown, parts: unknown, axis: unknown = 0n, equal = true): HostArray[] {
	const x = asHost(a);
	const at = axisIn(axis, x.shape.length);
	const n = x.shape[at];
	const count = staticInt(parts);
	const cuts = count === null ? reshapeList(parts) : evenCuts(n, count, equal);
	const bounds = [0, ...cuts.map((cut) => Math.min(cut, n)), n];
	return bounds.slice(1).map((end, i) =>
		takeAlong(
			x,
			range(Math.max(0, end - bounds[i])).map((k) => k + bounds[i]),
			at
		)
	);
}

function evenCuts(n: number, count: number, equal: boolean): number[] {
	if (equal && n % count !== 0)
		throw new ProgramError('ValueError', 'array split does not result in an equal division');
	const [base, extra] = [Math.floor(n / count), n % count];
	return range(count - 1).map((i) => (i + 1) * base + Math.min(i + 1, extra));
}

/** `np.pad` with one constant: (before, after) for each axis, or one pair or number for all. */
export function pad(a: unknown, width: unknown, value = 0): HostArray {
	const x = asHost(a);
	const widths = asHost(width);
	const at = positionsIn(widths.shape, broadcastShapes(widths.shape, [x.shape.length, 2]));
	const around: [number, number][] = range(x.shape.length).map((axis) => [
		widths.exact[at(2 * axis)],
		widths.exact[at(2 * axis + 1)]
	]);
	const shape = x.shape.map((n, axis) => n + around[axis][0] + around[axis][1]);
	const [strides, own] = [stridesOf(shape), stridesOf(x.shape)];
	const values = range(sizeOf(shape)).map((i) => {
		const place = shape.map((n, axis) => (Math.floor(i / strides[axis]) % n) - around[axis][0]);
		return place.every((k, axis) => k >= 0 && k < x.shape[axis]) ? x.exact[dot(place, own)] : value;
	});
	return hostArray(x.host, shape, values);
}

const dot = (a: readonly number[], b: Shape): number => a.reduce((sum, v, i) => sum + v * b[i], 0);
