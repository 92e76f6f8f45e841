import { Float0Array } from '$lib/api/numpy/float0';
import { HostArray } from '$lib/api/numpy/host-array';
import { kindOf } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { Dict, NamedTuple, Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import { Instance, isOwned, ScalarInstance } from './classes';
import { dataclassFields } from './dataclass-fields';
import { findAttribute } from './attributes';
import { reprOf } from './repr';

/** A number of the conformance format; what JSON cannot say is `"nan"`, `"inf"`, `"-inf"`, `"-0"`. */
type Scalar = number | boolean | string;

export interface EncodedArray {
	readonly dtype: string;
	readonly shape: readonly number[];
	/** Flat, row-major. */
	readonly data: readonly Scalar[];
	readonly weak?: boolean;
}

export type Encoded =
	| { readonly array: EncodedArray }
	| { readonly numpy: EncodedArray }
	| { readonly key: EncodedArray }
	| { readonly tuple: readonly Encoded[] }
	| { readonly list: readonly Encoded[] }
	| { readonly dict: readonly (readonly [Encoded, Encoded])[] }
	| { readonly namedtuple: string; readonly fields: Readonly<Record<string, Encoded>> }
	| { readonly dataclass: string; readonly fields: Readonly<Record<string, Encoded>> }
	| { readonly python: 'int' | 'float' | 'bool' | 'str'; readonly value: Scalar }
	| { readonly none: true }
	| { readonly repr: string };

/** A value of the program in the conformance format, a tree of plain JSON. */
export function encodeValue(value: unknown): Encoded {
	switch (typeof value) {
		case 'bigint':
			return { python: 'int', value: Number(value) };
		case 'number':
			return { python: 'float', value: encodeNumber(value) };
		case 'boolean':
			return { python: 'bool', value };
		case 'string':
			return { python: 'str', value };
		case 'object':
			return value === null ? { none: true } : encodeInside(value);
		default:
			return { none: true };
	}
}

/** Containers inside one another farther than this, or inside themselves, are cut off. */
const deepest = 500;
let depth = 0;

function encodeInside(value: object): Encoded {
	if (depth >= deepest) return { repr: '...' };
	depth++;
	try {
		return encodeObject(value);
	} finally {
		depth--;
	}
}

function encodeObject(value: object): Encoded {
	if (value instanceof Float0Array) return { repr: reprOf(value) };
	if (value instanceof HostArray) return { numpy: elementsOf(value.host, value.shape, value.exact) };
	if (value instanceof NDArray) return encodeArray(value);
	if (value instanceof NamedTuple)
		return { namedtuple: value.type.name, fields: fieldsOf(value.type.fields, value.items) };
	if (value instanceof Tuple) return { tuple: value.items.map(encodeValue) };
	if (Array.isArray(value)) return { list: value.map(encodeValue) };
	if (value instanceof Dict)
		return { dict: value.entries().map(([key, item]) => [encodeValue(key), encodeValue(item)] as const) };
	if (arrays.isArray(value)) return arrays.encode?.(value) ?? { repr: reprOf(value) };
	if (isOwned(value)) return encodeOwned(value);
	return { repr: reprOf(value) };
}

function encodeOwned(value: object): Encoded {
	if (value instanceof ScalarInstance) return { repr: reprOf(value) };
	if (value instanceof Instance) {
		const fields = dataclassFields(value.cls);
		if (fields) {
			const names = fields.map(({ name }) => name);
			return {
				dataclass: value.cls.name,
				fields: fieldsOf(
					names,
					names.map((name) => findAttribute(value, name))
				)
			};
		}
	}
	return { repr: reprOf(value) };
}

const fieldsOf = (names: readonly string[], values: readonly unknown[]): Record<string, Encoded> =>
	Object.fromEntries(names.map((name, i) => [name, encodeValue(values[i])]));

/** An array; a random key's two words are a last axis of its shape. */
function encodeArray(array: NDArray): Encoded {
	if (kindOf(array.dtype) === 'k')
		return { key: { dtype: 'uint32', shape: [...array.shape, 2], data: Array.from(array.data) } };
	const elements = elementsOf(array.dtype, array.shape, array.data);
	return { array: array.weak ? { ...elements, weak: true } : elements };
}

const elementsOf = (dtype: string, shape: readonly number[], data: ArrayLike<number>): EncodedArray => ({
	dtype,
	shape,
	data: Array.from(data, dtype === 'bool' ? (element) => element !== 0 : encodeNumber)
});

/** A number as JSON can say it. */
function encodeNumber(value: number): Scalar {
	if (Number.isNaN(value)) return 'nan';
	if (value === Infinity) return 'inf';
	if (value === -Infinity) return '-inf';
	return Object.is(value, -0) ? '-0' : value;
}
