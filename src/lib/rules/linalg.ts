import { cholesky } from '$lib/array/kernels/linalg/cholesky';
import { eigh } from '$lib/array/kernels/linalg/eigh';
import { lu } from '$lib/array/kernels/linalg/lu';
import { qr } from '$lib/array/kernels/linalg/qr';
import { svd } from '$lib/array/kernels/linalg/svd';
import { triangularSolve } from '$lib/array/kernels/linalg/triangular-solve';
import type { Kernel } from '$lib/array/kernel';
import { shapeText, type Shape } from '$lib/array/shape';
import { aval, type Aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { bind, type Value } from '$lib/core/interpreter';
import { batchAt, type Dim } from '$lib/core/ops';
import type { Params } from '$lib/core/primitive';
import type { Batch } from './batching';
import type { Batched } from './dims';

/** Primitives on matrices: the last two axes are the matrix, all before them a batch. */
export type MatrixPrimitive = 'cholesky' | 'triangular_solve' | 'lu' | 'qr' | 'svd' | 'eigh';

/** Rows and columns, and the axes before them. */
function matrix({ shape }: Aval): { batch: Shape; rows: number; columns: number } {
	const rank = shape.length;
	if (rank < 2)
		throw new ProgramError(
			'ValueError',
			`Argument to linear algebra functions must have ndims >= 2, got shape ${shapeText(shape)}`
		);
	return { batch: shape.slice(0, -2), rows: shape[rank - 2], columns: shape[rank - 1] };
}

function square(name: string, a: Aval): { batch: Shape; n: number } {
	const { batch, rows, columns } = matrix(a);
	if (rows !== columns)
		throw new ProgramError(
			'ValueError',
			`Argument to ${name} must have shape [..., n, n], got shape ${shapeText(a.shape)}`
		);
	return { batch, n: rows };
}

const typed = (like: Aval, shape: Shape): Aval => aval(like.dtype, shape);

type ShapeRules = {
	readonly [P in MatrixPrimitive]: (operands: readonly Aval[], params: Params[P]) => Aval[];
};

export const matrixShapes: ShapeRules = {
	cholesky: ([a]) => {
		square('cholesky', a);
		return [typed(a, a.shape)];
	},
	triangular_solve: ([a, b]) => {
		square('triangular_solve', a);
		return [typed(b, b.shape)];
	},
	lu: ([a]) => {
		const { batch, rows, columns } = matrix(a);
		return [
			typed(a, a.shape),
			aval('int32', [...batch, Math.min(rows, columns)]),
			aval('int32', [...batch, rows])
		];
	},
	qr: ([a], { full_matrices }) => {
		const { batch, rows, columns } = matrix(a);
		const inner = full_matrices ? rows : Math.min(rows, columns);
		return [typed(a, [...batch, rows, inner]), typed(a, [...batch, inner, columns])];
	},
	svd: ([a], { full_matrices, compute_uv }) => {
		const { batch, rows, columns } = matrix(a);
		const k = Math.min(rows, columns);
		const values = typed(a, [...batch, k]);
		if (!compute_uv) return [values];
		const u = typed(a, [...batch, rows, full_matrices ? rows : k]);
		return [values, u, typed(a, [...batch, full_matrices ? columns : k, columns])];
	},
	eigh: ([a]) => {
		const { batch, n } = square('eigh', a);
		return [typed(a, a.shape), typed(a, [...batch, n])];
	}
};

type KernelRules = {
	readonly [P in MatrixPrimitive]: (ins: readonly Aval[], outs: readonly Aval[], params: Params[P]) => Kernel;
};

export const matrixKernels: KernelRules = {
	cholesky: ([a]) => cholesky(a.dtype, a.shape),
	triangular_solve: ([a, b], _, params) =>
		triangularSolve(a.dtype, a.shape, b.shape, {
			leftSide: params.left_side,
			lower: params.lower,
			transposeA: params.transpose_a,
			unitDiagonal: params.unit_diagonal
		}),
	lu: ([a]) => lu(a.dtype, a.shape),
	qr: ([a], _, { full_matrices }) => qr(a.dtype, a.shape, full_matrices),
	svd: ([a], _, { full_matrices, compute_uv }) => svd(a.dtype, a.shape, full_matrices, compute_uv),
	eigh: ([a], _, { lower }) => eigh(a.dtype, a.shape, lower)
};

/** One more axis in front of the batch. */
const stacked =
	<P extends MatrixPrimitive>(primitive: P): Batch<Params[P]> =>
	({ size }, args: readonly Value[], dims: readonly Dim[], params): Batched => {
		const front = args.map((x, i) => batchAt(x, dims[i], size));
		const outs = bind(primitive, front, params);
		return { outs, dims: outs.map(() => 0) };
	};

export const matrixBatches: { readonly [P in MatrixPrimitive]: Batch<Params[P]> } = {
	cholesky: stacked('cholesky'),
	triangular_solve: stacked('triangular_solve'),
	lu: stacked('lu'),
	qr: stacked('qr'),
	svd: stacked('svd'),
	eigh: stacked('eigh')
};
