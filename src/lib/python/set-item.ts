import { Dict, Slice } from '$lib/core/containers';
import { arrays } from './arrays';
import { hasSpecial, special } from './call';
import { pyError, typeError, valueError } from './errors';
import { keyError } from './raise';
import { listOf } from './iterate';
import { Deque } from './collections';
import { typeName } from './types';
import { position, toPosition, sliceBounds, splice, sliceIndices } from './slices';

/** `object[index] = value` */
export function setItem(object: unknown, index: unknown, value: unknown): void {
	if (hasSpecial(object, '__setitem__')) {
		special(object, '__setitem__', index, value);
		return;
	}
	if (Array.isArray(object)) setListItem(object, index, value);
	else if (object instanceof Dict) object.set(index, value);
	else if (arrays.isArray(object)) arrays.setItem(object, index, value);
	else if (object instanceof Deque)
		object.items[position(object.items.length, toPosition(index, 'deque'), 'deque')] = value;
	else throw typeError(`'${typeName(object)}' object does not support item assignment`);
}

function setListItem(list: unknown[], index: unknown, value: unknown): void {
	if (!(index instanceof Slice)) {
		const at = toPosition(index, 'list');
		const length = BigInt(list.length);
		if (at >= length || at < -length) throw pyError('IndexError', 'list assignment index out of range');
		list[Number(at < 0n ? at + length : at)] = value;
		return;
	}
	const items = arrays.isArray(value) ? [...arrays.iterate(value)] : sliceItems(value);
	const { start, stop, step } = sliceBounds(index, list.length);
	if (step === 1) {
		splice(list, start, Math.max(stop, start), items);
		return;
	}
	const places = sliceIndices(index, list.length);
	if (places.length !== items.length)
		throw valueError(
			`attempt to assign sequence of size ${items.length} to extended slice of size ${places.length}`
		);
	places.forEach((place, i) => (list[place] = items[i]));
}

function sliceItems(value: unknown): unknown[] {
	try {
		return listOf(value);
	} catch (error) {
		if (error instanceof Error && /object is not iterable/.test(error.message))
			throw typeError('can only assign an iterable');
		throw error;
	}
}

/** `del object[index]` */
export function deleteItem(object: unknown, index: unknown): void {
	if (hasSpecial(object, '__delitem__')) {
		special(object, '__delitem__', index);
		return;
	}
	if (Array.isArray(object)) deleteListItem(object, index);
	else if (object instanceof Dict) {
		if (!object.delete(index)) throw keyError(index);
	} else if (object instanceof Deque)
		object.items.splice(position(object.items.length, toPosition(index, 'deque'), 'deque'), 1);
	else if (arrays.isArray(object) && arrays.deleteItem) arrays.deleteItem(object, index);
	else throw typeError(`'${typeName(object)}' object doesn't support item deletion`);
}

function deleteListItem(list: unknown[], index: unknown): void {
	if (index instanceof Slice) {
		const gone = new Set(sliceIndices(index, list.length));
		const kept = list.filter((_, i) => !gone.has(i));
		splice(list, 0, list.length, kept);
		return;
	}
	const at = toPosition(index, 'list');
	const length = BigInt(list.length);
	if (at >= length || at < -length) throw pyError('IndexError', 'list assignment index out of range');
	list.splice(Number(at < 0n ? at + length : at), 1);
}
