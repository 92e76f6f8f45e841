import fc from 'fast-check';
import { allGather, ppermute, psum } from '$lib/api/lax/collectives';
import { vmap } from '$lib/api/vmap/vmap';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf, type Shape } from '$lib/array/shape';
import { tuple } from '$lib/core/containers';
import { bind, type Value } from '$lib/core/interpreter';
import { scalar } from '$lib/core/ops';
import type { Params, Primitive } from '$lib/core/primitive';

/** Where the elements of an operand lie: inside the primitive's domain, away from where it has no derivative. */
export interface Range {
	readonly shape: Shape;
	readonly low: number;
	readonly high: number;
	/** All elements differ by at least this, so that nothing ties and nothing changes places. */
	readonly apart?: number;
}

/** One application of a primitive to operands that vary, indices and the like bound already. */
export interface Case {
	readonly title: string;
	readonly operands: readonly Range[];
	readonly apply: (args: readonly Value[]) => Value[];
	/** Not linear in every operand at once. */
	readonly differentiable?: boolean;
}

export const real = (...shape: number[]): Range => ({ shape, low: -1.5, high: 1.5 });
export const positive = (...shape: number[]): Range => ({ shape, low: 0.4, high: 2.5 });
export const inside = (...shape: number[]): Range => ({ shape, low: -0.8, high: 0.8 });
export const above = (...shape: number[]): Range => ({ shape, low: 1.3, high: 3 });
export const distinct = (...shape: number[]): Range => ({ shape, low: -1.5, high: 1.5, apart: 0.1 });
/** Not near an integer. */
const fractional = (...shape: number[]): Range => ({ shape, low: 0.2, high: 0.8 });

export const ints = (shape: Shape, ...data: number[]): NDArray =>
	new NDArray('int32', shape, Int32Array.from(data));
const flags = (shape: Shape, ...data: number[]): NDArray => new NDArray('bool', shape, Uint8Array.from(data));

function of<P extends Primitive>(primitive: P, params: Params[P], ...operands: Range[]): Case {
	return {
		title: `${primitive} ${operands.map(({ shape }) => `[${shape.join(',')}]`).join(' ')}`,
		operands,
		apply: (args) => bind(primitive, args, params)
	};
}

/** The operands that vary first, then the others. */
function withFixed<P extends Primitive>(
	primitive: P,
	params: Params[P],
	arrange: (args: readonly Value[]) => readonly Value[],
	title: string,
	...operands: Range[]
): Case {
	return {
		title: `${primitive} ${title}`,
		operands,
		apply: (args) => bind(primitive, arrange(args), params)
	};
}

const none = {};

const elementwise: readonly Case[] = [
	...(['neg', 'copy', 'exp', 'exp2', 'expm1', 'sin', 'cos', 'atan', 'sinh', 'cosh', 'tanh'] as const).map(
		(op) => of(op, none, real(2, 3))
	),
	...(['asinh', 'logistic', 'erf', 'erfc', 'square', 'stop_gradient'] as const).map((op) =>
		of(op, none, real(2, 3))
	),
	...(['log', 'log1p', 'sqrt', 'rsqrt', 'cbrt', 'lgamma'] as const).map((op) => of(op, none, positive(3))),
	...(['asin', 'acos', 'atanh', 'erf_inv', 'tan'] as const).map((op) => of(op, none, inside(3))),
	of('acosh', none, above(3)),
	of('abs', none, positive(3)),
	of('abs', none, { shape: [3], low: -2, high: -0.5 }),
	...(['sign', 'floor', 'ceil'] as const).map((op) => of(op, none, fractional(3))),
	of('round', { rounding_method: 1 }, { shape: [3], low: 0.6, high: 1.3 }),
	...(['add', 'add_any', 'sub', 'mul'] as const).flatMap((op) => [
		of(op, none, real(2, 3), real(2, 3)),
		of(op, none, real(), real(2, 3)),
		of(op, none, real(2, 3), real()),
		of(op, none, real(2, 1), real(1, 3))
	]),
	of('div', none, real(2, 3), positive(2, 3)),
	of('div', none, real(), positive(3)),
	of('rem', none, { shape: [3], low: 3.45, high: 3.8 }, { shape: [3], low: 1.05, high: 1.5, apart: 0.01 }),
	of('pow', none, positive(3), real(3)),
	withFixed('pow', none, ([x]) => [x, ints([3], 2, 0, -1)], 'to integers', positive(3)),
	of('atan2', none, positive(3), positive(3)),
	of('max', none, distinct(3), { shape: [3], low: 0.4, high: 0.8 }),
	of('min', none, distinct(3), { shape: [], low: 3, high: 4 }),
	...[0, 1, 2, 3, -1, -2].map((y) => of('integer_pow', { y }, positive(3))),
	withFixed('select_n', none, ([x, y]) => [flags([3], 1, 0, 1), x, y], 'by a mask', real(3), real(3)),
	withFixed('select_n', none, (cases) => [ints([], 2), ...cases], 'by a number', real(3), real(3), real(3)),
	of('clamp', none, { shape: [], low: -1.2, high: -1.1 }, inside(3), { shape: [], low: 1.1, high: 1.2 }),
	of('clamp', none, above(3), inside(3), { shape: [3], low: 4, high: 5 }),
	of('clamp', none, { shape: [3], low: -5, high: -4 }, above(3), inside(3)),
	of('convert_element_type', { new_dtype: 'float32', weak_type: true }, real(3))
];

