import type { Shape } from '$lib/array/shape';
import type { NumberFormat } from '$lib/recording/number-format';
import { elementsAt, lanesOf, scalarAt } from '$lib/recording/read';
import { lane, type Lane, type Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { entriesThere, isThere, placeOf, type ValuePlace, type ValueRef } from '$lib/recording/value-ref';
import { formatOf, laneName } from '$lib/recording/words';
import { asCsv, asJson, asPython, indicesOf } from './copy';
import { elementGrid, type ElementGrid } from './element-grid';
import { sparkline, type Sparkline } from './sparkline';

/** A value, looked at closely. */
export interface Inspection {
	readonly title: string;
	readonly role: ValuePlace['role'];
	/** `row 2`, `all rows`; empty without lanes. */
	readonly who: string;
	/** `float32[6]`, with `weak` where JAX's type is. */
	readonly type: string;
	/** Null while the value is not there yet. */
	readonly value: InspectedValue | null;
	/** Of the chosen element, up to the moment. */
	readonly history: Sparkline;
	/** What of the value the history is of: `[2][0]`; empty for a scalar. */
	readonly element: string;
	/** The same value in every lane; empty where all lanes share it or there is one. */
	readonly lanes: readonly LaneValue[];
	/** Lanes there is no line for. */
	readonly moreLanes: number;
	readonly copies: readonly { readonly name: 'Python' | 'JSON' | 'CSV'; readonly text: string }[];
}

export interface InspectedValue {
	/** Shortest text that reads back as the same number; of an array, all of it as nested lists, cut at a length. */
	readonly exact: string;
	/** Null for a scalar. */
	readonly grid: ElementGrid | null;
	/** The chosen element, exactly; of a scalar itself. */
	readonly chosen: string;
}

export interface LaneValue {
	readonly lane: Lane;
	readonly name: string;
	readonly text: string;
	/** Whether the lane is the one that is looked at. */
	readonly here: boolean;
}

const mostLanes = 64;
const mostText = 200;
const spark = { w: 360, h: 56 } as const;

/** Looks closely at a value at a moment; null where the loop has no such value. `element` counts row-major. */
export function inspect(loop: Loop, ref: ValueRef, moment: Moment, element = 0): Inspection | null {
	const place = placeOf(loop, ref);
	if (place === null) return null;
	const { column, carried, entry, role } = place;
	const format = formatOf(column, loop, carried);
	const there = isThere(loop, ref, moment);
	const elements = there ? elementsAt(column, entry, place.lane, loop.axes) : [];
	const names = indicesOf(column.shape);
	const chosen = Math.min(element, Math.max(0, names.length - 1));
	const many = lanesOf(column, loop) > 1;
	const varies = column.stepStride !== 0 || carried;
	// Of a long loop, what its window holds.
	const begin = varies ? (loop.long?.from ?? 0) : 0;
	const first = (carried ? -1 : 0) + begin;
	const past = { ...place, column: { ...column, offset: column.offset + begin * column.stepStride } };
	const entries = varies
		? Math.max(0, Math.min(entriesThere(loop, place, moment) - begin, entriesOf(loop, place)))
		: 1;
	return {
		title: valueTitle(loop, ref, place),
		role,
		who: loop.axes.length === 0 ? '' : column.shared ? 'all rows' : laneName(loop, place.lane),
		type: `${column.dtype}[${column.shape.join(',')}]${column.weak ? ' weak' : ''}`,
		value: there
			? {
					exact: cutText(asExact(elements, place, format.exact)),
					grid: elementGrid(place, loop),
					chosen: elements.length > 0 ? format.exact(elements[chosen]) : ''
				}
			: null,
		history: sparkline(historyOf(loop, past, chosen, entries), {
			first,
			entries: entriesOf(loop, place),
			...spark
		}),
		element: names[chosen] ?? '',
		lanes: there && many ? laneValues(loop, place, format.exact, chosen) : [],
		moreLanes: there && many ? Math.max(0, loop.lanes - mostLanes) : 0,
		copies: there
			? copiesOf(elements, column.shape, format, () => asCsv(past.column, loop, { entries, first, format }))
			: []
	};
}

/** The history is written only when it is asked for: it may be long. */
const copiesOf = (
	elements: readonly number[],
	shape: Shape,
	format: NumberFormat,
	csv: () => string
): Inspection['copies'] => [
	{ name: 'Python', text: asPython(elements, shape, format) },
	{ name: 'JSON', text: asJson(elements, shape, format) },
	{
		name: 'CSV',
		get text() {
			return csv();
		}
	}
];

function entriesOf({ long, recorded }: Loop, { column, carried }: ValuePlace): number {
	if (column.stepStride === 0 && !carried) return 1;
	return (long ? long.to - long.from : recorded) + (carried ? 1 : 0);
}

/** `carry after step 3`. */
export function valueTitle(loop: Loop, ref: ValueRef, { name }: Pick<ValuePlace, 'name'>): string {
	switch (ref.kind) {
		case 'init':
			return `${name} before step 0`;
		case 'final':
			return `${name} at the end`;
		case 'x':
			return `${name} at step ${ref.step}`;
		case 'closed':
			return `${name}, the same at every step`;
		case 'carry':
			return `${name} after step ${ref.step}`;
		case 'y':
		case 'watch':
		case 'result':
			return `${name} of step ${ref.step}`;
	}
}

const cutText = (text: string): string => (text.length > mostText ? `${text.slice(0, mostText)} …` : text);

function asExact(
	elements: readonly number[],
	{ column }: ValuePlace,
	exact: (value: number) => string
): string {
	if (column.shape.length === 0) return exact(elements[0]);
	return `[${elements.slice(0, mostText).map(exact).join(', ')}]`;
}

function historyOf(
	loop: Loop,
	{ column, lane: row }: ValuePlace,
	element: number,
	entries: number
): number[] {
	const isScalar = column.shape.length === 0;
	return Array.from({ length: entries }, (_, entry) =>
		isScalar ? scalarAt(column, entry, row, loop.axes) : elementsAt(column, entry, row, loop.axes)[element]
	);
}

function laneValues(
	loop: Loop,
	{ column, entry, lane: here }: ValuePlace,
	exact: (value: number) => string,
	element: number
): LaneValue[] {
	return Array.from({ length: Math.min(loop.lanes, mostLanes) }, (_, n) => {
		const value = elementsAt(column, entry, lane(n), loop.axes)[element];
		return {
			lane: lane(n),
			name: laneName(loop, lane(n)),
			text: value === undefined ? '' : exact(value),
			here: n === here
		};
	});
}

/** Values at a moment that can be looked at, for the given lane: what comes in, what is computed, what goes out. */
export function choices(
	loop: Loop,
	{ step }: Moment,
	at: Lane
): readonly { readonly name: string; readonly role: ValuePlace['role']; readonly value: ValueRef }[] {
	const rows = <K extends 'x' | 'carry' | 'y' | 'init'>(kind: K, leaves: readonly unknown[]): ValueRef[] =>
		leaves.map((_, leaf) => ({ kind, lane: at, step: Math.max(0, step), leaf }));
	const values: ValueRef[] =
		step < 0
			? rows('init', loop.carry)
			: [
					...rows('x', loop.xs),
					...loop.eqns
						.filter(({ name, becomes }) => name !== null && becomes.length === 0)
						.map(({ index: eqn }): ValueRef => ({ kind: 'result', eqn, lane: at, step })),
					...rows('carry', loop.carry),
					...rows('y', loop.ys)
				];
	return values.flatMap((value) => {
		const place = placeOf(loop, value);
		if (place === null) return [];
		const lane = place.column.shared && value.kind !== 'result' ? null : at;
		return [{ name: place.name, role: place.role, value: { ...value, lane } }];
	});
}
