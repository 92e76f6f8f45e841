import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import { numberFormat } from '$lib/recording/number-format';
import { changeAt, elementsAt, laneIndex, scalarAt, valueAt } from '$lib/recording/read';
import { domainOf } from '$lib/recording/summary';
import type { Column, Loop } from '$lib/recording/recording';
import { loops } from '../scene/fixture';

const carryOf = (loop: Loop, leaf = 0): Column => loop.carry[leaf].column;

/** A loop whose one carry goes through the given numbers in its only lane. */
function carrying(values: readonly number[], dtype: 'float32' | 'int32' | 'bool' = 'float32'): Loop {
	const data = dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values);
	const column: Column = {
		dtype,
		shape: [],
		weak: false,
		shared: false,
		data,
		offset: 0,
		stepStride: 1,
		laneStrides: [],
		strides: []
	};
	const length = values.length - 1;
	return {
		...loops.single(),
		length,
		recorded: length,
		carry: [{ name: 'c', column }],
		xs: [],
		ys: [],
		eqns: []
	};
}

describe('reading a column', () => {
	it('finds an entry of a lane: before step 0, then after each step', () => {
		const loop = loops.worked();
		const entries = [0, 1, 2, 3].map((t) => scalarAt(carryOf(loop), t, lane(1), loop.axes));
		expect(entries).toEqual([-Infinity, 1, 5, 5]);
	});

	it('numbers the lanes of two vmaps row by row', () => {
		const loop = loops.nested();
		expect(laneIndex(lane(4), loop.axes)).toEqual([1, 1]);
		expect(laneIndex(lane(2), loop.axes)).toEqual([0, 2]);
	});

	it('gives a matrix as an array of its own', () => {
		const loop = loops.matrix();
		const value = valueAt(carryOf(loop), 2, lane(1), loop.axes);
		expect(value.shape).toEqual([3, 4]);
		expect([...value.data]).toEqual(elementsAt(carryOf(loop), 2, lane(1), loop.axes));
	});

	it('follows strides that run through memory in another order', () => {
		const loop = loops.nested();
		const column: Column = {
			...carryOf(loop),
			shape: [2],
			data: Float32Array.from({ length: 24 }, (_, k) => k),
			offset: 1,
			stepStride: 0,
			laneStrides: [2, 4],
			strides: [12]
		};
		// lane 5 is (1, 2): 1 + 1 * 2 + 2 * 4 = 11, its second element 12 further
		expect(elementsAt(column, 3, lane(5), loop.axes)).toEqual([11, 23]);
	});

	it('tells the finite values of the whole run from what lies outside', () => {
		const loop = loops.worked();
		expect(domainOf(carryOf(loop), loop, true)).toEqual({ min: 1, max: 5, nan: false, infinite: true });
		expect(domainOf(carrying([NaN, NaN]).carry[0].column, carrying([NaN, NaN]), true).nan).toBe(true);
	});

	it.each([
		[[1, 2], 'up'],
		[[2, 1], 'down'],
		[[2, 2], null],
		[[NaN, NaN], null],
		[[0, NaN], 'changed'],
		[[0, -0], 'changed'],
		[[-Infinity, 3], 'up']
	] as const)('from %j: %s', (values, change) => {
		const loop = carrying(values);
		expect(changeAt(carryOf(loop), 0, lane(0), loop.axes)).toBe(change);
	});
});

describe('numbers as they are shown', () => {
	const shown = (values: readonly number[], dtype?: 'float32' | 'int32' | 'bool'): string[] => {
		const loop = carrying(values, dtype);
		const format = numberFormat(carryOf(loop), loop, true);
		return [...carryOf(loop).data].map(format.text);
	};

	it.each([
		[
			[3, -Infinity, 4],
			['3', '−∞', '4']
		],
		[
			[Infinity, NaN, -0],
			['∞', 'NaN', '-0']
		],
		[
			[0.5, 1, 2.25],
			['0.50', '1.00', '2.25']
		],
		[
			[0.1, 0.2],
			['0.1', '0.2']
		],
		[
			[-2.125, 3e-6, 0.004, 1.5],
			['-2.13', '3e-6', '0.004', '1.50']
		],
		[
			[4e5, 0.5, 1],
			['4.00e5', '5.00e-1', '1.00e0']
		],
		[
			[1 / 3, 12.5],
			['0.33', '12.50']
		],
		[
			[1234.5, 0.25],
			['1235', '0.3']
		],
		[
			[1e-8, 3e-8],
			['1.00e-8', '3.00e-8']
		],
		[
			[2.5e7, 1],
			['2.50e7', '1.00e0']
		],
		[
			[0.004, 5.5],
			['0.004', '5.50']
		]
	])('%j', (values, texts) => {
		expect(shown(values)).toEqual(texts);
	});

	it('writes integers and booleans as they are', () => {
		expect(shown([2147483647, -7], 'int32')).toEqual(['2147483647', '-7']);
		expect(shown([1, 0], 'bool')).toEqual(['True', 'False']);
	});

	it('has an exact text that reads back as the same float32', () => {
		fc.assert(
			fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
				const loop = carrying([value]);
				const text = numberFormat(carryOf(loop), loop, true).exact(value);
				expect(Math.fround(Number(text))).toBe(value);
			})
		);
	});

	it('never shows a number that is not nought as nought, and is hardly shorter than it says', () => {
		const small = fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: 0, max: 6 }));
		const value = fc.oneof(
			fc.float({ noNaN: true, noDefaultInfinity: true }),
			small.map(([n, digits]) => Math.fround(n / 10 ** digits))
		);
		const values = fc.array(value, { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(values, (some) => {
				const loop = carrying(some);
				const format = numberFormat(carryOf(loop), loop, true);
				for (const value of some) {
					const text = format.text(value);
					expect(Number(text) === 0).toBe(value === 0);
				}
				const longest = Math.max(...some.map((value) => format.text(value).length));
				expect(format.chars).toBeGreaterThanOrEqual(longest);
				expect(format.chars).toBeLessThanOrEqual(longest + 1);
			})
		);
	});
});
