import { kindOf } from '$lib/array/dtype';
import { goesOn } from './hits';
import { lane as laneOf, step as stepOf, type Lane } from './moment';
import { numberFormat } from './number-format';
import { scalarAt, slotsAt } from './read';
import type { Column, Leaf, Loop } from './recording';

/** A leaf of a loop that can be drawn as one number a lane and step. */
export interface MapLeaf {
	readonly role: 'carry' | 'y' | 'x' | 'watch';
	/** Place among the leaves of its role. */
	readonly index: number;
	readonly name: string;
	readonly column: Column;
}

/** By number; by the last value; by the first step that is another than in the lane looked at; by the first NaN. */
export type LaneSort = 'index' | 'final' | 'divergence' | 'nan';

/** What the order of lanes goes by. */
export interface Ordering {
	readonly leaf: MapLeaf;
	readonly sort: LaneSort;
	/** That the others are compared with, for `divergence`: it stands first. */
	readonly focus: Lane;
	/** Only lanes in which this is true at any step; null: all. One number a step. */
	readonly filter: Column | null;
	/** Lanes with the same last value of this stand together; null: all are one. One number a step. */
	readonly group: Column | null;
}

export interface LaneOrder {
	/** From the top. */
	readonly lanes: readonly Lane[];
	/** By lane: its place in `lanes`, -1 where it is left out. */
	readonly places: Int32Array;
	/** Lanes that stand together, from the top; none where they are not grouped. */
	readonly groups: readonly LaneGroup[];
}

export interface LaneGroup {
	/** Their value. */
	readonly text: string;
	/** Places in `lanes`, `to` not included. */
	readonly from: number;
	readonly to: number;
}

/** Leaves that a map of lanes and steps can show, the one it shows unasked first. */
export function mapLeaves(loop: Loop): readonly MapLeaf[] {
	const leavesOf = (role: MapLeaf['role'], leaves: readonly Leaf[]): MapLeaf[] =>
		leaves.map(({ name, column }, index) => ({ role, index, name, column }));
	const all = [
		...leavesOf('carry', loop.carry),
		...leavesOf('y', loop.ys),
		...leavesOf('x', loop.xs),
		...leavesOf('watch', loop.watches ?? [])
	].filter(({ column: { dtype, shape } }) => kindOf(dtype) !== 'k' && !shape.includes(0));
	const own = all.filter(({ column }) => !column.shared);
	return own.length > 0 ? own : all;
}

/** Lanes by number, all of them. */
export const plainOrder = ({ lanes }: Loop): LaneOrder =>
	orderOf(
		Array.from({ length: lanes }, (_, n) => laneOf(n)),
		lanes,
		[]
	);

/** The lanes of a loop in the order of a map's rows. Lanes that are alike keep the order of their numbers. */
export function laneOrder(loop: Loop, { leaf, sort, focus, filter, group }: Ordering): LaneOrder {
	const lanes = plainOrder(loop).lanes.filter((lane) => filter === null || isTrueOnce(loop, filter, lane));
	const key = Float64Array.from({ length: loop.lanes }, (_, n) => keys[sort](loop, leaf, laneOf(n), focus));
	const value = group && Float64Array.from({ length: loop.lanes }, (_, n) => last(loop, group, laneOf(n)));
	lanes.sort(
		(a, b) => (value ? byNumber(value[a], value[b]) : 0) || byNumber(key[a], key[b]) || Number(a) - Number(b)
	);
	if (!value || !group) return orderOf(lanes, loop.lanes, []);
	const { text } = numberFormat(group, loop, false);
	return orderOf(
		lanes,
		loop.lanes,
		groupsOf(lanes, value, (lane) => (lastStep(loop, lane) < 0 ? noStep : text(value[lane])))
	);
}

/** Of lanes that took part in no step. */
export const noStep = 'no step';

