import { axesOffsets, otherAxes } from '$lib/array/kernels/offsets';
import { stridesOf } from '$lib/array/shape';
import type { Cumulative, Params, Reduction } from '$lib/core/primitive';
import { applyPrimitive } from '../apply';
import { isSame } from './elementwise';
import { fromSources, numbered, type DependRule, type Dependence, type Site } from './dependence';

/** Primitives that work along axes: reductions, prefixes, orders. */

/** For each element of a result without `axes`, where its line begins in the operand; and the line's own offsets. */
function linesOf({ ins: [x] }: Site, axes: readonly number[]): { starts: Int32Array; along: Int32Array } {
	const strides = stridesOf(x.shape);
	return {
		starts: axesOffsets(x.shape, strides, otherAxes(x.shape, axes)),
		along: axesOffsets(x.shape, strides, axes)
	};
}

/** All that was reduced. */
const gathering = (site: Site, axes: readonly number[]): Dependence =>
	fromSources(site, () => {
		const { starts, along } = linesOf(site, axes);
		return (_, element, visit) => along.forEach((offset) => visit(0, starts[element] + offset, 'made'));
	});

/** The winners among what was reduced: all that are equal to the result. */
const choosing = (site: Site, axes: readonly number[]): Dependence =>
	fromSources(site, () => {
		const { starts, along } = linesOf(site, axes);
		const { data } = site.operand(0);
		const made = site.result(0).data;
		return (_, element, visit) =>
			along.forEach((offset) => {
				const at = starts[element] + offset;
				visit(0, at, isSame(data[at], made[element]) ? 'made' : 'lost');
			});
	});

export const reductionRule = <P extends Reduction>(primitive: P): DependRule<P> => {
	const rule = primitive === 'reduce_max' || primitive === 'reduce_min' ? choosing : gathering;
	return (site) => rule(site, (site.params as Params[Reduction]).axes);
};

/** The place of the winner was made of the winner; of several, it is that of the first. */
export const placing = (site: Site<'argmax' | 'argmin'>): Dependence =>
	fromSources(site, () => {
		const { starts, along } = linesOf(site, site.params.axes);
		const made = site.result(0).data;
		return (_, element, visit) =>
			along.forEach((offset, k) => visit(0, starts[element] + offset, k === made[element] ? 'made' : 'lost'));
	});

/** The prefix; of a running maximum or minimum, the winners in it. */
export const cumulativeRule = <P extends Cumulative>(primitive: P): DependRule<P> => {
	const competes = primitive === 'cummax' || primitive === 'cummin';
	return (site) =>
		fromSources(site, () => {
			const { axis, reverse } = site.params as Params[Cumulative];
			const [{ shape }] = site.ins;
			const stride = stridesOf(shape)[axis];
			const step = reverse ? stride : -stride;
			const values = competes ? site.operand(0).data : null;
			const made = competes ? site.result(0).data : null;
			return (_, element, visit) => {
				const place = Math.floor(element / stride) % shape[axis];
				const before = reverse ? shape[axis] - 1 - place : place;
				for (let k = 0; k <= before; k++) {
					const at = element + k * step;
					const won = !values || !made || isSame(values[at], made[element]);
					visit(0, at, won ? 'made' : 'lost');
				}
			};
		});
};

/** Each element came from one place; all keys of its line steered it there. */
export const sorting: DependRule<'sort'> = (site) =>
	fromSources(site, () => {
		const { dimension, num_keys } = site.params;
		const args = [...site.ins.map((_, i) => site.operand(i)), numbered(site.ins[0])];
		const sources = applyPrimitive('sort', args, site.params, site.driver)[site.ins.length].data;
		const visitLine = lineThrough(site, dimension);
		return (result, element, visit) => {
			visit(result, sources[element], 'made');
			for (let key = 0; key < num_keys; key++)
				visitLine(element, (at) => {
					if (key !== result || at !== sources[element]) visit(key, at, 'steered');
				});
		};
	});

/** Value and place are those of one winner; the rest of its line lost. */
export const ranking: DependRule<'top_k'> = (site) =>
	fromSources(site, () => {
		const { axis } = site.params;
		const [{ shape }] = site.ins;
		const out = site.outs[0].shape;
		const [from, to] = [stridesOf(shape), stridesOf(out)];
		const starts = axesOffsets(shape, from, otherAxes(shape, [axis]));
		const lines = axesOffsets(out, to, otherAxes(out, [axis]));
		const startAt = new Map<number, number>([...lines].map((line, l) => [line, starts[l]]));
		const winners = site.result(1).data;
		return (_, element, visit) => {
			const line = element - (Math.floor(element / to[axis]) % out[axis]) * to[axis];
			const start = startAt.get(line) ?? 0;
			for (let k = 0; k < shape[axis]; k++)
				visit(0, start + k * from[axis], k === winners[element] ? 'made' : 'lost');
		};
	});

/** Goes along the line through an element of a value like the first operand. */
function lineThrough(
	{ ins: [{ shape }] }: Site<'sort'>,
	axis: number
): (element: number, visit: (at: number) => void) => void {
	const stride = stridesOf(shape)[axis];
	return (element, visit) => {
		const first = element - (Math.floor(element / stride) % shape[axis]) * stride;
		for (let k = 0; k < shape[axis]; k++) visit(first + k * stride);
	};
}
