import type { LastOfLane } from './long-queries';
import {
	byNumber,
	groupsOf,
	orderOf,
	plainOrder,
	type LaneOrder,
	type LaneSort,
	type MapLeaf
} from './lane-order';
import type { Lane } from './moment';
import type { Bins, Loop } from './recording';

/** What the order of a long loop's lanes goes by: what is not known yet is left out of account. */
export interface LongOrdering {
	readonly leaf: MapLeaf;
	readonly sort: LaneSort;
	readonly focus: Lane;
	/** By lane: whether the filter ever holds; null: all. */
	readonly ever: Uint8Array | null;
	/** By lane: where the leaf parts from that of the focus lane. */
	readonly partings: Float64Array | null;
	/** By lane: what those that stand together have in common; null: all are one. */
	readonly lasts: readonly LastOfLane[] | null;
}

/** The lanes of a long loop in the order of a map's rows, from what is known of all of it (`laneOrder`). */
export function longLaneOrder(
	loop: Loop,
	{ leaf, sort, focus, ever, partings, lasts }: LongOrdering
): LaneOrder {
	const { whole } = leaf.column;
	const key = keys[sort](whole?.bins ?? null, focus, partings);
	const lanes = plainOrder(loop).lanes.filter((lane) => ever === null || ever[lane] !== 0);
	const value = lasts?.map((last) => last.value);
	lanes.sort(
		(a, b) => (value ? byNumber(value[a], value[b]) : 0) || byNumber(key(a), key(b)) || Number(a) - Number(b)
	);
	return orderOf(lanes, loop.lanes, value ? groupsOf(lanes, value, (lane) => lasts?.[lane].text ?? '') : []);
}

type Key = (bins: Bins | null, focus: Lane, partings: Float64Array | null) => (lane: Lane) => number;

const keys: { readonly [S in LaneSort]: Key } = {
	index: () => () => 0,
	final: (bins) => (lane) => bins?.last[lane] ?? NaN,
	divergence: (_, focus, partings) => (lane) => (lane === focus ? -1 : (partings?.[lane] ?? 0)),
	nan: (bins) => (lane) => bins?.firstNaN[lane] ?? Infinity
};
