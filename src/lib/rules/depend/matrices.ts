import { axesOffsets, otherAxes } from '$lib/array/kernels/offsets';
import { sizeOf, stridesOf } from '$lib/array/shape';
import type { MatrixPrimitive } from '../linalg';
import { fromSources, type DependRule, type Dependence, type Site } from './dependence';

/** A row of one and a column of the other. */
export const multiplying: DependRule<'dot_general'> = (site) =>
	fromSources(site, () => {
		const [[xContract, yContract], [xBatch, yBatch]] = site.params.dimension_numbers;
		const [x, y] = site.ins;
		const [xStrides, yStrides] = [stridesOf(x.shape), stridesOf(y.shape)];
		const batches = {
			x: axesOffsets(x.shape, xStrides, xBatch),
			y: axesOffsets(y.shape, yStrides, yBatch)
		};
		const free = {
			x: axesOffsets(x.shape, xStrides, otherAxes(x.shape, xContract, xBatch)),
			y: axesOffsets(y.shape, yStrides, otherAxes(y.shape, yContract, yBatch))
		};
		const row = axesOffsets(x.shape, xStrides, xContract);
		const column = axesOffsets(y.shape, yStrides, yContract);
		return (_, element, visit) => {
			const yAt = element % free.y.length;
			const xAt = Math.floor(element / free.y.length) % free.x.length;
			const batch = Math.floor(element / (free.y.length * free.x.length));
			row.forEach((offset) => visit(0, batches.x[batch] + free.x[xAt] + offset, 'made'));
			column.forEach((offset) => visit(1, batches.y[batch] + free.y[yAt] + offset, 'made'));
		};
	});

/** Every element of a result of every element of the matrices it was made of, batch by batch. */
const factored = (site: Site): Dependence =>
	fromSources(site, () => {
		const [{ shape }] = site.ins;
		const batch = sizeOf(shape.slice(0, -2));
		const sizes = site.ins.map((type) => sizeOf(type.shape) / batch);
		const outSizes = site.outs.map((type) => sizeOf(type.shape) / batch);
		return (result, element, visit) => {
			const at = Math.floor(element / outSizes[result]);
			sizes.forEach((size, operand) => {
				for (let k = 0; k < size; k++) visit(operand, at * size + k, 'made');
			});
		};
	});

export const matrixRules: { readonly [P in MatrixPrimitive]: DependRule<P> } = {
	cholesky: factored,
	triangular_solve: factored,
	lu: factored,
	qr: factored,
	svd: factored,
	eigh: factored
};
