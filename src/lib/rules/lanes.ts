import { sameShape } from '$lib/array/shape';
import type { Atom, Eqn, Jaxpr, Var } from '$lib/core/jaxpr';
import { lanesOf, setLanes, type Lanes } from '$lib/core/lanes';
import type { Dim } from '$lib/core/ops';
import type { DotDims, GatherDims } from '$lib/core/primitive';

/**
 * Tells where the rows of every variable of a body lie, as far as can be told from those of its arguments. true where
 * it can be told for all of them.
 */
export function spreadLanes(jaxpr: Jaxpr): boolean {
	const sizes = laneSizes(jaxpr);
	if (!sizes) return false;
	const read = (atom: Atom): Lanes => lanesOf(atom) ?? sizes.map(() => null);
	for (const eqn of jaxpr.eqns) {
		const operands = eqn.inputs.map(read);
		const dims = sizes.map((_, axis) => {
			const own = operands.map((each) => each[axis]);
			return laneOfResult(eqn, own);
		});
		if (dims.every((dim) => dim !== undefined)) eqn.outputs.forEach((v) => setLanes(v, dims));
		if (!eqn.outputs.every((v) => fits(v, sizes))) return false;
	}
	return true;
}

/** Rows along each axis, as the arguments have them; null where some argument is not known to have any. */
export function laneSizes({ invars }: Jaxpr): number[] | null {
	const known = invars.map((v) => lanesOf(v));
	const count = known[0]?.length ?? 0;
	if (count === 0) return null;
	const sizes = Array.from({ length: count }, (_, axis) => {
		const i = known.findIndex((dims) => (dims?.[axis] ?? null) !== null);
		return invars[i]?.aval.shape[known[i]?.[axis] ?? 0] ?? 0;
	});
	return invars.every((v) => fits(v, sizes)) ? sizes : null;
}

function fits(v: Var, sizes: readonly number[]): boolean {
	const dims = lanesOf(v);
	return (
		dims?.length === sizes.length &&
		dims.every((dim, axis) => dim === null || v.aval.shape[dim] === sizes[axis])
	);
}

/** The axis of the rows in the results, from those of the operands; undefined where there is no telling. */
function laneOfResult(eqn: Eqn, dims: readonly Dim[]): Dim | undefined {
	if (dims.every((dim) => dim === null)) return null;
	const [dim] = dims;
	switch (eqn.primitive) {
		case 'broadcast_in_dim':
			return dim === null ? null : eqn.params.broadcast_dimensions[dim];
		case 'transpose':
			return dim === null ? null : eqn.params.permutation.indexOf(dim);
		case 'reduce_sum':
		case 'reduce_prod':
		case 'reduce_max':
		case 'reduce_min':
		case 'reduce_and':
		case 'reduce_or':
			return without(dim, eqn.params.axes);
		case 'argmax':
		case 'argmin':
			return without(dim, eqn.params.axes);
		case 'stack':
			return stacked(dims, eqn.params.axis);
		case 'squeeze':
			return without(dim, eqn.params.dimensions);
		case 'reshape':
			return reshaped(eqn.inputs[0], eqn.params.new_sizes, dim);
		case 'slice':
		case 'rev':
		case 'cumsum':
		case 'cumprod':
		case 'cummax':
		case 'cummin':
		case 'cumlogsumexp':
			return dim;
		case 'pad':
			return dim;
		case 'dot_general':
			return multiplied(eqn.params.dimension_numbers, eqn.inputs, dims);
		case 'gather':
			return gathered(eqn.params.dimension_numbers, eqn.inputs, dims);
		case 'scatter':
		case 'scatter_add':
		case 'scatter_mul':
		case 'scatter_min':
		case 'scatter_max':
			return dim ?? undefined;
		default:
			return agreed(eqn, dims);
	}
}

const without = (dim: Dim, axes: readonly number[]): Dim =>
	dim === null || axes.includes(dim) ? null : dim - axes.filter((axis) => axis < dim).length;

function stacked(dims: readonly Dim[], axis: number): Dim | undefined {
	const [dim] = dims;
	if (dim === null || dims.some((other) => other !== dim)) return undefined;
	return axis <= dim ? dim + 1 : dim;
}

/** Only where the rows are in front, and stay there. */
function reshaped(x: Atom, sizes: readonly number[], dim: Dim): Dim | undefined {
	if (dim === null) return null;
	return dim === 0 && x.aval.shape[0] === sizes[0] ? 0 : undefined;
}

/** A batch axis stays one; rows that are summed over are gone; a free axis is among the free axes of its side. */
function multiplied(
	[[xContract, yContract], [xBatch, yBatch]]: DotDims,
	[x, y]: readonly Atom[],
	[xDim, yDim]: readonly Dim[]
): Dim | undefined {
	const batch = xDim === null ? yBatch.indexOf(yDim ?? -1) : xBatch.indexOf(xDim);
	if (batch >= 0) return batch;
	const free = (rank: number, taken: readonly number[], dim: number): number =>
		Array.from({ length: rank }, (_, axis) => axis)
			.filter((axis) => !taken.includes(axis))
			.indexOf(dim);
	const xPlace = xDim === null ? -1 : free(x.aval.shape.length, [...xContract, ...xBatch], xDim);
	const yPlace = yDim === null ? -1 : free(y.aval.shape.length, [...yContract, ...yBatch], yDim);
	if (xPlace >= 0 && yPlace >= 0) return undefined;
	if (xPlace >= 0) return xBatch.length + xPlace;
	const xFree = x.aval.shape.length - xContract.length - xBatch.length;
	return yPlace >= 0 ? xBatch.length + xFree + yPlace : null;
}

function gathered(
	dims: GatherDims,
	[x, indices]: readonly Atom[],
	[xDim, iDim]: readonly Dim[]
): Dim | undefined {
	const rank = indices.aval.shape.length - 1 + dims.offset_dims.length;
	if (iDim !== null)
		return Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !dims.offset_dims.includes(axis))[
			iDim
		];
	if (xDim === null) return null;
	const window = x.aval.shape
		.map((_, axis) => axis)
		.filter(
			(axis) => !dims.collapsed_slice_dims.includes(axis) && !dims.operand_batching_dims.includes(axis)
		);
	const place = window.indexOf(xDim);
	return place < 0 ? undefined : dims.offset_dims[place];
}

/** Element by element: operands of the result's rank agree, whole ones at the least. */
function agreed({ inputs, outputs }: Eqn, dims: readonly Dim[]): Dim | undefined {
	const [out] = outputs;
	const alike = inputs.flatMap((atom, i) =>
		dims[i] !== null && sameShape(atom.aval.shape, out.aval.shape) ? [dims[i]] : []
	);
	return alike.length > 0 && alike.every((dim) => dim === alike[0]) ? alike[0] : undefined;
}
