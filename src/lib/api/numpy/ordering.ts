import { stridesOf } from '$lib/array/shape';
import { axisIn, linesAlong, range } from './axes';
import { asHost } from './convert';
import { hostArray, type HostArray } from './host-array';
import { ravel, takeAlong } from './shaping';

/** NaN last, as NumPy sorts. */
const ascending = (a: number, b: number): number =>
	Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : Number.isNaN(b) ? -1 : a - b;

/** Positions in sorted order along `axis` (flattened for None). */
function sorted(
	a: unknown,
	axis: unknown
): { x: HostArray; lines: readonly (readonly number[])[]; orders: number[][] } {
	const given = asHost(a);
	const x = axis === null ? ravel(given) : given;
	const { lines } = linesAlong(x.shape, [axis === null ? 0 : axisIn(axis, x.shape.length)]);
	const orders = lines.map((line) =>
		range(line.length).sort((i, j) => ascending(x.exact[line[i]], x.exact[line[j]]) || i - j)
	);
	return { x, lines, orders };
}

export function sort(a: unknown, axis: unknown = -1n): HostArray {
	const { x, lines, orders } = sorted(a, axis);
	const values = new Float64Array(x.size);
	lines.forEach((line, l) => line.forEach((at, i) => (values[at] = x.exact[line[orders[l][i]]])));
	return hostArray(x.host, x.shape, values);
}

export function argsort(a: unknown, axis: unknown = -1n): HostArray {
	const { x, lines, orders } = sorted(a, axis);
	const values = new Float64Array(x.size);
	lines.forEach((line, l) => line.forEach((at, i) => (values[at] = orders[l][i])));
	return hostArray('int64', x.shape, values);
}

/** The distinct values in order, with how often each occurs. */
export function unique(a: unknown): { values: HostArray; counts: HostArray } {
	const x = sort(a, null);
	const starts = range(x.size).filter((i) => i === 0 || x.exact[i] !== x.exact[i - 1]);
	const counts = starts.map((start, i) => (starts[i + 1] ?? x.size) - start);
	return { values: x.pick([starts.length], starts), counts: hostArray('int64', [starts.length], counts) };
}

/** `np.diff` along the last or a given axis. */
export function diff(a: unknown, n = 1, axis: unknown = -1n): HostArray {
	let x = asHost(a);
	const at = axisIn(axis, x.shape.length);
	for (let k = 0; k < n; k++) {
		const size = x.shape[at];
		const upper = takeAlong(
			x,
			range(size - 1).map((i) => i + 1),
			at
		);
		const lower = takeAlong(x, range(size - 1), at);
		x = hostArray(
			x.host,
			upper.shape,
			upper.exact.map((v, i) => (x.host === 'bool' ? Number(v !== lower.exact[i]) : v - lower.exact[i]))
		);
	}
	return x;
}

/** `np.searchsorted` of numbers in a sorted vector. */
export function searchsorted(a: unknown, v: unknown, side: unknown = 'left'): HostArray {
	const [x, asked] = [asHost(a), asHost(v)];
	const before = side === 'right' ? (e: number, q: number) => e <= q : (e: number, q: number) => e < q;
	const values = asked.exact.map((q) => x.exact.filter((e) => before(e, q)).length);
	return hostArray('int64', asked.shape, values, asked.shape.length === 0);
}

/** `np.nonzero`: an index vector for each axis. */
export function nonzero(a: unknown): HostArray[] {
	const x = asHost(a);
	const strides = stridesOf(x.shape);
	const found = range(x.size).filter((i) => x.exact[i] !== 0);
	return x.shape.map((n, axis) =>
		hostArray(
			'int64',
			[found.length],
			found.map((i) => Math.floor(i / strides[axis]) % n)
		)
	);
}

/** For each element the place of its value among the sorted distinct `values`. */
export function placesIn(x: HostArray, values: HostArray): HostArray {
	const places = new Map([...values.exact].map((value, i) => [value, i]));
	return hostArray(
		'int64',
		x.shape,
		[...x.exact].map((value) => places.get(value) ?? 0)
	);
}
