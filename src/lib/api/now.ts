import type { NDArray } from '$lib/array/ndarray';
import { arrayStr } from '$lib/array/text';
import { sizeOf } from '$lib/array/shape';
import { longText } from '$lib/core/aval';
import { nameOf } from '$lib/core/naming';
import type { Tracer } from '$lib/core/interpreter';
import { JaxprTracer } from '$lib/transforms/make-jaxpr';
import { peek, type Peeked } from '$lib/transforms/peek';
import { BatchTracer } from '$lib/transforms/vmap';

/** A traced value in words. */
export interface TracedNow {
	/** `True in row 0, False in rows 1 and 2`; null where nobody knows. */
	readonly value: string | null;
	/** `at step 0`; empty where there is but one time. */
	readonly when: string;
	/** `bool[]`. */
	readonly type: string;
	/** There are rows, of one vmap or more. */
	readonly rows: boolean;
	/** The function that is traced, and what for. */
	readonly name: string;
	readonly purpose: string;
	/** What the program calls the value, and the argument of the function that it is; null where it is none. */
	readonly called: string | null;
	readonly argument: string | null;
}

/** What can be said of a traced value: what it is the first time it is computed, in each row. */
export function tracedNow(tracer: Tracer): TracedNow {
	const peeked = peek(tracer);
	const { name, purpose } = functionOf(tracer);
	return {
		value: peeked && valuesText(peeked),
		when: peeked?.when ?? '',
		type: longText(tracer.aval),
		rows: peeked ? peeked.axes.length > 0 : tracer instanceof BatchTracer,
		name,
		purpose,
		called: nameOf(tracer),
		argument: argumentOf(tracer)
	};
}

/** `step at program.py:4` without its place. */
const plainName = (of: string): string => of.replace(/ at program\.py:\d+$/, '');

function functionOf(tracer: Tracer): { name: string; purpose: string } {
	if (tracer instanceof JaxprTracer) {
		const { of, purpose } = tracer.interpreter.info;
		return { name: plainName(of), purpose };
	}
	if (!(tracer instanceof BatchTracer)) return { name: tracer.source.frame?.name ?? '', purpose: '' };
	const around = tracer.value instanceof JaxprTracer ? functionOf(tracer.value) : null;
	return around ?? { name: tracer.interpreter.name, purpose: 'vmap' };
}

function argumentOf(tracer: Tracer): string | null {
	if (!(tracer instanceof JaxprTracer)) return null;
	const place = tracer.interpreter.placeOf(tracer.variable);
	return tracer.interpreter.info.arguments[place] ?? null;
}

const longest = 60;

function valueText(value: NDArray): string {
	const text = arrayStr(value).replace(/\s+/g, ' ');
	return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

/** One value for all, or every value with its rows: `1.0 in row 0, 2.0 in rows 1 and 3`. */
function valuesText({ axes, rows }: Peeked): string {
	const [first] = rows;
	if (axes.length === 0) return valueText(first);
	const places = new Map<string, string[]>();
	rows.forEach((value, row) => {
		const text = valueText(value);
		places.set(text, [...(places.get(text) ?? []), rowText(row, axes)]);
	});
	const whole = sizeOf(axes.map(({ size }) => size)) === rows.length;
	const [only] = places.keys();
	if (places.size === 1 && whole) return `${only} in every row`;
	const told = [...places].map(
		([text, list]) => `${text} in ${list.length === 1 ? 'row' : 'rows'} ${listed(list)}`
	);
	return told.join(', ') + (whole ? '' : ', and so on');
}

/** A row of one vmap is its number, of more its place along each: `(0, 2)`. */
function rowText(row: number, axes: Peeked['axes']): string {
	const place: number[] = [];
	let rest = row;
	for (const { size } of [...axes].reverse()) {
		place.unshift(rest % size);
		rest = Math.floor(rest / size);
	}
	return place.length === 1 ? String(place[0]) : `(${place.join(', ')})`;
}

const listed = (words: readonly string[]): string =>
	words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