const structure: readonly Case[] = [
	of('broadcast_in_dim', { shape: [2, 4, 3], broadcast_dimensions: [0, 2] }, real(2, 3)),
	of('broadcast_in_dim', { shape: [2, 3], broadcast_dimensions: [0, 1] }, real(2, 1)),
	of('broadcast_in_dim', { shape: [2], broadcast_dimensions: [] }, real()),
	of('reshape', { new_sizes: [6], dimensions: null }, real(2, 3)),
	of('squeeze', { dimensions: [1] }, real(2, 1, 3)),
	of('transpose', { permutation: [2, 0, 1] }, real(2, 3, 4)),
	of('rev', { dimensions: [1] }, real(2, 3)),
	of('slice', { start_indices: [0, 1], limit_indices: [2, 5], strides: [1, 3] }, real(2, 6)),
	of('slice', { start_indices: [1], limit_indices: [3], strides: null }, real(4)),
	of('pad', { padding_config: [[1, 0, 0], [0, 2, 1]] }, real(2, 3), real()), // prettier-ignore
	of('pad', { padding_config: [[-1, 2, 0]] }, real(4), real()), // prettier-ignore
	of('concatenate', { dimension: 1 }, real(2, 3), real(2, 1), real(2, 2)),
	of('split', { sizes: [1, 2], axis: 1 }, real(2, 3)),
	of('reduce_sum', { axes: [0, 2] }, real(2, 3, 2)),
	of('reduce_prod', { axes: [1] }, real(2, 3)),
	of('reduce_prod', { axes: [0, 1] }, real(3, 2)),
	of('reduce_max', { axes: [1] }, distinct(2, 3)),
	of('reduce_min', { axes: [0, 1] }, distinct(2, 3)),
	...(['cumsum', 'cumprod', 'cumlogsumexp'] as const).flatMap((op) => [
		of(op, { axis: 1, reverse: false }, real(2, 5)),
		of(op, { axis: 0, reverse: true }, real(4, 2))
	]),
	...(['cummax', 'cummin'] as const).flatMap((op) => [
		of(op, { axis: 0, reverse: false }, distinct(5)),
		of(op, { axis: 0, reverse: true }, distinct(4))
	]),
	of('sort', { dimension: 1, is_stable: true, num_keys: 1 }, distinct(2, 4)),
	of('sort', { dimension: 0, is_stable: true, num_keys: 1 }, distinct(4), real(4)),
	{
		...of('top_k', { k: 2, axis: 1 }, distinct(2, 4)),
		apply: (x) => bind('top_k', x, { k: 2, axis: 1 }).slice(0, 1)
	}
];

const product = (contracting: [number[], number[]], batch: [number[], number[]], x: Range, y: Range): Case =>
	of('dot_general', { dimension_numbers: [contracting, batch], preferred_element_type: null }, x, y);

const products: readonly Case[] = [
	product([[1], [0]], [[], []], real(2, 3), real(3, 4)),
	product([[0], [0]], [[], []], real(3), real(3)),
	product([[2], [1]], [[0], [0]], real(2, 3, 4), real(2, 4)),
	product([[1], [2]], [[2], [0]], real(3, 4, 2), real(2, 3, 4)),
	product(
		[
			[2, 0],
			[0, 1]
		],
		[[], []],
		real(2, 3, 4),
		real(4, 2, 5)
	),
	product(
		[
			[0, 2],
			[1, 0]
		],
		[[1], [3]],
		real(2, 3, 4),
		real(4, 2, 5, 3)
	)
];

const take: Params['gather'] = {
	dimension_numbers: {
		offset_dims: [1],
		collapsed_slice_dims: [0],
		start_index_map: [0],
		operand_batching_dims: [],
		start_indices_batching_dims: []
	},
	slice_sizes: [1, 2],
	mode: 'clip',
	fill_value: null,
	indices_are_sorted: false,
	unique_indices: false
};

