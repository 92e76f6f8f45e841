import { axesOffsets, otherAxes } from '$lib/array/kernels/offsets';
import { sizeOf, stridesOf, type Shape } from '$lib/array/shape';
import type { Params, Scatter } from '$lib/core/primitive';
import { applyPrimitive } from '../apply';
import { gatherOf } from '../scatter-dims';
import { isSame } from './elementwise';
import { fromSources, numbered, type DependRule, type Site, type Visit } from './dependence';

/** Primitives with an array of indices: what is read or written is found by doing it to the elements' numbers. */

const absent = -1;

/** Of each element of a shape, the place along some of its axes, as one number. */
function placesAlong(shape: Shape, axes: readonly number[]): Int32Array {
	const places = new Int32Array(sizeOf(shape));
	const own = axesOffsets(shape, stridesOf(shape), axes);
	const others = axesOffsets(shape, stridesOf(shape), otherAxes(shape, axes));
	own.forEach((offset, place) => others.forEach((other) => (places[offset + other] = place)));
	return places;
}

/** The index vector of each element; the vector is the last axis of the indices. */
function steering(indices: Shape, vectors: Int32Array): (element: number, visit: Visit) => void {
	const width = indices[indices.length - 1];
	return (element, visit) => {
		for (let k = 0; k < width; k++) visit(1, vectors[element] * width + k, 'steered');
	};
}

/** What was read, and the index it was read by. */
export const gathering: DependRule<'gather'> = (site) =>
	fromSources(site, () => {
		const [x, indices] = site.ins;
		const args = [numbered(x), site.operand(1)];
		const filled = { ...site.params, fill_value: absent };
		const [sources] = applyPrimitive('gather', args, filled, site.driver);
		const [{ shape }] = site.outs;
		const own = otherAxes(shape, site.params.dimension_numbers.offset_dims);
		const steer = steering(indices.shape, placesAlong(shape, own));
		return (_, element, visit) => {
			const source = sources.data[element];
			if (source !== absent) visit(0, source, 'made');
			steer(element, visit);
		};
	});

/** Of each element of the updates, where it lands; -1 where it is dropped. */
function landings(site: Site<Scatter>): Int32Array {
	const [x, , updates] = site.ins;
	const params: Params['gather'] = { ...gatherOf(site.params, x.shape, updates.shape), fill_value: absent };
	const args = [numbered(x), site.operand(1)];
	return applyPrimitive('gather', args, params, site.driver)[0].data as Int32Array;
}

/** Updates by the element they land on, in their order. */
function arrivals(landing: Int32Array): ReadonlyMap<number, readonly number[]> {
	const all = new Map<number, number[]>();
	landing.forEach((to, update) => {
		if (to === absent) return;
		const there = all.get(to);
		if (there) there.push(update);
		else all.set(to, [update]);
	});
	return all;
}

/**
 * What was there and what was written to it. Of a plain scatter the last update stands and the rest lost; of a
 * scattered maximum or minimum the winners. Any index could have been this one: all that share its place along the
 * batch axes steered.
 */
export const scatterRule = <P extends Scatter>(primitive: P): DependRule<P> => {
	return (site) =>
		fromSources(site, () => {
			const scattering = site as unknown as Site<Scatter>;
			const [{ shape }, indices] = site.ins;
			const written = arrivals(landings(scattering));
			const won = winning(primitive, scattering);
			const dims = scattering.params.dimension_numbers;
			const rows = placesAlong(shape, dims.operand_batching_dims);
			const indexRows = placesAlong(indices.shape, dims.scatter_indices_batching_dims);
			return (_, element, visit) => {
				const updates = written.get(element) ?? [];
				visit(0, element, won(0, element, element, updates.length === 0) ? 'made' : 'lost');
				updates.forEach((update, k) => {
					visit(2, update, won(2, update, element, k === updates.length - 1) ? 'made' : 'lost');
				});
				indexRows.forEach((row, at) => {
					if (row === rows[element]) visit(1, at, 'steered');
				});
			};
		});
};

/** Whether an element of an operand is part of what an element of the result is; `last` is that nothing overwrote it. */
type Won = (operand: 0 | 2, at: number, element: number, last: boolean) => boolean;

function winning(primitive: Scatter, site: Site<Scatter>): Won {
	if (primitive === 'scatter') return (_, __, ___, last) => last;
	if (primitive !== 'scatter_max' && primitive !== 'scatter_min') return () => true;
	const values = { 0: site.operand(0).data, 2: site.operand(2).data };
	const made = site.result(0).data;
	return (operand, at, element) => isSame(values[operand][at], made[element]);
}
