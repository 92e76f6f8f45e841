import { arrays } from './arrays';
import { special } from './call';
import { ownClass, ScalarInstance } from './classes';
import { typeError } from './errors';
import { intToFloat } from './numbers';
import { typeName } from './types';

/** What can stand where Python wants an integer (`__index__`); undefined for anything else. */
export function asIndex(value: unknown): bigint | undefined {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'boolean') return BigInt(value);
	if (ownClass(value)) {
		const own = special(value, '__index__');
		if (own !== undefined) return asIndex(own);
		return value instanceof ScalarInstance ? asIndex(value.payload) : undefined;
	}
	return arrays.isArray(value) ? arrays.toIndex(value) : undefined;
}

/** `operator.index(value)` */
export function toIndex(value: unknown): bigint {
	const index = asIndex(value);
	if (index === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
	return index;
}

/** A count or a position as a JavaScript number; huge ones become the largest safe one. */
export function toSize(value: unknown): number {
	const index = toIndex(value);
	const bound = BigInt(Number.MAX_SAFE_INTEGER);
	return Number(index > bound ? bound : index < -bound ? -bound : index);
}

/** What the functions of `math` take: numbers, arrays of one element, objects with `__float__`. */
export function toFloat(value: unknown): number {
	if (typeof value === 'number') return value;
	if (typeof value === 'bigint') return intToFloat(value);
	if (typeof value === 'boolean') return Number(value);
	if (ownClass(value)) {
		const own = special(value, '__float__') ?? special(value, '__index__');
		if (own !== undefined) return toFloat(own);
		if (value instanceof ScalarInstance && typeof value.payload !== 'string') return toFloat(value.payload);
	}
	if (arrays.isArray(value)) return arrays.toFloat(value);
	throw typeError(`must be real number, not ${typeName(value)}`);
}
