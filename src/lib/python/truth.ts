import { Dict, Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import { special } from './call';
import { Deque } from './collections';
import { DictView } from './dict-view';
import { HostObject, ownClass, ScalarInstance } from './classes';
import { typeError } from './errors';
import { typeName } from './types';
import { PySet, Range } from './values';

/** `bool(value)` */
export function truth(value: unknown): boolean {
	switch (typeof value) {
		case 'boolean':
			return value;
		case 'bigint':
			return value !== 0n;
		case 'number':
			return value !== 0;
		case 'string':
			return value !== '';
		case 'object':
			return value !== null && objectTruth(value);
		default:
			return value !== undefined;
	}
}

function objectTruth(value: object): boolean {
	if (ownClass(value)) {
		const own = special(value, '__bool__');
		if (own !== undefined) {
			if (typeof own !== 'boolean') throw typeError(`__bool__ should return bool, returned ${typeName(own)}`);
			return own;
		}
		const length = special(value, '__len__');
		if (length !== undefined) return truth(length);
		if (value instanceof ScalarInstance) return truth(value.payload);
	}
	if (Array.isArray(value) || value instanceof Tuple) return value.length > 0;
	if (value instanceof Dict || value instanceof PySet) return value.size > 0;
	if (arrays.isArray(value)) return arrays.truth(value);
	if (value instanceof Range) return value.length > 0n;
	if (value instanceof DictView) return value.size > 0;
	if (value instanceof Deque) return value.items.length > 0;
	if (value instanceof HostObject && value.length) return value.length() > 0;
	return true;
}