export function orderOf(lanes: readonly Lane[], count: number, groups: readonly LaneGroup[]): LaneOrder {
	const places = new Int32Array(count).fill(-1);
	lanes.forEach((lane, place) => (places[lane] = place));
	return { lanes: Object.freeze(lanes), places, groups };
}

/** NaN after every number. */
export function byNumber(a: number, b: number): number {
	if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
	return a < b ? -1 : a > b ? 1 : 0;
}

type Key = (loop: Loop, leaf: MapLeaf, lane: Lane, focus: Lane) => number;

const keys: { readonly [S in LaneSort]: Key } = {
	index: () => 0,
	final: (loop, leaf, lane) => {
		const entry = leaf.role === 'carry' ? loop.recorded : lastStep(loop, lane);
		return entry < 0 ? NaN : meanAt(loop, leaf.column, entry, lane);
	},
	divergence: (loop, { role, column }, lane, focus) =>
		lane === focus ? -1 : partingStep(loop, column, entriesOf(loop, role), lane, focus),
	nan: (loop, { role, column }, lane) => firstNaN(loop, column, entriesOf(loop, role), lane)
};

const entriesOf = ({ recorded }: Loop, role: MapLeaf['role']): number =>
	role === 'carry' ? recorded + 1 : recorded;

/** The last step in which a lane took part; -1 where there is none. */
function lastStep(loop: Loop, lane: Lane): number {
	const on = goesOn(loop);
	let step = loop.recorded - 1;
	while (step >= 0 && !on(stepOf(step), lane)) step--;
	return step;
}

function last(loop: Loop, column: Column, lane: Lane): number {
	const step = lastStep(loop, lane);
	return step < 0 ? NaN : scalarAt(column, step, lane, loop.axes);
}

function meanAt(loop: Loop, column: Column, entry: number, lane: Lane): number {
	const slots = slotsAt(column, lane, loop.axes);
	return slots.reduce((sum, slot) => sum + column.data[slot + entry * column.stepStride], 0) / slots.length;
}

/** The first entry in which a lane's value is another than the focus lane's; Infinity where all are the same. */
function partingStep(loop: Loop, column: Column, entries: number, lane: Lane, focus: Lane): number {
	const { data, stepStride } = column;
	const mine = slotsAt(column, lane, loop.axes);
	const others = slotsAt(column, focus, loop.axes);
	for (let entry = 0, at = 0; entry < entries; entry++, at += stepStride)
		for (let k = 0; k < mine.length; k++)
			if (!Object.is(data[mine[k] + at], data[others[k] + at])) return entry;
	return Infinity;
}

function firstNaN(loop: Loop, column: Column, entries: number, lane: Lane): number {
	const { data, stepStride } = column;
	const slots = slotsAt(column, lane, loop.axes);
	for (let entry = 0, at = 0; entry < entries; entry++, at += stepStride)
		for (const slot of slots) if (Number.isNaN(data[slot + at])) return entry;
	return Infinity;
}

/** As Python has it: not nought, so that NaN is true. */
function isTrueOnce(loop: Loop, column: Column, lane: Lane): boolean {
	const on = goesOn(loop);
	for (let step = 0; step < loop.recorded; step++)
		if (scalarAt(column, step, lane, loop.axes) !== 0 && on(stepOf(step), lane)) return true;
	return false;
}

/** Lanes beside each other that have the same value. */
export function groupsOf(
	lanes: readonly Lane[],
	value: ArrayLike<number>,
	textOf: (lane: Lane) => string
): LaneGroup[] {
	const groups: { text: string; from: number; to: number; value: number }[] = [];
	lanes.forEach((lane, place) => {
		const group = groups.at(-1);
		if (group && byNumber(group.value, value[lane]) === 0) group.to = place + 1;
		else groups.push({ text: textOf(lane), from: place, to: place + 1, value: value[lane] });
	});
	return groups.map(({ text, from, to }) => ({ text, from, to }));
}
