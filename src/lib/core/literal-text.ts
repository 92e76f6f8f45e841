import { isFloat } from '$lib/array/dtype';
import { type NDArray } from '$lib/array/ndarray';
import { asWritten } from './literal';

/** A literal of a jaxpr: a number, or the elements of an array in brackets. */
export const literalText = (value: NDArray): string =>
	value.ndim === 0
		? scalarText(value, 0)
		: `[${Array.from(value.data, (_, i) => scalarText(value, i)).join(' ')}]`;

/** A literal's number: `0.0`, `-inf`, `3`, `True`. */
function scalarText(value: NDArray, at: number): string {
	const n = value.data[at];
	if (value.dtype === 'bool') return n ? 'True' : 'False';
	if (!isFloat(value.dtype)) return String(n);
	return floatText(asWritten(value) ?? n);
}

/** Python's repr of a double. JAX keeps a literal's value as the Python float of its float32, if it is not weak. */
export function floatText(x: number): string {
	if (Number.isNaN(x)) return 'nan';
	if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
	if (Object.is(x, -0)) return '-0.0';
	const text = String(x);
	const [digits, exponent] = text.split('e');
	if (exponent === undefined) {
		const size = Math.abs(x);
		if (size !== 0 && size < 1e-4) return exponential(x);
		if (size >= 1e16) return exponential(x);
		return text.includes('.') ? text : `${text}.0`;
	}
	const n = Number(exponent);
	if (n >= 0 && n < 16) return `${BigInt(x)}.0`;
	return `${digits}e${n < 0 ? '-' : '+'}${String(Math.abs(n)).padStart(2, '0')}`;
}

function exponential(x: number): string {
	const [digits, exponent] = x.toExponential().split('e');
	const n = Number(exponent);
	return `${digits}e${n < 0 ? '-' : '+'}${String(Math.abs(n)).padStart(2, '0')}`;
}
