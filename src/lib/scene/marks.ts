import { interpolateNumber } from 'd3';
import { equationBehind, type LeafRef } from '$lib/recording/query';
import { lane as laneOf } from '$lib/recording/moment';
import { scalarAt } from '$lib/recording/read';
import { eqnAt } from '$lib/recording/walk';
import type { LaneLayout, Row } from './layout';
import { markOf, operatorSign, resultOf, valueFace } from './mark';
import { playsOf, type Play } from './play';
import { between, isStacked, placesBeside, placesIn, type Pose } from './pose';
import { eased } from './progress';
import { round } from './round';
import type { Mark } from './scene';
import { standingMarks } from './standing';
import { isIdle, xOf, type View } from './view';

/**
 * What happens when while combining, 0 to 1. A single equation plays itself: its values meet, the result takes their
 * place. A body of several takes its values in and works; meanwhile only the sign of the equation under way is there.
 */
const timings = {
	alone: { taken: [0.35, 0.8], gone: [0.6, 0.85], sign: [0, 0.2], signGone: [0.65, 0.9], made: [0.55, 0.85] },
	several: {
		taken: [0, 0.22],
		gone: [0.12, 0.22],
		sign: [0.12, 0.22],
		signGone: [0.84, 0.92],
		made: [0.86, 1]
	}
} as const;
const timingOf = ({ kind }: Play): (typeof timings)['alone' | 'several'] =>
	timings[kind === 'sign' ? 'several' : 'alone'];

/** Values on their way in the present step of one lane; none once it is settled. */
export function laneMarks(view: View, lane: LaneLayout): Mark[] {
	const { step, emit } = view.progress;
	if (lane.compact || step < 0 || step >= view.loop.recorded || emit >= 1) return [];
	if (isIdle(view, lane, step)) return [];
	const on = view.moment.beat === 'combine' ? view.moment.eqn : null;
	if (on !== null) return standingMarks(view, lane, view.loop.eqns[on]);
	const carries = lane.rows.filter((row) => row.part === 'carry');
	const made = carries.flatMap((row) => carryMarks(view, lane, row));
	const drops = lane.rows.filter((row) => row.part === 'y').map((row) => dropMark(view, lane, row));
	return [...made, ...drops.filter((mark) => mark !== null)];
}

function carryMarks(view: View, lane: LaneLayout, row: Row): Mark[] {
	const play = playsOf(view.loop)[row.look.index];
	const parts = play.parts.flatMap((ref, k) => partMark(view, lane, row, play, ref, k) ?? []);
	const sign = play.kind === 'keep' ? null : signMark(view, lane, row, play);
	const result = resultMark(view, lane, row, play);
	return [...parts, ...(sign ? [sign] : []), ...(result ? [result] : [])].filter((mark) => mark.opacity > 0);
}

/** A value that comes in: drawn from its own cell to its place beside the others, then into the result. */
function partMark(view: View, lane: LaneLayout, row: Row, play: Play, ref: LeafRef, k: number): Mark | null {
	const source = sourceOf(view, lane, ref);
	if (!source) return null;
	const { step, pull, combine } = view.progress;
	const from: Pose = {
		x: xOf(view, ref.kind === 'carry' ? step - 1 : step),
		y: source.row.y,
		scale: 1,
		opacity: 1
	};
	const beside = meetingOf(view, lane, row, play).poses[k];
	const pose =
		pull < 1 ? between(from, beside, eased(pull)) : combinePose(view, lane, row, play, ref, beside, combine);
	const face = valueFace(view, source.lane, source.row, step);
	return markOf(
		`${lane.lane ?? 'all'} part ${row.look.index} ${k}`,
		ref.kind === 'x' ? 'x' : 'carry',
		lane,
		source.row,
		pose,
		face
	);
}

/** The row a leaf comes from: in the lane, or where it is drawn once for all. */
function sourceOf(view: View, lane: LaneLayout, ref: LeafRef): { lane: LaneLayout; row: Row } | null {
	const all = view.layout.lanes.find((other) => other.lane === null);
	for (const place of all && all !== lane ? [lane, all] : [lane]) {
		const row = place.rows.find((one) => one.part === ref.kind && one.look.index === ref.leaf);
		if (row) return { lane: place, row };
	}
	return null;
}

interface Meeting {
	readonly poses: readonly Pose[];
	readonly stacked: boolean;
}

