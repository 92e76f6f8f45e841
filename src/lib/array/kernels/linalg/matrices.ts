import type { DType } from '../../dtype';
import { sizeOf, type Shape } from '../../shape';

/** Rows, columns and number of the matrices in an array: all axes but the last two are batch. */
export interface Matrices {
	readonly rows: number;
	readonly columns: number;
	readonly count: number;
}

export function matricesOf(primitive: string, dtype: DType, shape: Shape): Matrices {
	if (dtype !== 'float32') throw new Error(`internal: no ${primitive} of ${dtype}`);
	const [rows, columns] = shape.slice(-2);
	return { rows, columns, count: sizeOf(shape.slice(0, -2)) };
}

/** acc - x * y with one rounding to float32. */
export const minusProduct = (acc: number, x: number, y: number): number => Math.fround(acc - x * y);
