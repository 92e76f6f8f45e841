import { sizeOf } from '$lib/array/shape';
import type { Params, Primitive } from '$lib/core/primitive';
import { applyPrimitive } from '../apply';
import { fromSources, numbered, type DependRule, type Dependence, type Site } from './dependence';

/** Primitives that only put elements elsewhere: the primitive itself is run on the numbers of the elements. */

/**
 * The elements of the first `moving` operands are numbered through; the others are handed over as they are, and
 * steered. A negative number in a result is nobody's.
 */
function movedBy<P extends Primitive>(
	site: Site<P>,
	primitive: P,
	moving: number,
	params: Params[P] = site.params
): Dependence {
	return fromSources(site, () => {
		const starts: number[] = [];
		let next = 0;
		for (const type of site.ins.slice(0, moving)) {
			starts.push(next);
			next += sizeOf(type.shape);
		}
		const args = site.ins.map((type, i) => (i < moving ? numbered(type, starts[i]) : site.operand(i)));
		const results = applyPrimitive(primitive, args, params, site.driver);
		return (result, element, visit) => {
			const source = results[result].data[element];
			if (source >= 0) {
				const operand = starts.findLastIndex((start, i) => start <= source && sizeOf(site.ins[i].shape) > 0);
				visit(operand, source - starts[operand], 'made');
			}
			for (let i = moving; i < site.ins.length; i++)
				for (let at = 0; at < sizeOf(site.ins[i].shape); at++) visit(i, at, 'steered');
		};
	});
}

type Moving =
	| 'broadcast_in_dim'
	| 'reshape'
	| 'squeeze'
	| 'transpose'
	| 'rev'
	| 'slice'
	| 'tile'
	| 'split'
	| 'pad'
	| 'concatenate'
	| 'stack'
	| 'dynamic_slice'
	| 'dynamic_update_slice';

const all =
	<P extends Moving>(primitive: P): DependRule<P> =>
	(site) =>
		movedBy(site, primitive, site.ins.length);

export const movingRules: { readonly [P in Moving]: DependRule<P> } = {
	broadcast_in_dim: all('broadcast_in_dim'),
	reshape: all('reshape'),
	squeeze: all('squeeze'),
	transpose: all('transpose'),
	rev: all('rev'),
	slice: all('slice'),
	tile: all('tile'),
	split: all('split'),
	pad: all('pad'),
	concatenate: all('concatenate'),
	stack: all('stack'),
	dynamic_slice: (site) => movedBy(site, 'dynamic_slice', 1),
	dynamic_update_slice: (site) => movedBy(site, 'dynamic_update_slice', 2)
};
