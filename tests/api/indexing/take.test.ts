import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ellipsis, Slice, tuple } from '$lib/core/containers';
import { aval } from '$lib/core/aval';
import { getItem } from '$lib/api/indexing/take';
import { update } from '$lib/api/indexing/update';
import { arrayFrom } from '$lib/api/values';
import { traceToJaxpr } from '$lib/transforms/make-jaxpr';
import { printJaxpr } from '$lib/core/print-jaxpr';
import { concrete, floats, ints, jaxprOf, plain } from '../support';

const shape = [3, 4, 2];
const cube = floats([0, 1, 2].map((i) => [0, 1, 2, 3].map((j) => [0, 1].map((k) => 100 * i + 10 * j + k))));

/** The places a basic index selects on one axis, as Python counts them. */
function placesOf(index: bigint | Slice, size: number): number[] {
	const all = Array.from({ length: size }, (_, i) => i);
	if (!(index instanceof Slice)) return [Number(index < 0n ? Number(index) + size : index)];
	const step = Number(index.step ?? 1n);
	const ordered = step > 0 ? all : [...all].reverse();
	const bound = (x: unknown): number | null =>
		x === null ? null : Number(x) < 0 ? Number(x) + size : Number(x);
	const [start, stop] = [bound(index.start), bound(index.stop)];
	const before = (a: number, b: number): boolean => (step > 0 ? a < b : a > b);
	const inside = ordered.filter(
		(i) => (start === null || !before(i, start)) && (stop === null || before(i, stop))
	);
	return inside.filter((_, i) => i % Math.abs(step) === 0);
}

const slice = (size: number) =>
	fc
		.tuple(
			fc.option(fc.bigInt({ min: BigInt(-size), max: BigInt(size) })),
			fc.option(fc.bigInt({ min: BigInt(-size), max: BigInt(size) })),
			fc.constantFrom(null, 1n, 2n, -1n, -2n, 3n)
		)
		.map(([start, stop, step]) => new Slice(start, stop, step));
const place = (size: number) => fc.bigInt({ min: BigInt(-size), max: BigInt(size - 1) });
const basic = fc.tuple(...shape.map((size) => fc.oneof(place(size), slice(size))));

describe('reading', () => {
	test('integers and slices read what Python’s lists would', () => {
		fc.assert(
			fc.property(basic, (index) => {
				const places = index.map((each, axis) => placesOf(each, shape[axis]));
				const nested = places[0].map((i) => places[1].map((j) => places[2].map((k) => 100 * i + 10 * j + k)));
				const drop = (x: unknown, axis: number): unknown => {
					if (axis === 3 || !Array.isArray(x)) return x;
					const inner = x.map((part) => drop(part, axis + 1));
					return index[axis] instanceof Slice ? inner : inner[0];
				};
				const expected = drop(nested, 0);
				const got = getItem(cube, tuple(...index));
				// A dropped axis after an empty one leaves no trace in nested lists.
				if (!concrete(got).shape.includes(0)) expect(plain(got)).toEqual(expected);
				else expect(places.some((list) => list.length === 0)).toBe(true);
			})
		);
	});

	test('index arrays next to each other stay in place, others move to the front', () => {
		const [rows, columns] = [ints([0, 2]), ints([1, 3])];
		expect(plain(getItem(cube, tuple(rows, columns)))).toEqual([[10, 11], [230, 231]]); // prettier-ignore
		expect(plain(getItem(cube, tuple(new Slice(null, null, null), columns, ints([0, 1]))))).toEqual([
			[10, 31],
			[110, 131],
			[210, 231]
		]);
		const apart = getItem(cube, tuple(rows, new Slice(null, null, null), ints([0, 1])));
		expect(plain(apart)).toEqual([[0, 10, 20, 30], [201, 211, 221, 231]]); // prettier-ignore
	});

	test('None and … add and stand for axes', () => {
		expect(concrete(getItem(cube, tuple(Ellipsis, null))).shape).toEqual([3, 4, 2, 1]);
		expect(concrete(getItem(cube, tuple(null, 0n, Ellipsis, 0n))).shape).toEqual([1, 4]);
	});

	test('places out of range clamp, once counted from the end', () => {
		const x = floats([1, 2, 3]);
		expect([5n, -4n].map((at) => plain(getItem(x, at)))).toEqual([3, 1]);
		expect(plain(getItem(x, ints([5, -1, -9])))).toEqual([3, 3, 1]);
		expect(plain(getItem(x, ints([5]), { mode: 'fill' }))).toEqual([NaN]);
	});

	test('masks select; their shape has to fit', () => {
		const x = floats([1, 2, 3]);
		const flags = arrayFrom([true, false, true]);
		expect(plain(getItem(x, flags))).toEqual([1, 3]);
		expect(() => getItem(floats([1, 2]), flags)).toThrow(
			'boolean index did not match shape of indexed array in index 0: got (3,), expected [2]'
		);
	});

	test('what is no index is refused in JAX’s words', () => {
		expect(() => getItem(cube, [0n, 1n])).toThrow('use `arr[array(seq)]` instead of `arr[seq]`');
		expect(() => getItem(cube, tuple(0n, 0n, 0n, 0n))).toThrow(
			'Too many indices: array is 3-dimensional, but 4 were indexed'
		);
		expect(() => getItem(cube, 1.5)).toThrow('got indexer with type float64');
		expect(() => getItem(cube, 'x')).toThrow("JAX does not support string indexing; got idx='x'");
	});
});

