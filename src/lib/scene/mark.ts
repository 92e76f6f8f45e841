import { lane as laneOf } from '$lib/recording/moment';
import { faceAt } from './face';
import type { LaneLayout, Row } from './layout';
import type { Pose } from './pose';
import { round } from './round';
import type { Face, Mark } from './scene';
import { plain } from './size';
import { xOf, type View } from './view';

/** An operator in the present column: `x` px right of its middle, at `y` px, `font` px high at plain scale. */
export function operatorSign(
	view: View,
	lane: LaneLayout,
	row: Row,
	text: string,
	{ x = 0, y, font: most }: { x?: number; y: number; font: number }
): Mark {
	const room = (view.layout.gateWidth - 6) / Math.max(1, text.length * plain.monoAdvance);
	const font = Math.min(most * view.layout.scale, room);
	const w = text.length * font * plain.monoAdvance + 8;
	const face: Face = Object.freeze({
		kind: 'text',
		text,
		exact: text,
		dtype: row.look.column.dtype,
		fontSize: round(font),
		strange: false,
		shift: 0
	});
	return Object.freeze({
		key: `${lane.lane ?? 'all'} sign ${row.look.index}`,
		role: 'operator',
		lane: lane.lane,
		x: round(xOf(view, view.progress.step) + x - w / 2),
		y: round(y - font * 0.7),
		w: round(w),
		h: round(font * 1.4),
		radius: round(font * 0.7),
		face,
		scale: 1,
		opacity: 1
	});
}

/** The carry that the present step makes, in its slot. */
export function resultOf(
	view: View,
	lane: LaneLayout,
	row: Row,
	{ scale, opacity }: Pick<Pose, 'scale' | 'opacity'> = { scale: 1, opacity: 1 }
): Mark {
	const { step } = view.progress;
	return markOf(
		`${lane.lane ?? 'all'} result ${row.look.index}`,
		'carry',
		lane,
		row,
		{ x: xOf(view, step), y: row.y, scale, opacity },
		valueFace(view, lane, row, step + 1)
	);
}

/** What a row shows of a lane's value at an entry of its column. */
export const valueFace = (view: View, lane: LaneLayout, row: Row, entry: number): Face =>
	faceAt(row.look, view.loop, entry, laneOf(lane.lane ?? 0), row);

/** A value of a row that stands elsewhere: `pose` is its middle. */
export function markOf(
	key: string,
	role: Mark['role'],
	lane: LaneLayout,
	row: Row,
	pose: Pose,
	face: Face
): Mark {
	return Object.freeze({
		key,
		role,
		lane: lane.lane,
		x: round(pose.x - row.w / 2),
		y: round(pose.y - row.h / 2),
		w: round(row.w),
		h: round(row.h),
		radius: round(role === 'carry' && row.look.form === 'text' ? row.h / 2 : row.font * 0.4),
		face,
		scale: round(pose.scale),
		opacity: round(pose.opacity)
	});
}
