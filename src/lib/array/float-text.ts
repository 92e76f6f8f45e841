import type { DType } from './dtype';

/** NumPy's `str` of a floating scalar: shortest digits that read back in `dtype`: `0.1`, `1e-05`, `1e+16`, `nan`. */
export function scalarText(x: number, dtype: DType): string {
	throw new Error('internal: not built yet');
}

/** Python's `repr` of a float: `1.0`, `1e-05`, `1e+16`, `inf`. */
export function doubleText(x: number): string {
	throw new Error('internal: not built yet');
}
