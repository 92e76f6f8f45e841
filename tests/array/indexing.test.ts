import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DType } from '$lib/array/dtype';
import { dynamicSlice, dynamicUpdateSlice } from '$lib/array/kernels/dynamic';
import { gather, gatherShape, type GatherDims, type IndexMode } from '$lib/array/kernels/gather';
import { scatter, type ScatterDims, type ScatterOp } from '$lib/array/kernels/scatter';
import { at, filled, indices, shapes } from './naive';
import { array, i32, numbers, run } from './run';

interface Common {
	readonly dtype: DType;
	readonly indexDtype: DType;
	readonly operand: readonly number[];
	readonly data: readonly number[];
	readonly indices: readonly number[];
	readonly index: readonly number[];
	readonly mode: IndexMode;
	readonly shape: readonly number[];
	readonly y: readonly (number | 'nan')[];
}
type GatherCase = Common & { kind: 'gather'; dims: GatherDims; sliceSizes: number[]; fill: number | null };
type ScatterCase = Common & {
	kind: 'scatter';
	dims: ScatterDims;
	op: ScatterOp;
	updates: number[];
	update: number[];
};

/** What JAX 0.10.2 gave for random dimension numbers, modes and indices in and out of range. */
const cases = readFileSync(new URL('data/indexing.jsonl', import.meta.url), 'utf8')
	.trim()
	.split('\n')
	.map((line) => JSON.parse(line) as GatherCase | ScatterCase);

const expected = (c: Common): number[] => c.y.map((v) => (v === 'nan' ? NaN : v));

describe('gather', () => {
	const all = cases.filter((c) => c.kind === 'gather');
	it.each(
		all.map((c) => [`${c.dtype}[${c.operand.join()}] at [${c.indices.join()}], ${c.mode}`, c] as const)
	)('%s', (_, c) => {
		const kernel = gather(c.dtype, c.operand, c.indices, c.dims, c.sliceSizes, c.mode, c.fill);
		expect(gatherShape(c.indices, c.dims, c.sliceSizes)).toEqual(c.shape);
		const ins = [array(c.dtype, c.operand, c.data), array(c.indexDtype, c.indices, c.index)];
		expect(numbers(run(kernel, ins, c.dtype, c.shape))).toEqual(expected(c));
	});
	it('takes keys, both words, and fills them with all bits', () => {
		const dims: GatherDims = {
			offsetDims: [],
			collapsedSliceDims: [0],
			startIndexMap: [0],
			operandBatchingDims: [],
			startIndicesBatchingDims: []
		};
		const keys = array('key<fry>', [2], [1, 2, 3, 4]);
		const kernel = gather('key<fry>', [2], [3, 1], dims, [1], 'fill_or_drop');
		const all = 4294967295;
		expect(numbers(run(kernel, [keys, array('int32', [3, 1], [1, 9, 0])], 'key<fry>', [3]))).toEqual([
			3,
			4,
			all,
			all,
			1,
			2
		]);
	});
});

describe('scatter', () => {
	const all = cases.filter((c) => c.kind === 'scatter');
	it.each(
		all.map(
			(c) => [`${c.op} ${c.dtype}[${c.operand.join()}] at [${c.indices.join()}], ${c.mode}`, c] as const
		)
	)('%s', (_, c) => {
		const kernel = scatter(c.op, c.dtype, c.operand, c.indices, c.updates, c.dims, c.mode);
		const ins = [
			array(c.dtype, c.operand, c.data),
			array(c.indexDtype, c.indices, c.index),
			array(c.dtype, c.updates, c.update)
		];
		expect(numbers(run(kernel, ins, c.dtype, c.shape))).toEqual(expected(c));
	});
	it('sets keys, both words; the last of duplicates wins', () => {
		const dims: ScatterDims = {
			updateWindowDims: [],
			insertedWindowDims: [0],
			scatterDimsToOperandDims: [0],
			operandBatchingDims: [],
			scatterIndicesBatchingDims: []
		};
		const kernel = scatter('set', 'key<fry>', [2], [2, 1], [2], dims, 'clip');
		const ins = [
			array('key<fry>', [2], [1, 2, 3, 4]),
			array('int32', [2, 1], [1, 1]),
			array('key<fry>', [2], [5, 6, 7, 8])
		];
		expect(numbers(run(kernel, ins, 'key<fry>', [2]))).toEqual([1, 2, 7, 8]);
	});
});

describe('dynamic_slice and dynamic_update_slice', () => {
	/** An array, a window no larger, and starts anywhere. */
	const windows = shapes(3, 1).chain((shape) =>
		fc.record({
			shape: fc.constant(shape),
			values: filled(shape),
			window: fc.tuple(...shape.map((n) => fc.integer({ min: 0, max: n }))),
			starts: fc.tuple(...shape.map(() => fc.integer({ min: -9, max: 9 })))
		})
	);
	const fitted = (start: number, n: number, size: number): number => Math.min(Math.max(start, 0), n - size);

	it('dynamic_slice shifts the start so that the window fits', () => {
		fc.assert(
			fc.property(windows, ({ shape, values, window, starts }) => {
				const x = array('int32', shape, values);
				const first = starts.map((start, axis) => fitted(start, shape[axis], window[axis]));
				const slice = indices(window).map((index) =>
					at(
						x,
						index.map((i, axis) => first[axis] + i)
					)
				);
				const ins = [x, ...starts.map((start) => array('int32', [], [start]))];
				expect(numbers(run(dynamicSlice('int32', shape, window), ins, 'int32', window))).toEqual(slice);
			})
		);
	});
	it('dynamic_update_slice writes the same window', () => {
		fc.assert(
			fc.property(windows, ({ shape, values, window, starts }) => {
				const x = array('int32', shape, values);
				const update = array(
					'int32',
					window,
					indices(window).map((_, i) => 100 + i)
				);
				const first = starts.map((start, axis) => fitted(start, shape[axis], window[axis]));
				const updated = indices(shape).map(
					(index) =>
						at(
							update,
							index.map((i, axis) => i - first[axis])
						) ?? at(x, index)
				);
				const ins = [x, update, ...starts.map((start) => array('int32', [], [start]))];
				expect(numbers(run(dynamicUpdateSlice('int32', shape, window), ins, 'int32', shape))).toEqual(
					updated
				);
			})
		);
	});
	it('take keys and unsigned starts', () => {
		const keys = array('key<fry>', [3], [1, 2, 3, 4, 5, 6]);
		expect(
			numbers(run(dynamicSlice('key<fry>', [3], [1]), [keys, array('uint8', [], [200])], 'key<fry>', [1]))
		).toEqual([5, 6]);
		const kernel = dynamicUpdateSlice('key<fry>', [3], [1]);
		expect(numbers(run(kernel, [keys, array('key<fry>', [1], [8, 9]), i32(0)], 'key<fry>', [3]))).toEqual([
			8, 9, 3, 4, 5, 6
		]);
	});
});
