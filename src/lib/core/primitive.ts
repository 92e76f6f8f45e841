import type { DType } from '$lib/array/dtype';
import type { NDArray } from '$lib/array/ndarray';
import type { Shape } from '$lib/array/shape';
import type { CustomJvpParams, CustomLinParams, CustomVjpParams, RematParams } from './custom';
import type { CondParams, JitParams, ScanParams, WhileParams } from './control';

/** Parameters bear JAX's own names: the jaxpr prints them as they are. */
type None = Readonly<Record<never, never>>;

export const unaryNames = [
	'neg', 'sign', 'floor', 'ceil', 'abs', 'exp', 'exp2', 'log', 'log1p', 'expm1', 'sqrt', 'rsqrt', 'cbrt', 'sin', 'cos',
	'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'logistic', 'erf', 'erfc', 'erf_inv',
	'lgamma', 'digamma', 'is_finite', 'not', 'square', 'population_count', 'clz', 'copy',
	'stop_gradient'
] as const; // prettier-ignore
export type Unary = (typeof unaryNames)[number];

export const binaryNames = [
	'add', 'add_any', 'sub', 'mul', 'div', 'rem', 'pow', 'max', 'min', 'atan2', 'nextafter', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'and',
	'or', 'xor', 'shift_left', 'shift_right_logical', 'shift_right_arithmetic'
] as const; // prettier-ignore
export type Binary = (typeof binaryNames)[number];

export const reductionNames = [
	'reduce_sum', 'reduce_prod', 'reduce_max', 'reduce_min', 'reduce_and', 'reduce_or'
] as const; // prettier-ignore
export type Reduction = (typeof reductionNames)[number];

export const cumulativeNames = ['cumsum', 'cumprod', 'cummax', 'cummin', 'cumlogsumexp'] as const;
export type Cumulative = (typeof cumulativeNames)[number];

/** Functions of statistics. */
export type Special =
	| 'zeta'
	| 'polygamma'
	| 'igamma'
	| 'igammac'
	| 'igamma_grad_a'
	| 'random_gamma_grad'
	| 'regularized_incomplete_beta'
	| 'bessel_i0e'
	| 'bessel_i1e';

export const scatterNames = ['scatter', 'scatter_add', 'scatter_mul', 'scatter_min', 'scatter_max'] as const;
export type Scatter = (typeof scatterNames)[number];

export type GatherMode = 'clip' | 'fill' | 'promise_in_bounds';

/** XLA's gather: see GatherDimensionNumbers in JAX. The index vector is the last axis of the indices. */
export interface GatherDims {
	readonly offset_dims: readonly number[];
	readonly collapsed_slice_dims: readonly number[];
	readonly start_index_map: readonly number[];
	readonly operand_batching_dims: readonly number[];
	readonly start_indices_batching_dims: readonly number[];
}

/** XLA's scatter: see ScatterDimensionNumbers in JAX. */
export interface ScatterDims {
	readonly update_window_dims: readonly number[];
	readonly inserted_window_dims: readonly number[];
	readonly scatter_dims_to_operand_dims: readonly number[];
	readonly operand_batching_dims: readonly number[];
	readonly scatter_indices_batching_dims: readonly number[];
}

/** ((lhs contracting, rhs contracting), (lhs batch, rhs batch)). */
export type DotDims = readonly [
	readonly [readonly number[], readonly number[]],
	readonly [readonly number[], readonly number[]]
];

/** Over named vmap axes. */
interface Reduced {
	readonly axes: readonly string[];
	readonly axis_index_groups: null;
}

type Families = { [P in Unary | Binary | Special]: None } & {
	[P in Reduction]: {
		readonly axes: readonly number[];
		/** What it was over a named axis, whose name JAX keeps when that axis is batched. */
		readonly collective?: 'psum' | 'pmax' | 'pmin';
	};
} & {
	[P in Cumulative]: { readonly axis: number; readonly reverse: boolean };
} & {
	[P in Scatter]: {
		readonly dimension_numbers: ScatterDims;
		readonly indices_are_sorted: boolean;
		readonly unique_indices: boolean;
		readonly mode: GatherMode;
	};
};

/** Every primitive with its parameters. Operands that are arrays are positional, never parameters. */
export interface Params extends Families {
	round: { /** 0: half away from zero, 1: half to even. */ readonly rounding_method: 0 | 1 };
	integer_pow: { readonly y: number };
	/** Operands: which, then the cases. */
	select_n: None;
	/** Operands: low, operand, high. */
	clamp: None;
	convert_element_type: { readonly new_dtype: DType; readonly weak_type: boolean };
	bitcast_convert_type: { readonly new_dtype: DType };