/** Where the values that make a carry stand before they are combined; those of a body of several equations keep to their row. */
function meetingOf(view: View, lane: LaneLayout, row: Row, play: Play): Meeting {
	const sizes = play.parts.map((ref) => sourceOf(view, lane, ref)?.row ?? { w: 0, h: 0 });
	const { pitch } = view.layout;
	const x = xOf(view, view.progress.step);
	const placed = (poses: readonly Pose[]): Pose[] =>
		poses.map((pose) => ({ ...pose, x: x + pose.x, y: row.y + pose.y }));
	const room = 2 * pitch - row.w - 8;
	if (play.kind === 'sign')
		return { poses: placed(placesBeside(sizes, Math.min(room, 1.15 * pitch))), stacked: false };
	return { poses: placed(placesIn(row, sizes, room)), stacked: isStacked(sizes, room) };
}

function combinePose(
	view: View,
	lane: LaneLayout,
	row: Row,
	play: Play,
	ref: LeafRef,
	beside: Pose,
	t: number
): Pose {
	const centre: Pose = { x: xOf(view, view.progress.step), y: row.y, scale: beside.scale, opacity: 0 };
	if (play.kind === 'contest' && loses(view, lane, row, ref)) {
		return {
			...beside,
			scale: beside.scale * (1 - 0.4 * eased(t, 0.3, 0.7)),
			opacity: 1 - eased(t, 0.3, 0.7)
		};
	}
	const { taken, gone } = timingOf(play);
	const way = between({ ...beside, opacity: 1 }, { ...centre, opacity: 1 }, eased(t, ...taken));
	return { ...way, opacity: 1 - eased(t, ...gone) };
}

/** Whether a part of a max or min is not the one that stays. Values drawn as pictures all meet in the middle. */
function loses(view: View, lane: LaneLayout, row: Row, ref: LeafRef): boolean {
	const source = sourceOf(view, lane, ref);
	if (!source || source.row.look.column.shape.length > 0 || row.look.column.shape.length > 0) return false;
	const { step } = view.progress;
	const value = scalarAt(source.row.look.column, step, laneOf(source.lane.lane ?? 0), view.loop.axes);
	return !Object.is(value, scalarAt(row.look.column, step + 1, laneOf(lane.lane ?? 0), view.loop.axes));
}

/** The operator between the parts: the one being carried out. */
function signMark(view: View, lane: LaneLayout, row: Row, play: Play): Mark | null {
	const { combine, emit, pull } = view.progress;
	if (pull < 1 || emit > 0) return null;
	const made = equationBehind(view.loop, 'carry', row.look.index);
	const now = play.kind === 'sign' ? eqnAt(view.loop, view.moment, view.t) : null;
	const eqn = now === null ? made : view.loop.eqns[now];
	const { sign, signGone } = timingOf(play);
	const opacity = eased(combine, ...sign) * (1 - eased(combine, ...signGone));
	const inSlot = play.kind === 'sign';
	const { stacked } = meetingOf(view, lane, row, play);
	const besides = {
		x: stacked ? row.w / 2 : 0,
		y: row.y - (stacked || inSlot ? 0 : row.h * 0.42),
		font: inSlot ? 15 : 12
	};
	const mark = operatorSign(view, lane, row, eqn?.operator.text ?? '', besides);
	return Object.freeze({ ...mark, opacity: round(opacity) });
}

/** The new carry, still open; it fills as the carry's own cell comes in. */
function resultMark(view: View, lane: LaneLayout, row: Row, play: Play): Mark | null {
	const { combine, emit } = view.progress;
	if (combine === 0) return null;
	const come = eased(combine, ...timingOf(play).made);
	const opacity = (play.kind === 'keep' ? eased(combine, 0.2, 0.6) : come) * (1 - eased(emit, 0.2, 0.6));
	return resultOf(view, lane, row, { scale: interpolateNumber(0.8, 1)(come), opacity });
}

/** A y on its way down from the value it is, or from where the lane's carries are. */
function dropMark(view: View, lane: LaneLayout, row: Row): Mark | null {
	const { step, emit } = view.progress;
	if (emit === 0) return null;
	const from: Pose = { x: xOf(view, step), y: dropFrom(view, lane, row), scale: 0.9, opacity: 0.2 };
	const pose = between(from, { ...from, y: row.y, scale: 1, opacity: 1 }, eased(emit, 0.15, 1));
	return markOf(
		`${lane.lane ?? 'all'} drop ${row.look.index}`,
		'y',
		lane,
		row,
		pose,
		valueFace(view, lane, row, step)
	);
}

function dropFrom(view: View, lane: LaneLayout, row: Row): number {
	const made = equationBehind(view.loop, 'y', row.look.index);
	const twin = made?.becomes.find((to) => to.role === 'carry');
	const carries = lane.rows.filter((one) => one.part === 'carry');
	const same = carries.find((one) => one.look.index === twin?.leaf);
	const from = same ?? carries.at(-1) ?? lane.rows.filter((one) => one.part === 'x').at(-1) ?? row;
	return from.y + from.h * 0.4;
}
