import type { Data, DType } from '../../dtype';
import type { Kernel } from '../../kernel';
import { sizeOf, type Shape } from '../../shape';
import { copySlots } from '../elementwise';
import { matricesOf, minusProduct } from './matrices';

export interface TriangularParams {
	readonly leftSide: boolean;
	readonly lower: boolean;
	readonly transposeA: boolean;
	readonly unitDiagonal: boolean;
}

/**
 * `triangular_solve`: ins `[a, b]`, outs `[x]` of b's shape with a x = b, or x a = b where not `leftSide` (a transposed where
 * `transposeA`). Only the named triangle of `a` is read.
 */
export function triangularSolve(dtype: DType, a: Shape, b: Shape, params: TriangularParams): Kernel {
	const { rows: n, count } = matricesOf('triangular_solve', dtype, a);
	const [rows, columns] = b.slice(-2);
	// x a = b is aT xT = bT: the same walk with rows and columns exchanged.
	const turned = params.transposeA === params.leftSide;
	const [down, right] = turned ? [1, n] : [n, 1];
	const forward = params.lower !== turned;
	const [along, across, lines] = params.leftSide ? [columns, 1, columns] : [1, columns, rows];
	const size = sizeOf(b);
	return (ins, [x]) => {
		copySlots(size, ins[1], x);
		for (let m = 0; m < count; m++)
			for (let line = 0; line < lines; line++) {
				const at = x.at + m * rows * columns + line * across;
				substitute(
					ins[0].data,
					ins[0].at + m * n * n,
					down,
					right,
					x.data,
					at,
					along,
					n,
					forward,
					params.unitDiagonal
				);
			}
	};
}

/** Solves for one line of `x`, in place, dividing through reciprocals as BLAS does it: element i is at `at + i * along`, a[i, k] at `p + i * down + k * right`. */
function substitute(
	a: Data,
	p: number,
	down: number,
	right: number,
	x: Data,
	at: number,
	along: number,
	n: number,
	forward: boolean,
	unit: boolean
): void {
	for (let step = 0; step < n; step++) {
		const i = forward ? step : n - 1 - step;
		let acc = x[at + i * along];
		for (let done = 0; done < step; done++) {
			const k = forward ? done : n - 1 - done;
			acc = minusProduct(acc, a[p + i * down + k * right], x[at + k * along]);
		}
		x[at + i * along] = unit ? acc : acc * Math.fround(1 / a[p + i * down + i * right]);
	}
}