describe('the equations of reading', () => {
	test('known places are a slice', () => {
		expect(jaxprOf((x) => getItem(x, 0n))).toContain(
			'slice[limit_indices=(1,) start_indices=(0,) strides=None] a'
		);
		expect(jaxprOf((x) => getItem(x, new Slice(null, null, -1n)))).toBe(
			'{ lambda ; a:f32[3]. let b:f32[3] = rev[dimensions=(0,)] a in (b,) }'
		);
	});

	test('a traced place is a dynamic_slice of one', () => {
		const { jaxpr } = traceToJaxpr((x, i) => [getItem(x, i)], [aval('float32', [3]), aval('int32', [])]);
		expect(jaxpr.eqns.map(({ primitive }) => primitive)).toEqual([
			'lt',
			'add',
			'select_n',
			'dynamic_slice',
			'squeeze'
		]);
		expect(printJaxpr(jaxpr)).toContain('select_n c b d');
	});

	test('a traced bound is refused', () => {
		expect(() =>
			traceToJaxpr(
				(x, i) => [getItem(x, new Slice(null, i, null))],
				[aval('float32', [3]), aval('int32', [])]
			)
		).toThrow(
			'Slice entries must be static integers. Got slice(None, JitTracer(int32[]), None) at position 0'
		);
	});
});

describe('writing', () => {
	const x = floats([1, 2, 3]);

	test('writes where reading would read', () => {
		fc.assert(
			fc.property(basic, (index) => {
				const written = update('scatter', cube, tuple(...index), -1);
				const read = getItem(written, tuple(...index));
				expect(new Set(concrete(read).data)).toEqual(new Set(concrete(read).size === 0 ? [] : [-1]));
				const changed = [...concrete(written).data].filter((n) => n === -1).length;
				expect(changed).toBe(concrete(read).size);
			})
		);
	});

	test('adds every time a place is named, drops places out of range', () => {
		expect(plain(update('scatter_add', x, ints([0, 0, 2]), 10))).toEqual([21, 2, 13]);
		expect(plain(update('scatter', x, ints([1, 7]), 9))).toEqual([1, 9, 3]);
		expect(plain(update('scatter_max', x, 0n, 5n))).toEqual([5, 2, 3]);
	});
});
