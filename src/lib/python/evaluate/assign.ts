import { setSource, type Span } from '$lib/core/source';
import { nameValue } from '$lib/core/naming';
import type { Activation } from '../activation';
import type { SequenceTarget, Target } from '../ast';
import { Tuple } from '$lib/core/containers';
import { at, typeError, valueError } from '../errors';
import { listOf, tryIterate, isIterable } from '../iterate';
import { typeName } from '../types';
import { expression } from './expressions';
import { deleteName, storeName, type Store } from './names';
import type { Site } from './unit';
import { setters } from '../parts';
import { itemSetters } from '../parts';

const { deleteItem, setItem } = itemSetters.functions;
const { deleteAttribute, setAttribute } = setters.functions;

/** Makes a target ready to be assigned to. */
export function store(target: Target, site: Site): Store {
	switch (target.kind) {
		case 'NameTarget':
			return storeName(target.id, site);
		case 'AttributeTarget': {
			const object = expression(target.object, site);
			const { name, span } = target;
			return (a, value) => {
				const owner = object(a);
				const before = setSource({ span, frame: a.frame });
				setAttribute(owner, name, value);
				setSource(before);
				if (typeof value === 'object') nameValue(value, name);
			};
		}
		case 'SubscriptTarget': {
			const object = expression(target.object, site);
			const index = expression(target.index, site);
			const { span } = target;
			return (a, value) => {
				const owner = object(a);
				const key = index(a);
				const before = setSource({ span, frame: a.frame });
				setItem(owner, key, value);
				setSource(before);
			};
		}
		case 'SequenceTarget':
			return unpack(target, site);
		case 'StarTarget':
			throw at(target.span, typeError('internal: starred target'));
	}
}

function unpack(target: SequenceTarget, site: Site): Store {
	const star = target.items.findIndex((item) => item.kind === 'StarTarget');
	const stores = target.items.map((item) => store(item.kind === 'StarTarget' ? item.target : item, site));
	const { span } = target;
	if (star >= 0) return unpackStar(stores, star, span);
	return (a, value) => {
		const items = exactly(value, stores.length, span, a);
		for (let i = 0; i < stores.length; i++) stores[i](a, items[i]);
	};
}

function exactly(value: unknown, count: number, span: Span, a: Activation): readonly unknown[] {
	const items = takeItems(value, span, a, count + 1);
	if (items.length > count) throw at(span, valueError(`too many values to unpack (expected ${count})`));
	if (items.length < count)
		throw at(span, valueError(`not enough values to unpack (expected ${count}, got ${items.length})`));
	return items;
}

/** At most `most` items, so that endless iterators can be told to be too long. */
function takeItems(value: unknown, span: Span, a: Activation, most: number): readonly unknown[] {
	if (value instanceof Tuple && value.constructor === Tuple) return value.items;
	const before = setSource({ span, frame: a.frame });
	const source = tryIterate(value);
	if (source === null) throw typeError(`cannot unpack non-iterable ${typeName(value)} object`);
	const items: unknown[] = [];
	const iterator = source[Symbol.iterator]();
	while (items.length < most) {
		const turn = iterator.next();
		if (turn.done) break;
		items.push(turn.value);
	}
	setSource(before);
	return items;
}

function unpackStar(stores: readonly Store[], star: number, span: Span): Store {
	const least = stores.length - 1;
	return (a, value) => {
		const before = setSource({ span, frame: a.frame });
		if (!isIterable(value)) throw typeError(`cannot unpack non-iterable ${typeName(value)} object`);
		const items = listOf(value);
		if (items.length < least)
			throw valueError(`not enough values to unpack (expected at least ${least}, got ${items.length})`);
		setSource(before);
		const tail = stores.length - star - 1;
		for (let i = 0; i < star; i++) stores[i](a, items[i]);
		stores[star](a, items.slice(star, items.length - tail));
		for (let i = 0; i < tail; i++) stores[star + 1 + i](a, items[items.length - tail + i]);
	};
}

/** Makes `del target` ready. */
export function remove(target: Target, site: Site): (activation: Activation) => void {
	switch (target.kind) {
		case 'NameTarget':
			return deleteName(target.id, target.span, site);
		case 'AttributeTarget': {
			const object = expression(target.object, site);
			return (a) => {
				const owner = object(a);
				const before = setSource({ span: target.span, frame: a.frame });
				deleteAttribute(owner, target.name);
				setSource(before);
			};
		}
		case 'SubscriptTarget': {
			const object = expression(target.object, site);
			const index = expression(target.index, site);
			return (a) => {
				const owner = object(a);
				const key = index(a);
				const before = setSource({ span: target.span, frame: a.frame });
				deleteItem(owner, key);
				setSource(before);
			};
		}
		case 'SequenceTarget': {
			const parts = target.items.map((item) => remove(item, site));
			return (a) => parts.forEach((part) => part(a));
		}
		case 'StarTarget':
			throw at(target.span, typeError('internal: starred target'));
	}
}
