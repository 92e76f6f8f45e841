import { sizeOf } from '$lib/array/shape';
import { fromSources, type Dependence, type Site } from './dependence';

/** Primitives on random keys. A key is one element, whatever it is kept in. */

/** Each operand's element is drawn out to, or made of, equally many elements of the result. */
export const drawing = (site: Site): Dependence =>
	fromSources(site, () => {
		const [x] = site.ins;
		const ratio = sizeOf(site.outs[0].shape) / Math.max(1, sizeOf(x.shape));
		return (_, element, visit) => {
			if (ratio >= 1) visit(0, Math.floor(element / ratio), 'made');
			else for (let k = 0; k < 1 / ratio; k++) visit(0, element / ratio + k, 'made');
		};
	});
