import { Dict, Tuple } from '$lib/core/containers';
import { setSource, type Span } from '$lib/core/source';
import { arrays } from '../arrays';
import type { Activation } from '../activation';
import type { Case, Match } from '../ast/statements';
import type { Pattern } from '../ast/patterns';
import { findAttribute } from '../attributes';
import { isOwned, NamedTupleClass, PyClass } from '../classes';
import { compare } from '../compare';
import { at, typeError } from '../errors';
import { listOf } from '../iterate';
import { syntaxError } from '../parse/source-text';
import { truth } from '../truth';
import {
	boolClass,
	dictClass,
	floatClass,
	frozensetClass,
	intClass,
	isInstance,
	listClass,
	setClass,
	strClass,
	tupleClass
} from '../types';
import { Range } from '../values';
import { condition, expression } from './expressions';
import { storeName, type Store } from './names';
import { block } from './statements';
import { normal, type Execute, type Site } from './unit';

type Fits = (a: Activation, subject: unknown) => boolean;

export function matchStatement(node: Match, site: Site): Execute {
	const subject = expression(node.subject, site);
	const cases = casesOf(node, site);
	const bodies = node.cases.map((each) => block(each.body, site));
	return (a) => {
		const value = subject(a);
		const chosen = cases.findIndex((fits) => fits(a, value));
		return chosen < 0 ? normal : bodies[chosen](a);
	};
}

/** For each case, whether it is the one: its pattern, then its guard. */
export function casesOf(node: Match, site: Site): Fits[] {
	node.cases.slice(0, -1).forEach(checkReachable);
	return node.cases.map((each) => {
		const fits = pattern(each.pattern, site);
		const guard = each.guard && condition(expression(each.guard, site), each.guard.span);
		return (a, value) => fits(a, value) && (!guard || guard(a));
	});
}

function checkReachable({ pattern, guard }: Case): void {
	if (guard) return;
	if (pattern.kind === 'WildcardPattern')
		throw syntaxError('wildcard makes remaining patterns unreachable', pattern.span);
	if (pattern.kind === 'CapturePattern')
		throw syntaxError(
			`name capture '${pattern.target.id}' makes remaining patterns unreachable`,
			pattern.span
		);
}

function pattern(node: Pattern, site: Site): Fits {
	switch (node.kind) {
		case 'WildcardPattern':
			return () => true;
		case 'CapturePattern': {
			const bind = storeName(node.target.id, site);
			return (a, value) => {
				bind(a, value);
				return true;
			};
		}
		case 'ValuePattern':
			return valuePattern(node, site);
		case 'AsPattern': {
			const inner = pattern(node.pattern, site);
			const bind = storeName(node.target.id, site);
			return (a, value) => {
				if (!inner(a, value)) return false;
				bind(a, value);
				return true;
			};
		}
		case 'OrPattern': {
			const options = node.options.map((option) => pattern(option, site));
			return (a, value) => options.some((fits) => fits(a, value));
		}
		case 'SequencePattern':
			return sequencePattern(node, site);
		case 'MappingPattern':
			return mappingPattern(node, site);
		case 'ClassPattern':
			return classPattern(node, site);
		case 'StarPattern':
			throw new Error('internal: a star pattern on its own');
	}
}

function valuePattern(node: Extract<Pattern, { kind: 'ValuePattern' }>, site: Site): Fits {
	const wanted = expression(node.value, site);
	const constant = node.value.kind === 'Constant' ? node.value.value : undefined;
	if (constant === null || typeof constant === 'boolean') return (_, value) => value === constant;
	return (a, value) => {
		const before = setSource({ span: node.span, frame: a.frame });
		const result = truth(compare('==', value, wanted(a)));
		setSource(before);
		return result;
	};
}

const isSequence = (value: unknown): boolean =>
	Array.isArray(value) || value instanceof Tuple || value instanceof Range;

function sequencePattern(node: Extract<Pattern, { kind: 'SequencePattern' }>, site: Site): Fits {
	const star = node.items.findIndex((item) => item.kind === 'StarPattern');
	const count = node.items.length;
	const parts: Fits[] = node.items.map((item) => {
		if (item.kind !== 'StarPattern') return pattern(item, site);
		const bind: Store | null = item.target && storeName(item.target.id, site);
		return (a, value) => {
			bind?.(a, value);
			return true;
		};
	});
	return (a, value) => {
		if (!isSequence(value)) return false;
		const items = listOf(value);
		if (star < 0) return items.length === count && parts.every((fits, i) => fits(a, items[i]));
		if (items.length < count - 1) return false;
		const rest = items.length - (count - 1);
		return parts.every((fits, i) =>
			fits(a, i < star ? items[i] : i === star ? items.slice(star, star + rest) : items[i + rest - 1])
		);
	};
}

function mappingPattern(node: Extract<Pattern, { kind: 'MappingPattern' }>, site: Site): Fits {
	const entries = node.entries.map(({ key, pattern: inner }) => ({
		key: expression(key, site),
		fits: pattern(inner, site)
	}));
	const rest = node.rest && storeName(node.rest.id, site);
	return (a, value) => {
		if (!(value instanceof Dict)) return false;
		const keys = entries.map(({ key }) => key(a));
		if (!keys.every((key) => value.has(key))) return false;
		if (!entries.every(({ fits }, i) => fits(a, value.get(keys[i])))) return false;
		if (rest) {
			const others = new Dict(value.entries());
			for (const key of keys) others.delete(key);
			rest(a, others);
		}
		return true;
	};
}

/** Classes whose one positional pattern is the value itself. */
const whole = new Set<PyClass>([
	boolClass,
	intClass,
	floatClass,
	strClass,
	listClass,
	tupleClass,
	dictClass,
	setClass,
	frozensetClass
]);

function classPattern(node: Extract<Pattern, { kind: 'ClassPattern' }>, site: Site): Fits {
	const type = expression(node.type, site);
	const items = node.items.map((item) => pattern(item, site));
	const keywords = node.keywords.map(({ name, pattern: inner }) => ({ name, fits: pattern(inner, site) }));
	return (a, value) => {
		const cls = type(a);
		if (!(cls instanceof PyClass)) throw at(node.span, typeError('called match pattern must be a class'));
		if (!isInstance(value, cls)) return false;
		const before = setSource({ span: node.span, frame: a.frame });
		const result =
			positionalParts(cls, value, items, node.span, a) &&
			keywords.every(({ name, fits }) => {
				const found = findAttribute(value, name);
				return found !== undefined && fits(a, found);
			});
		setSource(before);
		return result;
	};
}

function positionalParts(
	cls: PyClass,
	value: unknown,
	items: readonly Fits[],
	span: Span,
	a: Activation
): boolean {
	if (items.length === 0) return true;
	if (items.length === 1 && (whole.has(cls) || (!isOwned(value) && arrays.isArray(value))))
		return items[0](a, value);
	const names = matchArgs(cls);
	if (items.length > names.length)
		throw at(
			span,
			typeError(
				`${cls.name}() accepts ${names.length} positional sub-pattern${names.length === 1 ? '' : 's'} (${items.length} given)`
			)
		);
	return items.every((fits, i) => {
		const found = findAttribute(value, names[i]);
		return found !== undefined && fits(a, found);
	});
}

function matchArgs(cls: PyClass): readonly string[] {
	const own = cls.lookup('__match_args__');
	if (own !== undefined) return listOf(own).map(String);
	return cls instanceof NamedTupleClass ? cls.fields : [];
}
