import { mapLeaves, plainOrder, type LaneOrder, type MapLeaf } from './lane-order';
import { lane as laneOf, type Lane } from './moment';
import type { Loop } from './recording';

/** How many lanes at once are looked at: which leaf a map of them shows, in which order, and which lanes are drawn in full. */
export interface Overview {
	/** Null where no leaf can be shown in a map. */
	readonly leaf: MapLeaf | null;
	readonly order: LaneOrder;
	/** Drawn in full beside the lane in focus. */
	readonly pins: readonly Lane[];
	/** Nothing but the lane in focus is drawn, where there is no map. */
	readonly alone?: boolean;
}

/** Pins beyond these would leave no room. */
export const mostPins = 4;

const plain = new WeakMap<Loop, Overview>();

/** As nobody has asked for anything else. */
export function plainOverview(loop: Loop): Overview {
	let known = plain.get(loop);
	if (!known)
		plain.set(loop, (known = { leaf: mapLeaves(loop)[0] ?? null, order: plainOrder(loop), pins: [] }));
	return known;
}

/** Lanes beside the one in focus, where none is pinned. */
const neighbours = 3;

/**
 * Lanes in full under a map, from its top: the pinned ones with the one in focus; where none is pinned, the block of
 * `count` neighbours in the map that holds it.
 */
export function lanesInFull(
	{ order: { lanes, places }, pins }: Overview,
	focus: Lane,
	count: number = neighbours
): readonly Lane[] {
	const place = places[focus] ?? -1;
	if (pins.length === 0 && place >= 0) {
		const first = Math.floor(place / count) * count;
		const from = Math.max(0, Math.min(first, lanes.length - count));
		return lanes.slice(from, from + count);
	}
	const at = (lane: Lane): number => (places[lane] < 0 ? lanes.length : places[lane]);
	return [...new Set([...pins, focus])].sort((a, b) => at(a) - at(b) || Number(a) - Number(b));
}

/** The lane so many rows further down in the map; from one that is not there, the first. */
export function laneFurther({ order: { lanes, places } }: Overview, from: Lane, rows: number): Lane {
	if (lanes.length === 0) return from;
	const place = places[from] < 0 ? 0 : places[from] + rows;
	return lanes[Math.max(0, Math.min(place, lanes.length - 1))];
}

/** The pins that a loop has lanes for. */
export const pinsIn = ({ lanes }: Loop, pins: readonly number[]): readonly Lane[] =>
	[...new Set(pins)]
		.filter((n) => n < lanes)
		.slice(0, mostPins)
		.map(laneOf);