const put = (unique: boolean): Params['scatter'] => ({
	dimension_numbers: {
		update_window_dims: [1],
		inserted_window_dims: [0],
		scatter_dims_to_operand_dims: [0],
		operand_batching_dims: [],
		scatter_indices_batching_dims: []
	},
	indices_are_sorted: false,
	unique_indices: unique,
	mode: 'fill'
});

const twice = ints([3, 1], 2, 0, 2);
const once = ints([3, 1], 2, 0, 3);
const at =
	(indices: NDArray) =>
	([x, y]: readonly Value[]) => [x, indices, y];

const indexing: readonly Case[] = [
	withFixed(
		'dynamic_slice',
		{ slice_sizes: [1, 2] },
		([x]) => [x, ints([], 1), ints([], 9)],
		'clamped',
		real(3, 4)
	),
	withFixed(
		'dynamic_update_slice',
		none,
		([x, y]) => [x, y, ints([], 2), ints([], 1)],
		'clamped',
		real(3, 4),
		real(2, 2)
	),
	withFixed('gather', take, ([x]) => [x, ints([4, 1], 3, 0, 3, 9)], 'clip', real(4, 2)),
	withFixed(
		'gather',
		{ ...take, mode: 'fill', fill_value: 7 },
		([x]) => [x, ints([3, 1], 3, 0, 9)],
		'fill',
		real(4, 2)
	),
	withFixed('scatter_add', put(false), at(twice), 'twice in one place', real(4, 2), real(3, 2)),
	withFixed('scatter', put(false), at(twice), 'twice in one place', real(4, 2), real(3, 2)),
	withFixed('scatter', put(true), at(once), 'once', real(4, 2), real(3, 2)),
	withFixed('scatter_mul', put(true), at(once), 'once', real(4, 2), real(3, 2)),
	withFixed('scatter_min', put(false), at(twice), 'twice in one place', distinct(4, 2), distinct(3, 2)),
	withFixed('scatter_max', put(false), at(twice), 'twice in one place', distinct(4, 2), distinct(3, 2))
];

/** Of the first operands JAX has no derivative, or theirs is tested where the function is. */
const special: readonly Case[] = [
	of('digamma', none, positive(3)),
	withFixed('polygamma', none, ([x]) => [scalar(1, 'float32'), x], 'of its second operand', positive()),
	withFixed(
		'regularized_incomplete_beta',
		none,
		([x]) => [scalar(1.5, 'float32'), scalar(2.5, 'float32'), x],
		'of its third operand',
		fractional()
	),
	withFixed('igamma', none, ([x]) => [scalar(1.5, 'float32'), x], 'of its second operand', positive()),
	withFixed('igammac', none, ([x]) => [scalar(1.5, 'float32'), x], 'of its second operand', positive()),
	of('bessel_i0e', none, positive(3)),
	of('bessel_i1e', none, positive(3))
];

/** A collective in the axis that it speaks of. */
const over = (title: string, f: (row: Value) => unknown): Case => ({
	title: `${title} over rows`,
	operands: [distinct(2, 3)],
	apply: ([x]) => [vmap(f, { axisName: 'i' }).call([x]) as Value]
});

const collectives: readonly Case[] = [
	over('psum', (x) => psum(x, 'i')),
	over('all_gather', (x) => allGather(x, 'i')),
	over('ppermute', (x) => ppermute(x, 'i', [tuple(0n, 1n), tuple(1n, 0n)]))
];

const joined: readonly Case[] = [
	of('stack', { axis: 1 }, real(2, 3), real(2, 3)),
	of('tile', { reps: [2, 1] }, real(2, 3))
];

export const cases: readonly Case[] = [
	...elementwise,
	...structure,
	...joined,
	...products,
	...indexing,
	...special,
	...collectives
];

/** Arrays of a range. Elements that have to lie apart are a shuffled ladder with a little noise. */
export function arrayIn({ shape, low, high, apart }: Range): fc.Arbitrary<NDArray> {
	const n = sizeOf(shape);
	const make = (data: readonly number[]): NDArray => new NDArray('float32', shape, Float32Array.from(data));
	const element = fc.double({ min: low, max: high, noNaN: true });
	if (apart === undefined) return fc.array(element, { minLength: n, maxLength: n }).map(make);
	const step = (high - low) / n;
	const places = Array.from({ length: n }, (_, i) => low + (i + 0.5) * step);
	return fc.shuffledSubarray(places, { minLength: n, maxLength: n }).map(make);
}

export const directionsOf = ({ operands }: Case): fc.Arbitrary<NDArray[]> =>
	fc.tuple(...operands.map(({ shape }) => arrayIn({ shape, low: -1, high: 1 })));

export const pointsOf = ({ operands }: Case): fc.Arbitrary<NDArray[]> => fc.tuple(...operands.map(arrayIn));
