import { Dict, Slice, Tuple } from '$lib/core/containers';
import { getAttribute } from './attributes';
import { call, special } from './call';
import { HostObject, ownClass, PyClass, ScalarInstance } from './classes';
import { Counter, DefaultDict, Deque } from './collections';
import { EnumClass } from './enum-class';
import { pyError, typeError } from './errors';
import { keyError } from './raise';
import { position, sliceBounds, sliceIndices, toPosition } from './slices';
import { getItem } from './subscript';
import { hasAstral } from './text';
import { typeName } from './types';
import { subscriptType, TypeForm } from './typing-values';
import { unboxed } from './unboxed';
import { Range } from './values';

/** `object[index]` of anything but arrays. */
export function rarerItem(object: unknown, index: unknown): unknown {
	if (ownClass(object)) {
		const own = special(object, '__getitem__', index);
		if (own !== undefined) return own;
		if (object instanceof ScalarInstance) return getItem(object.payload, index);
	}
	if (object instanceof Dict) return dictItem(object, index);
	if (Array.isArray(object)) return sequenceItem(object, index, 'list', (items) => items);
	if (object instanceof Tuple) return sequenceItem(object.items, index, 'tuple', (items) => new Tuple(items));
	if (typeof object === 'string') return textItem(object, index);
	if (object instanceof Range) return rangeItem(object, index);
	if (object instanceof Deque)
		return object.items[position(object.items.length, toPosition(index, 'deque'), 'deque')];
	if (object instanceof HostObject && object.getItem) return object.getItem(unboxed(index));
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
