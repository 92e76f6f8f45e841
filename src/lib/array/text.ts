import { scalarText, isFloatType } from './float-text';
import { isSummarised, layOut, lineWidth, type TextArray } from './layout';
import type { NDArray } from './ndarray';
import { shapeText, sizeOf } from './shape';
import type { TextType } from './element-format';

/** A key array is shown as the words under it. */
const wordsUnder = ({ shape, data }: TextArray): TextArray => ({
	dtype: 'uint32',
	shape: [...shape, 2],
	data
});

const keyText = (keys: TextArray): string =>
	`Array(${shapeText(keys.shape)}, dtype=key<fry>) overlaying:\n${numpyStr(wordsUnder(keys))}`;

/** Python's `str` of a jax.Array, which is NumPy's: `[1. 2.]`, `2.0`. Keys as JAX shows them. */
export const arrayStr = (array: NDArray): string =>
	array.dtype === 'key<fry>' ? keyText(array) : numpyStr(array);

/** Python's `repr` of a jax.Array: `Array([1., 2.], dtype=float32)`, `weak_type=True` where weak. */
export function arrayRepr(array: NDArray): string {
	if (array.dtype === 'key<fry>') return keyText(array);
	const prefix = 'Array(';
	const dtype = `dtype=${array.dtype}${array.weak ? ', weak_type=True' : ''}`;
	const text =
		array.size === 0
			? `[], shape=${shapeText(array.shape)}`
			: layOut(array, ', ', prefix, lineWidth() - ','.length);
	// JAX 0.10 counts the last line two too long (from one before its newline), and moves the dtype right, not down.
	const lastLine = text.length - text.lastIndexOf('\n') + 1;
	const gap = lastLine + dtype.length + 2 > lineWidth() ? ' '.repeat(prefix.length) : ' ';
	return `${prefix}${text},${gap}${dtype})`;
}

/** `str` of one element as a NumPy scalar: `True`, `3`, `0.1`. */
function elementText(x: number, dtype: TextType): string {
	if (dtype === 'bool') return x === 0 ? 'False' : 'True';
	return isFloatType(dtype) ? scalarText(x, dtype) : String(x);
}

/** `str` of a NumPy array or scalar. */
export const numpyStr = (array: TextArray): string =>
	array.shape.length === 0 ? elementText(array.data[0], array.dtype) : layOut(array, ' ');

/** NumPy leaves out the dtypes that the text itself implies. */
const implied: readonly TextType[] = ['float64', 'int64', 'bool'];

/** `repr` of a NumPy array: `array([1., 2.], dtype=float32)`, `array([1, 2])`. */
function numpyArrayRepr(array: TextArray): string {
	const prefix = 'array(';
	const empty = sizeOf(array.shape) === 0;
	const extras: string[] = [];
	if ((empty && array.shape.length !== 1) || isSummarised(array.shape))
		extras.push(`shape=${shapeText(array.shape)}`);
	if (empty || !implied.includes(array.dtype)) extras.push(`dtype=${array.dtype}`);
	const text = prefix + layOut(array, ', ', prefix, lineWidth() - ')'.length);
	if (extras.length === 0) return `${text})`;
	const rest = `${extras.join(', ')})`;
	const lastLine = text.length + 1 - (text.lastIndexOf('\n') + 1);
	const gap = lastLine + rest.length + 1 > lineWidth() ? `\n${' '.repeat(prefix.length)}` : ' ';
	return `${text},${gap}${rest}`;
}

/** `repr` of a NumPy scalar: `np.float32(1.5)`, `np.True_`. */
function numpyScalarRepr({ data, dtype }: TextArray): string {
	const text = elementText(data[0], dtype);
	if (dtype === 'bfloat16') return text;
	return dtype === 'bool' ? `np.${text}_` : `np.${dtype}(${text})`;
}

/** `repr` of a NumPy array, or, where `scalar`, of the NumPy scalar that an array of no axes holds. */
export const numpyRepr = (array: TextArray, scalar = false): string =>
	scalar ? numpyScalarRepr(array) : numpyArrayRepr(array);
