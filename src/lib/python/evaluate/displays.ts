import { Dict } from '$lib/core/containers';
import { setSource, type Span } from '$lib/core/source';
import type { Activation } from '../activation';
import type { Expression } from '../ast';
import { typeError } from '../errors';
import { isIterable, listOf } from '../iterate';
import { typeName } from '../types';
import { expression } from './expressions';
import type { Evaluate, Site } from './unit';

/** The items of a display, with `*iterable` spread out. */
export function itemList(nodes: readonly Expression[], site: Site): (activation: Activation) => unknown[] {
	if (nodes.every((node) => node.kind !== 'Starred')) {
		const items = nodes.map((node) => expression(node, site));
		return (a) => {
			const result: unknown[] = [];
			for (let i = 0; i < items.length; i++) result.push(items[i](a));
			return result;
		};
	}
	const parts = nodes.map((node) => ({
		star: node.kind === 'Starred',
		span: node.span,
		value: expression(node.kind === 'Starred' ? node.value : node, site)
	}));
	return (a) => {
		const result: unknown[] = [];
		for (const { star, span, value } of parts) {
			const found = value(a);
			if (star) for (const item of spread(found, span, a)) result.push(item);
			else result.push(found);
		}
		return result;
	};
}

function spread(value: unknown, span: Span, a: Activation): unknown[] {
	const before = setSource({ span, frame: a.frame });
	if (!isIterable(value)) throw typeError(`Value after * must be an iterable, not ${typeName(value)}`);
	const items = listOf(value);
	setSource(before);
	return items;
}

/** `{key: value, **mapping}` */
export function dict(node: Extract<Expression, { kind: 'Dict' }>, site: Site): Evaluate {
	const entries = node.entries.map(({ key, value }) => ({
		key: key && expression(key, site),
		value: expression(value, site)
	}));
	return (a) => {
		const result = new Dict();
		for (const { key, value } of entries) {
			const name = key?.(a);
			const found = value(a);
			const before = setSource({ span: node.span, frame: a.frame });
			if (key) result.set(name, found);
			else if (found instanceof Dict) for (const [k, v] of found.entries()) result.set(k, v);
			else throw typeError(`'${typeName(found)}' object is not a mapping`);
			setSource(before);
		}
		return result;
	};
}
