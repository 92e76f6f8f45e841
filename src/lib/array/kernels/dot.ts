import type { DType } from '../dtype';
import type { Kernel } from '../kernel';
import type { Shape } from '../shape';

/** JAX's dimension_numbers of `dot_general`: axes of lhs and of rhs, paired by position. */
export interface DotDims {
	readonly contracting: readonly [lhs: readonly number[], rhs: readonly number[]];
	readonly batch: readonly [lhs: readonly number[], rhs: readonly number[]];
}

/** ins `[lhs, rhs]`, outs `[y]` of `dotShape(...)`; `out` is the preferred element type (or the operands'). */
export function dotGeneral(out: DType, lhs: Shape, rhs: Shape, dims: DotDims): Kernel {
	throw new Error('internal: not built yet');
}

/** Batch axes, then lhs's free axes, then rhs's. */
export function dotShape(lhs: Shape, rhs: Shape, dims: DotDims): number[] {
	throw new Error('internal: not built yet');
}
