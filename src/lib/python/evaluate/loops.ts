import { setSource, type Span } from '$lib/core/source';
import type { Activation } from '../activation';
import type { For, While } from '../ast/statements';
import { tick } from '../host';
import { iterate } from '../iterate';
import { store } from './assign';
import { condition, expression } from './expressions';
import { block } from './statements';
import { broke, normal, returned, type Execute, type Site } from './unit';

export function whileLoop(node: While, site: Site): Execute {
	const test = condition(expression(node.test, site), node.test.span);
	const body = block(node.body, site);
	const otherwise = block(node.otherwise, site);
	return (a) => {
		while (test(a)) {
			tick();
			const completion = body(a);
			if (completion === broke) return normal;
			if (completion === returned) return returned;
		}
		return otherwise(a);
	};
}

export function forLoop(node: For, site: Site): Execute {
	const iterable = expression(node.iterable, site);
	const assign = store(node.target, site);
	const body = block(node.body, site);
	const otherwise = block(node.otherwise, site);
	const span = { ...node.iterable.span, line: node.span.line };
	return (a) => {
		for (const item of iterateAt(iterable(a), span, a)) {
			tick();
			assign(a, item);
			const completion = body(a);
			if (completion === broke) return normal;
			if (completion === returned) return returned;
		}
		return otherwise(a);
	};
}

/** The items of a value; that it has none to give is an error at `span`. */
export function iterateAt(value: unknown, span: Span, a: Activation): Iterable<unknown> {
	const before = setSource({ span, frame: a.frame });
	const items = iterate(value);
	setSource(before);
	return items;
}
