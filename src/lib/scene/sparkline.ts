import { line, scaleLinear } from 'd3';
import { round } from './round';

/** One number's history as a line, in px from its own top left corner. */
export interface Sparkline {
	readonly w: number;
	readonly h: number;
	/** SVG path; broken where a value is not finite. */
	readonly path: string;
	/** Nought's height, where the history passes it. */
	readonly zero: number | null;
	readonly points: readonly SparkPoint[];
	/** The last step there will be. */
	readonly end: number;
	/** The largest and the smallest finite value so far; null where there is none. */
	readonly top: number | null;
	readonly bottom: number | null;
}

export interface SparkPoint {
	/** The step after which the value stood; -1 for an init. */
	readonly step: number;
	readonly x: number;
	/** Null where the value is not finite. */
	readonly y: number | null;
	readonly value: number;
}

/** Above this number, points are for the ear only: there is no dot a value. */
export const mostDots = 80;

/**
 * The history `values` of which entry 0 stands at step `first`, in a box whose width is that of all `entries` there will
 * be: the line grows to the right as time goes on.
 */
export function sparkline(
	values: readonly number[],
	{
		first,
		entries,
		w,
		h
	}: { readonly first: number; readonly entries: number; readonly w: number; readonly h: number }
): Sparkline {
	const finite = values.filter(Number.isFinite);
	const bottom = finite.length > 0 ? finite.reduce((a, b) => Math.min(a, b)) : null;
	const top = finite.length > 0 ? finite.reduce((a, b) => Math.max(a, b)) : null;
	const inset = 5;
	const x = scaleLinear([0, Math.max(1, entries - 1)], [inset, w - inset]);
	const flat = top === bottom;
	const y = scaleLinear(flat ? [(bottom ?? 0) - 1, (top ?? 0) + 1] : [bottom ?? 0, top ?? 1], [
		h - inset,
		inset
	]);
	const points = values.map((value, entry): SparkPoint => ({
		step: first + entry,
		x: round(x(entry)),
		y: Number.isFinite(value) ? round(y(value)) : null,
		value
	}));
	const path = line<SparkPoint>(
		(point) => point.x,
		(point) => point.y ?? 0
	).defined((point) => point.y !== null)(points);
	const crosses = bottom !== null && top !== null && bottom < 0 && top > 0;
	return {
		w,
		h,
		path: path ?? '',
		zero: crosses ? round(y(0)) : null,
		points,
		end: first + entries - 1,
		top,
		bottom
	};
}
