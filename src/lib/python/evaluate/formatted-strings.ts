import { setSource } from '$lib/core/source';
import type { Activation } from '../activation';
import type { FormattedString, Replacement } from '../ast';
import { formatValue } from '../format';
import { reprOf, strOf } from '../repr';
import { asciiOf } from '../object-repr';
import { expression } from './expressions';
import type { Evaluate, Site } from './unit';

/** An f-string. */
export function formattedString(node: FormattedString, site: Site): Evaluate {
	const parts = node.parts.map((part) => (typeof part === 'string' ? part : replacement(part, site)));
	return (a) => {
		let text = '';
		for (const part of parts) text += typeof part === 'string' ? part : part(a);
		return text;
	};
}

function replacement(part: Replacement, site: Site): (activation: Activation) => string {
	const value = expression(part.value, site);
	const spec = part.spec && formattedString(part.spec, site);
	const conversion = part.conversion ?? (part.label !== null && !spec ? 'r' : null);
	const { label } = part;
	return (a) => {
		const found = value(a);
		const before = setSource({ span: part.value.span, frame: a.frame });
		const text = formatValue(converted(found, conversion), spec ? (spec(a) as string) : '');
		setSource(before);
		return label === null ? text : label + text;
	};
}

function converted(value: unknown, conversion: Replacement['conversion']): unknown {
	switch (conversion) {
		case 'r':
			return reprOf(value);
		case 's':
			return strOf(value);
		case 'a':
			return asciiOf(value);
		case null:
			return value;
	}
}
