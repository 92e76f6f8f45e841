import { Dict } from '$lib/core/containers';
import { setSource } from '$lib/core/source';
import { Activation } from '../activation';
import type { Clause, Comprehension } from '../ast';
import { tick } from '../host';
import { generatorObjects } from '../parts';
import { PySet } from '../values';
import { store } from './assign';
import { condition, expression } from './expressions';
import { iterateAt } from './loops';
import type { Evaluate, Site } from './unit';

const { makeLazy } = generatorObjects.functions;

/** `[... for ... in ... if ...]` and the like. The first iterable is evaluated outside. */
export function comprehension(node: Comprehension, site: Site): Evaluate {
	const scope = site.scope.inner(node);
	const inner: Site = { ...site, scope };
	const first = expression(node.clauses[0].iterable, site);
	const element = expression(node.element, inner);
	const value = node.value && expression(node.value, inner);
	const clauses = node.clauses.map((clause, i) => ready(clause, i, inner));
	const { span } = node.clauses[0].iterable;
	const begin = (a: Activation): Activation =>
		new Activation(new Array(scope.slots.size).fill(undefined), a, a.frame);
	if (node.type === 'generator')
		return (a) => {
			const items = iterateAt(first(a), span, a);
			const own = begin(a);
			return makeLazy('<genexpr>', own, () => lazily(clauses, 0, items, own, element));
		};
	return (a) => {
		const items = iterateAt(first(a), span, a);
		const own = begin(a);
		if (node.type === 'list') {
			const list: unknown[] = [];
			eagerly(clauses, 0, items, own, () => void list.push(element(own)));
			return list;
		}
		if (node.type === 'set') {
			const set = new PySet();
			eagerly(clauses, 0, items, own, () => {
				const item = element(own);
				setSource({ span: node.element.span, frame: own.frame });
				set.add(item);
			});
			return set;
		}
		const dict = new Dict();
		eagerly(clauses, 0, items, own, () => {
			const key = element(own);
			const item = value?.(own);
			setSource({ span: node.element.span, frame: own.frame });
			dict.set(key, item);
		});
		return dict;
	};
}

interface Ready {
	/** null for the first clause. */
	readonly items: ((a: Activation) => Iterable<unknown>) | null;
	readonly assign: (a: Activation, value: unknown) => void;
	readonly test: (a: Activation) => boolean;
}

function ready(clause: Clause, index: number, inner: Site): Ready {
	const assign = store(clause.target, inner);
	const tests = clause.conditions.map((each) => condition(expression(each, inner), each.span));
	const test = (a: Activation) => tests.every((each) => each(a));
	if (index === 0) return { items: null, assign, test };
	const iterable = expression(clause.iterable, inner);
	return { items: (a) => iterateAt(iterable(a), clause.iterable.span, a), assign, test };
}

function eagerly(
	clauses: readonly Ready[],
	depth: number,
	items: Iterable<unknown>,
	a: Activation,
	each: () => void
): void {
	const { assign, test } = clauses[depth];
	const next = clauses[depth + 1];
	for (const item of items) {
		tick();
		assign(a, item);
		if (!test(a)) continue;
		if (next?.items) eagerly(clauses, depth + 1, next.items(a), a, each);
		else each();
	}
}

function* lazily(
	clauses: readonly Ready[],
	depth: number,
	items: Iterable<unknown>,
	a: Activation,
	element: Evaluate
): Generator<unknown, unknown> {
	const { assign, test } = clauses[depth];
	const next = clauses[depth + 1];
	for (const item of items) {
		tick();
		assign(a, item);
		if (!test(a)) continue;
		if (next?.items) yield* lazily(clauses, depth + 1, next.items(a), a, element);
		else yield element(a);
	}
	return null;
}
