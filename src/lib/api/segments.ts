import { ProgramError } from '$lib/core/errors';
import { Tracer, avalOf, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { Scatter } from '$lib/core/primitive';
import { isFloat, type DType } from '$lib/array/dtype';
import { concretizationError, index, range } from './arguments';
import { integerRange, toValue } from './values';

const identities: Readonly<Partial<Record<Scatter, (dtype: DType) => number>>> = {
	scatter_add: () => 0,
	scatter_mul: () => 1,
	scatter_max: (dtype) => (isFloat(dtype) ? -Infinity : Number(integerRange(dtype).low)),
	scatter_min: (dtype) => (isFloat(dtype) ? Infinity : Number(integerRange(dtype).high))
};

const segment =
	(name: string, op: Scatter) =>
	(data: unknown, ids: unknown, count: unknown = null): Value => {
		const values = toValue(data, name);
		const places = toValue(ids, name, 1);
		const size = count === null ? segmentsIn(places) : index(count, 'segment_sum() `num_segments` argument.');
		if (size < 0) throw new ProgramError('ValueError', 'num_segments must be non-negative.');
		const { shape, dtype } = avalOf(values);
		const start = ops.full([size, ...shape.slice(1)], identities[op]?.(dtype) ?? 0, dtype);
		return scattered(op, start, places, values);
	};

/** Rows out of range, negative ones too, are dropped. */
function scattered(op: Scatter, start: Value, places: Value, values: Value): Value {
	const { shape } = avalOf(places);
	const dimension_numbers = {
		update_window_dims: range(avalOf(values).shape.length).slice(shape.length),
		inserted_window_dims: [0],
		scatter_dims_to_operand_dims: [0],
		operand_batching_dims: [],
		scatter_indices_batching_dims: []
	};
	const params = {
		dimension_numbers,
		indices_are_sorted: false,
		unique_indices: false,
		mode: 'fill'
	} as const;
	return bind1(op, [start, ops.expandDims(places, [shape.length]), values], params);
}

/** One more than the greatest number of a segment. */
function segmentsIn(ids: Value): number {
	if (ids instanceof Tracer)
		throw concretizationError(ids, 'segment_sum() needs num_segments where its ids are traced.');
	return [...ids.data].reduce((most, id) => Math.max(most, id + 1), 0);
}

/** `jax.ops.segment_sum` and its kin: rows of `data` with the same id taken together; ids out of range are dropped. */
export const segmentSum = segment('segment_sum', 'scatter_add');
export const segmentProd = segment('segment_prod', 'scatter_mul');
export const segmentMax = segment('segment_max', 'scatter_max');
export const segmentMin = segment('segment_min', 'scatter_min');
