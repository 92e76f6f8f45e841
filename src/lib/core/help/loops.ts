import { longText } from '../aval';
import { sameShape, shapeText } from '$lib/array/shape';
import type { Help } from '../errors';
import type { Departure } from '../subject';

/** What is told of loops: their bodies, carries and lengths. */

const one = (type: string): string => `${/^[aeiou8]/.test(type) ? 'an' : 'a'} ${type}`;

/** The expressions of a departure in the program's text; empty where they have no place. */
export interface DepartureWords {
	/** Where the type first differs. */
	readonly at: string;
	readonly line: number | null;
	/** What the body returns for the carry. */
	readonly out: string;
	/** What the loop would start with, were it of the other type or shape. */
	readonly retyped: string;
	readonly reshaped: string;
	/** `jnp`, as the program calls it. */
	readonly jnp: string;
}

/** What JAX does not say of a carry that changes its type: where it does, and what to write. */
export function carryDeparts(departure: Departure, words: DepartureWords): Help {
	return { why: whereItDeparts(departure, words), instead: howToStay(departure, words) };
}

function whereItDeparts({ carry, from, to, at, out }: Departure, words: DepartureWords): string {
	const goesIn = `${carry} goes in as ${longText(from)}`;
	if (!at) {
		const what = words.out === '' || words.out === out.name ? (out.name ?? 'a value') : `\`${words.out}\``;
		return `${goesIn}, and ${what}, which is ${one(longText(to))}, takes its place.`;
	}
	const place = words.line === null ? '' : ` on line ${words.line}`;
	const expression = words.at === '' ? 'the body' : `\`${words.at}\``;
	const because = at.met ? `, because it meets ${one(longText(at.met))} there` : '';
	return `${goesIn}; ${expression}${place} makes ${longText(at.type)} of it${because}.`;
}

function howToStay(
	{ from, to, out }: Departure,
	{ out: text, retyped, reshaped, jnp }: DepartureWords
): string {
	if (from.dtype !== to.dtype) {
		const result = out.name ?? operand(text);
		return `${retyped}   # as what it starts with, or\n${result}.astype(${jnp}.${from.dtype})   # as what the body returns`;
	}
	if (isBroadcast(from.shape, to.shape)) return `${reshaped}   # as what it starts with`;
	return `Let the carry keep its shape from step to step: start with ${shapeText(to.shape)} or return ${shapeText(from.shape)}; emit what grows as y instead.`;
}

/** An expression that a method can be called of. */
const operand = (text: string): string =>
	text === '' ? 'new' : /^[\w.]+(\(.*\)|\[.*\])?$/.test(text) && balanced(text) ? text : `(${text})`;

/** Do the brackets that the expression ends with begin at its first ones? */
function balanced(text: string): boolean {
	let depth = 0;
	return [...text].every((char, i) => {
		if ('(['.includes(char)) depth++;
		if (')]'.includes(char)) depth--;
		return depth > 0 || i === text.length - 1 || !')]'.includes(char);
	});
}

/** Does a value of the one shape stretch to the other, and to nothing larger? */
function isBroadcast(from: readonly number[], to: readonly number[]): boolean {
	const lead = to.length - from.length;
	return lead >= 0 && !sameShape(from, to) && from.every((size, i) => size === 1 || size === to[lead + i]);
}

/** The structures, in JAX's notation, of the carry that goes in and of the one that comes out. */
export const carryTree = (body: string, from: string, to: string): Help => ({
	why: `The ${body} takes ${formOf(from)} and returns ${formOf(to)} for it.`,
	instead: body.startsWith('scan')
		? 'return carry, y   # a carry built as the first one is, and what is emitted, or None'
		: 'return carry   # built as the first one is'
});

/** `PyTreeDef((*, *))` as a carry of that form. */
function formOf(tree: string): string {
	const form = tree.replace(/^PyTreeDef\((.*)\)$/, '$1');
	return form === '*' ? 'a single value' : form;
}

export const bodyReturnsPair: Help = {
	why: 'The body of a scan returns two things: the next carry, and what it emits at this step.',
	instead: 'return carry, y    # or None for y where nothing is emitted'
};

export const noSuchLength = (length: number): Help => ({
	why: `A loop of ${length} steps cannot be; JAX notices only when it compiles.`,
	instead: 'Give a length of 0 or more.'
});

export const noLeadingAxis: Help = {
	why: 'A leaf of xs has rank 0: there is no leading axis to scan over.',
	instead: 'Give xs a leading axis, or close over the value instead of scanning it.'
};

export const scanOverScalar = (text: string): Help => ({
	why: `xs has the leaf ${text}, which is one value and not a row of them.`,
	instead: noLeadingAxis.instead ?? ''
});
