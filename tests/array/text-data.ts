import { readFileSync } from 'node:fs';
import { allocate, type DType } from '$lib/array/dtype';
import type { TextType } from '$lib/array/element-format';
import type { FloatType } from '$lib/array/float-text';
import type { TextArray } from '$lib/array/layout';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';

type Cell = number | 'nan' | 'inf' | '-inf' | '-0';

interface Case {
	readonly shape: readonly number[];
	readonly data: readonly Cell[];
	readonly str: string;
	readonly repr: string;
}

/** What JAX 0.10.2 and NumPy 2.4.0 print. A scalar is [type, value, NumPy's str, Python's repr of the double]. */
export interface TextData {
	readonly arrays: readonly (Case & { dtype: DType; weak: boolean; numpy: string })[];
	readonly numpy: readonly (Case & { dtype: TextType; scalar: string | null })[];
	readonly scalars: readonly (readonly [FloatType, Cell, string, string])[];
}

type Line = { [K in keyof TextData]?: TextData[K][number] };

/** Reads a file of one case a line. */
export function readTextData(path: URL): TextData {
	const lines = readFileSync(path, 'utf8')
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as Line);
	return {
		arrays: lines.flatMap((line) => line.arrays ?? []),
		numpy: lines.flatMap((line) => line.numpy ?? []),
		scalars: lines.flatMap((line) => (line.scalars === undefined ? [] : [line.scalars]))
	};
}

export const numberOf = (cell: Cell): number =>
	cell === 'nan' ? NaN : cell === 'inf' ? Infinity : cell === '-inf' ? -Infinity : Number(cell);

export function arrayOf({ dtype, shape, data, weak }: TextData['arrays'][number]): NDArray {
	const stored = allocate(dtype, sizeOf(shape));
	stored.set(data.map(numberOf));
	return new NDArray(dtype, shape, stored, weak);
}

export const textArrayOf = ({ dtype, shape, data }: TextData['numpy'][number]): TextArray => ({
	dtype,
	shape,
	data: data.map(numberOf)
});
