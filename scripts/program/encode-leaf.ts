import { kindOf } from '$lib/array/dtype';
import type { NDArray } from '$lib/array/ndarray';
import type { ArrayRecord, Scalar } from './format';

/** A carry leaf of a scan in the conformance format. A random key's two words are a last axis of its shape. */
export function encodeLeaf(leaf: NDArray): ArrayRecord {
	const isKey = kindOf(leaf.dtype) === 'k';
	return {
		dtype: leaf.dtype,
		shape: isKey ? [...leaf.shape, 2] : leaf.shape,
		data: Array.from(leaf.data, leaf.dtype === 'bool' ? (element) => element !== 0 : encodeNumber),
		...(leaf.weak ? { weak: true } : {})
	};
}

function encodeNumber(value: number): Scalar {
	if (Number.isNaN(value)) return 'nan';
	if (value === Infinity) return 'inf';
	if (value === -Infinity) return '-inf';
	return Object.is(value, -0) ? '-0' : value;
}
