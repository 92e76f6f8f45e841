import { ProgramError } from '$lib/core/errors';
import { sizeOf } from '$lib/array/shape';
import { staticInt } from '../arguments';
import { isScalar, type PyScalar } from '../values';
import { range, shapeFrom } from './axes';
import { asHost, soleValue } from './convert';
import { hostArray, type HostArray } from './host-array';
import { scalarKind, type HostDType } from './host-dtype';
import { broadcastShapes, positionsIn } from './elementwise';

/** An array of one value. */
export function full(shape: unknown, value: unknown, dtype: HostDType | null = null): HostArray {
	const sizes = shapeFrom(shape);
	const filled = asHost(value);
	const at = positionsIn(filled.shape, broadcastShapes(filled.shape, sizes));
	return hostArray(
		dtype ?? filled.host,
		sizes,
		Array.from({ length: sizeOf(sizes) }, (_, i) => filled.exact[at(i)])
	);
}

export const zeros = (shape: unknown, dtype: HostDType | null = null): HostArray =>
	full(shape, 0, dtype ?? 'float64');
export const ones = (shape: unknown, dtype: HostDType | null = null): HostArray =>
	full(shape, 1, dtype ?? 'float64');

/** `zeros_like`, `ones_like`, `full_like`. */
export function fullLike(a: unknown, value: unknown, dtype: HostDType | null = null): HostArray {
	const x = asHost(a);
	return full(x.shape.map(BigInt), value, dtype ?? x.host);
}

/** A Python number of an argument, keeping int and float apart. */
function numberOf(x: unknown): PyScalar {
	if (isScalar(x)) return x;
	const host = asHost(x);
	if (host.size !== 1)
		throw new ProgramError('TypeError', 'only 0-dimensional arrays can be converted to Python scalars');
	return host.host.startsWith('float') ? soleValue(host) : BigInt(soleValue(host));
}

/** `np.arange`: int64 from integers, float64 otherwise. */
export function arange(start: unknown, stop: unknown, step: unknown, dtype: HostDType | null): HostArray {
	const only = stop === null || stop === undefined;
	const given = [only ? 0n : start, only ? start : stop, step ?? 1n].map(numberOf);
	const [low, high, by] = given.map(Number);
	if (by === 0) throw new ProgramError('ZeroDivisionError', 'division by zero');
	const n = Math.max(0, Math.ceil((high - low) / by));
	const host =
		dtype ??
		given.map(scalarKind).reduce((a, b) => (a === 'float64' || b === 'float64' ? 'float64' : 'int64'));
	return hostArray(
		host,
		[n],
		range(n).map((i) => low + i * by)
	);
}

/** `np.linspace`; the last value is `stop` itself where it is included. */
export function linspace(
	start: unknown,
	stop: unknown,
	num = 50,
	endpoint = true,
	dtype: HostDType | null = null
): HostArray {
	const [low, high] = [Number(numberOf(start)), Number(numberOf(stop))];
	if (num < 0) throw new ProgramError('ValueError', `Number of samples, ${num}, must be non-negative.`);
	const gaps = endpoint ? num - 1 : num;
	const step = (high - low) / gaps;
	const values = range(num).map((i) => (gaps > 0 ? i * step : 0) + low);
	if (endpoint && num > 1) values[num - 1] = high;
	return hostArray(dtype ?? 'float64', [num], values);
}

export function logspace(start: unknown, stop: unknown, num = 50, endpoint = true, base = 10): HostArray {
	const powers = linspace(start, stop, num, endpoint);
	return hostArray(
		'float64',
		powers.shape,
		powers.exact.map((x) => base ** x)
	);
}

export function eye(
	n: unknown,
	m: unknown = null,
	k: unknown = 0n,
	dtype: HostDType | null = null
): HostArray {
	const [rows] = shapeFrom(n);
	const columns = m === null || m === undefined ? rows : shapeFrom(m)[0];
	const shift = staticInt(k) ?? 0;
	const values = range(rows * columns).map((i) => Number((i % columns) - Math.floor(i / columns) === shift));
	return hostArray(dtype ?? 'float64', [rows, columns], values);
}

/** `np.meshgrid` with Cartesian (`xy`) or matrix (`ij`) indexing. */
export function meshgrid(vectors: readonly unknown[], indexing: unknown): HostArray[] {
	const parts = vectors.map(asHost);
	const order = range(parts.length);
	if (indexing !== 'ij' && parts.length > 1) [order[0], order[1]] = [1, 0];
	const shape = order.map((i) => parts[i].size);
	return parts.map((part, i) => {
		const own = order.map((j) => (j === i ? part.size : 1));
		const at = positionsIn(own, shape);
		return part.pick(shape, range(sizeOf(shape)).map(at));
	});
}

/** `np.tri`'s masks: what is on or below (`tril`), on or above (`triu`) diagonal `k`. */
const triangle =
	(keep: (column: number, row: number, k: number) => boolean) =>
	(a: unknown, k: unknown = 0n): HostArray => {
		const x = asHost(a);
		const columns = x.shape[x.shape.length - 1];
		const rows = x.shape[x.shape.length - 2];
		const shift = staticInt(k) ?? 0;
		const values = x.exact.map((v, i) => (keep(i % columns, Math.floor(i / columns) % rows, shift) ? v : 0));
		return hostArray(x.host, x.shape, values);
	};

export const tril = triangle((column, row, k) => column <= row + k);
export const triu = triangle((column, row, k) => column >= row + k);

/** `np.diag`: a vector on a diagonal, or a matrix's diagonal. */
export function diag(a: unknown, k: unknown = 0n): HostArray {
	const x = asHost(a);
	const shift = staticInt(k) ?? 0;
	if (x.shape.length === 1) {
		const n = x.size + Math.abs(shift);
		const values = new Float64Array(n * n);
		x.exact.forEach((v, i) => (values[(i + Math.max(0, -shift)) * n + i + Math.max(0, shift)] = v));
		return hostArray(x.host, [n, n], values);
	}
	if (x.shape.length !== 2) throw new ProgramError('ValueError', 'Input must be 1- or 2-d.');
	const [rows, columns] = x.shape;
	const positions = range(rows)
		.filter((row) => row + shift >= 0 && row + shift < columns)
		.map((row) => row * columns + row + shift);
	return x.pick([positions.length], positions);
}
