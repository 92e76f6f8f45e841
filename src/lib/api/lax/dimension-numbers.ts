import { ProgramError } from '$lib/core/errors';
import { NamedTuple, type NamedTupleType } from '$lib/core/containers';
import { bind1, avalOf, type Value } from '$lib/core/interpreter';
import { convert } from '$lib/core/ops';
import type { GatherDims, GatherMode, Scatter, ScatterDims } from '$lib/core/primitive';
import { fillFor } from '../indexing/take';
import { shapeOf } from '../arguments';
import { toValue } from '../values';
import { numbers } from './movement';

/** `lax.gather` and `lax.scatter` with XLA's dimension numbers, as programs spell them out. */

export const gatherNumbers: NamedTupleType = {
	name: 'GatherDimensionNumbers',
	fields: [
		'offset_dims',
		'collapsed_slice_dims',
		'start_index_map',
		'operand_batching_dims',
		'start_indices_batching_dims'
	]
};

export const scatterNumbers: NamedTupleType = {
	name: 'ScatterDimensionNumbers',
	fields: [
		'update_window_dims',
		'inserted_window_dims',
		'scatter_dims_to_operand_dims',
		'operand_batching_dims',
		'scatter_indices_batching_dims'
	]
};

function dimsOf<D>(given: unknown, type: NamedTupleType): D {
	if (!(given instanceof NamedTuple) || given.type.name !== type.name)
		throw new ProgramError('TypeError', `dimension_numbers must be a ${type.name}`);
	// A record of these very fields, each a list of numbers.
	return Object.fromEntries(type.fields.map((field, i) => [field, numbers(given.items[i])])) as D;
}

export interface IndexedOptions {
	readonly sorted: boolean;
	readonly unique: boolean;
	readonly mode: string | null;
}

const modes: ReadonlyMap<string | null, GatherMode> = new Map([
	[null, 'fill'],
	['fill', 'fill'],
	['drop', 'fill'],
	['clip', 'clip'],
	['promise_in_bounds', 'promise_in_bounds']
]);

function modeOf(mode: string | null): GatherMode {
	const known = modes.get(mode);
	if (known === undefined) throw new ProgramError('ValueError', `Unknown gather mode "${String(mode)}"`);
	return known;
}

export function gather(
	x: unknown,
	starts: unknown,
	dims: unknown,
	sizes: unknown,
	{ sorted, unique, mode }: IndexedOptions,
	fill: unknown
): Value {
	const operand = toValue(x, 'gather');
	const { dtype } = avalOf(operand);
	const parsed = modeOf(mode ?? 'clip');
	return bind1('gather', [operand, toValue(starts, 'gather', 1)], {
		dimension_numbers: dimsOf<GatherDims>(dims, gatherNumbers),
		slice_sizes: shapeOf(sizes),
		mode: parsed,
		fill_value: parsed === 'fill' ? (fill === null ? fillFor(dtype) : Number(fill)) : null,
		indices_are_sorted: sorted,
		unique_indices: unique
	});
}

export function scatter(
	op: Scatter,
	x: unknown,
	places: unknown,
	updates: unknown,
	dims: unknown,
	{ sorted, unique, mode }: IndexedOptions
): Value {
	const operand = toValue(x, op);
	const news = convert(toValue(updates, op, 2), avalOf(operand).dtype);
	return bind1(op, [operand, toValue(places, op, 1), news], {
		dimension_numbers: dimsOf<ScatterDims>(dims, scatterNumbers),
		indices_are_sorted: sorted,
		unique_indices: unique,
		mode: modeOf(mode)
	});
}
