import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { NDArray } from '$lib/array/ndarray';
import { axisIn, index, isSequence, itemsOf, range } from '../arguments';
import { broadcastTo } from '../broadcast';
import { arrayFrom, toValue } from '../values';
import { ravel, sliceAxis } from './shape';

/** Without the elements at static positions. */
export function remove(x: unknown, positions: unknown, axis: unknown = null): Value {
	const value = axis === null ? ravel(x) : toValue(x, 'delete');
	const along = axis === null ? 0 : axisIn(axis, avalOf(value).shape.length);
	const size = avalOf(value).shape[along];
	const list = severalPlaces(positions) ?? [index(positions)];
	const gone = new Set(list.map((place) => (place < 0 ? place + size : place)));
	return joinRuns(
		value,
		along,
		range(size).filter((i) => !gone.has(i))
	);
}

/** The slices at these positions, in ascending order, joined by runs. */
function joinRuns(x: Value, axis: number, places: readonly number[]): Value {
	const runs: [number, number][] = [];
	for (const place of places) {
		const last = runs[runs.length - 1];
		if (last && last[1] === place) last[1] = place + 1;
		else runs.push([place, place + 1]);
	}
	if (runs.length === 0) return sliceAxis(x, axis, 0, 0);
	return ops.concatenate(
		runs.map(([from, to]) => sliceAxis(x, axis, from, to)),
		axis
	);
}

/** `values` put in before static positions: one, or several with a value each. */
export function insert(x: unknown, position: unknown, values: unknown, axis: unknown = null): Value {
	const value = axis === null ? ravel(x) : toValue(x, 'insert');
	const places = severalPlaces(position);
	if (places) return insertEach(value, places, values, axis === null ? 0n : axis);
	const along = axis === null ? 0 : axisIn(axis, avalOf(value).shape.length);
	const { shape, dtype } = avalOf(value);
	const place = index(position, 'jnp.insert takes a static position');
	const at = place < 0 ? place + shape[along] : place;
	const given = ops.convert(isSequence(values) ? arrayFrom(values) : toValue(values, 'insert', 2), dtype);
	// The values' first axis is the one that is put in.
	const raised = ops.expandDims(given, range(Math.max(0, shape.length - avalOf(given).shape.length)));
	const added = ops.moveAxis(raised, 0, along);
	const length = avalOf(added).shape[along];
	const block = broadcastTo(
		added,
		shape.map((size, i) => (i === along ? length : size))
	);
	const size = shape[along];
	return ops.concatenate([sliceAxis(value, along, 0, at), block, sliceAxis(value, along, at, size)], along);
}

/** Positions in a list or an array; null for a single one. */
function severalPlaces(position: unknown): readonly number[] | null {
	if (isSequence(position)) return itemsOf(position).map((place) => index(place));
	return position instanceof NDArray && position.ndim === 1 ? [...position.data] : null;
}

/** The i-th of the values before the i-th position, counted in the array as it was. */
function insertEach(x: Value, places: readonly number[], values: unknown, axis: unknown): Value {
	const { shape, dtype } = avalOf(x);
	const along = axisIn(axis, shape.length);
	const given = ops.convert(isSequence(values) ? arrayFrom(values) : toValue(values, 'insert', 2), dtype);
	const rank = avalOf(given).shape.length;
	const count =
		places.length === 1 && rank > 0 ? avalOf(given).shape[Math.min(along, rank - 1)] : places.length;
	const at = range(count).map((i) => {
		const place = places[places.length === 1 ? 0 : i];
		return Math.min(Math.max(place < 0 ? place + shape[along] : place, 0), shape[along]);
	});
	const block = broadcastTo(
		given,
		shape.map((size, i) => (i === along ? count : size))
	);
	const order = range(count).sort((i, j) => at[i] - at[j] || i - j);
	const cuts = [0, ...order.map((i) => at[i]), shape[along]];
	const parts = order.flatMap((i, k) => [
		sliceAxis(x, along, cuts[k], cuts[k + 1]),
		sliceAxis(block, along, i, i + 1)
	]);
	return ops.concatenate([...parts, sliceAxis(x, along, cuts[count], cuts[count + 1])], along);
}