	broadcast_in_dim: { readonly shape: Shape; readonly broadcast_dimensions: readonly number[] };
	reshape: { readonly new_sizes: Shape; readonly dimensions: null };
	squeeze: { readonly dimensions: readonly number[] };
	transpose: { readonly permutation: readonly number[] };
	rev: { readonly dimensions: readonly number[] };
	slice: {
		readonly start_indices: readonly number[];
		readonly limit_indices: readonly number[];
		readonly strides: readonly number[] | null;
	};
	/** Operands: array, padding value. Config: (low, high, interior) an axis. */
	pad: { readonly padding_config: readonly (readonly [number, number, number])[] };
	concatenate: { readonly dimension: number };
	/** Operands of one shape, joined along a new axis. */
	stack: { readonly axis: number };
	tile: { readonly reps: readonly number[] };
	iota: { readonly dtype: DType; readonly shape: Shape; readonly dimension: number };
	split: { readonly sizes: readonly number[]; readonly axis: number };

	argmax: { readonly axes: readonly number[]; readonly index_dtype: DType };
	argmin: { readonly axes: readonly number[]; readonly index_dtype: DType };
	sort: { readonly dimension: number; readonly is_stable: boolean; readonly num_keys: number };
	top_k: { readonly k: number; readonly axis: number };
	dot_general: { readonly dimension_numbers: DotDims; readonly preferred_element_type: DType | null };

	/** Operands: array, one start index an axis. */
	dynamic_slice: { readonly slice_sizes: Shape };
	/** Operands: array, update, one start index an axis. */
	dynamic_update_slice: None;
	gather: {
		readonly dimension_numbers: GatherDims;
		readonly slice_sizes: Shape;
		readonly mode: GatherMode;
		readonly fill_value: number | null;
		readonly indices_are_sorted: boolean;
		readonly unique_indices: boolean;
	};

	random_seed: { readonly impl: 'fry' };
	random_wrap: { readonly impl: 'fry' };
	random_unwrap: None;
	random_bits: { readonly bit_width: 8 | 16 | 32; readonly shape: Shape };
	random_split: { readonly shape: Shape };
	random_fold_in: None;
	/** The same keys, to be used once more. */
	random_clone: None;

	/** Matrices are the last two axes. */
	cholesky: None;
	/** Operands: a, b. */
	triangular_solve: {
		readonly left_side: boolean;
		readonly lower: boolean;
		readonly transpose_a: boolean;
		readonly conjugate_a: boolean;
		readonly unit_diagonal: boolean;
	};
	/** Results: the factors in one matrix, pivots, permutation. */
	lu: None;
	qr: { readonly full_matrices: boolean; readonly pivoting: boolean };
	/** Results: singular values, then, where asked for, u and v transposed. */
	svd: { readonly full_matrices: boolean; readonly compute_uv: boolean };
	/** Results: eigenvectors, eigenvalues. */
	eigh: { readonly lower: boolean; readonly sort_eigenvalues: boolean; readonly subset_by_index: null };

	psum: Reduced;
	pmax: Reduced;
	pmin: Reduced;
	axis_index: { readonly axis_name: string };
	all_gather: {
		readonly axis_name: string;
		readonly all_gather_dimension: number;
		readonly axis_size: number;
		readonly axis_index_groups: null;
		readonly tiled: boolean;
	};
	/** Pairs (from, to) of rows. */
	ppermute: { readonly axis_name: string; readonly perm: readonly (readonly [number, number])[] };
	/** Operands are handed to `print` whenever the equation is carried out. */
	debug_print: { readonly fmt: string; readonly print: (values: readonly NDArray[]) => void };

	scan: ScanParams;
	while: WhileParams;
	cond: CondParams;
	jit: JitParams;
	remat2: RematParams;
	custom_jvp_call: CustomJvpParams;
	custom_vjp_call: CustomVjpParams;
	custom_lin: CustomLinParams;
}

export type Primitive = keyof Params;

/** A table of the given names. */
export const mapNames = <K extends string, V>(
	names: readonly K[],
	make: (name: K) => V
): { readonly [N in K]: V } =>
	Object.fromEntries(names.map((name) => [name, make(name)])) as { readonly [N in K]: V };
