import { Dict, Slice, Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import { getAttribute } from './attributes';
import { call, special } from './call';
import { HostObject, ownClass, PyClass, ScalarInstance } from './classes';
import { asIndex, toSize } from './convert';
import { pyError, typeError, valueError } from './errors';
import { EnumClass } from './enum-class';
import { keyError } from './raise';
import { hasAstral } from './text';
import { Counter, DefaultDict, Deque } from './collections';
import { typeName } from './types';
import { subscriptType, TypeForm } from './typing-values';
import { Range } from './values';

/** `object[index]` */
export function getItem(object: unknown, index: unknown): unknown {
	if (Array.isArray(object) && typeof index === 'bigint' && !ownClass(object))
		return object[position(object.length, index, 'list')];
	if (ownClass(object)) {
		const own = special(object, '__getitem__', index);
		if (own !== undefined) return own;
		if (object instanceof ScalarInstance) return getItem(object.payload, index);
	}
	if (object instanceof Dict) return dictItem(object, index);
	if (arrays.isArray(object)) return arrays.getItem(object, index);
	if (Array.isArray(object)) return sequenceItem(object, index, 'list', (items) => items);
	if (object instanceof Tuple) return sequenceItem(object.items, index, 'tuple', (items) => new Tuple(items));
	if (typeof object === 'string') return textItem(object, index);
	if (object instanceof Range) return rangeItem(object, index);
	if (object instanceof Deque)
		return object.items[position(object.items.length, toPosition(index, 'deque'), 'deque')];
	if (object instanceof HostObject && object.getItem) return object.getItem(index);
	if (object instanceof PyClass && object.lookup('__class_getitem__') !== undefined)
		return call(getAttribute(object, '__class_getitem__'), [index]);
	if (object instanceof EnumClass) return object.members.get(String(index)) ?? raiseKeyError(index);
	if (object instanceof PyClass || object instanceof TypeForm) return subscriptType(object, index);
	throw typeError(`'${typeName(object)}' object is not subscriptable`);
}

function raiseKeyError(key: unknown): never {
	throw keyError(key);
}

function dictItem(dict: Dict, key: unknown): unknown {
	const found = dict.get(key);
	if (found !== undefined) return found;
	if (dict instanceof Counter) return 0n;
	if (dict instanceof DefaultDict) return dict.missing(key);
	const own = special(dict, '__missing__', key);
	if (own !== undefined) return own;
	throw keyError(key);
}

/** The place of an index that may count from the end; Python's IndexError outside. */
export function position(length: number, index: bigint, kind: string): number {
	const at = Number(index) + (index < 0n ? length : 0);
	if (at < 0 || at >= length) throw pyError('IndexError', `${kind ? `${kind} ` : ''}index out of range`);
	return at;
}

export function toPosition(index: unknown, kind: string): bigint {
	const found = asIndex(index);
	if (found !== undefined) {
		if (kind !== 'range' && found !== BigInt.asIntN(64, found))
			throw pyError('IndexError', "cannot fit 'int' into an index-sized integer");
		return found;
	}
	if (kind === 'string') throw typeError(`string indices must be integers, not '${typeName(index)}'`);
	if (kind === 'deque') throw typeError(`sequence index must be integer, not '${typeName(index)}'`);
	throw typeError(`${kind} indices must be integers or slices, not ${typeName(index)}`);
}

function sequenceItem(
	items: readonly unknown[],
	index: unknown,
	kind: string,
	make: (items: unknown[]) => unknown
): unknown {
	if (index instanceof Slice) return make(sliceIndices(index, items.length).map((i) => items[i]));
	return items[position(items.length, toPosition(index, kind), kind)];
}

function textItem(text: string, index: unknown): unknown {
	const chars = hasAstral(text) ? Array.from(text) : text;
	if (index instanceof Slice) {
		const { start, stop, step } = sliceBounds(index, chars.length);
		if (step === 1 && typeof chars === 'string') return chars.slice(start, Math.max(start, stop));
		return sliceIndices(index, chars.length)
			.map((i) => chars[i])
			.join('');
	}
	return chars[position(chars.length, toPosition(index, 'string'), 'string')];
}

function rangeItem(range: Range, index: unknown): unknown {
	if (index instanceof Slice) {
		const { start, stop, step } = sliceBounds(index, Number(range.length));
		return new Range(range.at(BigInt(start)), range.at(BigInt(stop)), range.step * BigInt(step));
	}
	const at = toPosition(index, 'range');
	const found = at < 0n ? at + range.length : at;
	if (found < 0n || found >= range.length) throw pyError('IndexError', 'range object index out of range');
	return range.at(found);
}

function sliceBound(value: unknown): number | null {
	if (value === null) return null;
	const index = asIndex(value);
	if (index === undefined)
		throw typeError('slice indices must be integers or None or have an __index__ method');
	return toSize(index);
}

/** Python's `slice.indices(length)`. */
export function sliceBounds(slice: Slice, length: number): { start: number; stop: number; step: number } {
	const step = sliceBound(slice.step) ?? 1;
	if (step === 0) throw valueError('slice step cannot be zero');
	const low = step > 0 ? 0 : -1;
	const high = step > 0 ? length : length - 1;
	const clamp = (value: number | null, otherwise: number): number => {
		if (value === null) return otherwise;
		const at = value < 0 ? value + length : value;
		return Math.min(Math.max(at, low), high);
	};
	return {
		start: clamp(sliceBound(slice.start), step > 0 ? 0 : length - 1),
		stop: clamp(sliceBound(slice.stop), step > 0 ? length : -1),
		step
	};
}

/** The places that a slice picks from a sequence of `length`. */
export function sliceIndices(slice: Slice, length: number): number[] {
	const { start, stop, step } = sliceBounds(slice, length);
	const found: number[] = [];
	if (step > 0) for (let i = start; i < stop; i += step) found.push(i);
	else for (let i = start; i > stop; i += step) found.push(i);
	return found;
}

/** Puts `items` in place of those from `start` to `stop`. */
export function splice(list: unknown[], start: number, stop: number, items: readonly unknown[]): void {
	const tail = list.slice(stop);
	list.length = start;
	for (const item of items) list.push(item);
	for (const item of tail) list.push(item);
}
