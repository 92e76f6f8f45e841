import { lane as laneOf } from '$lib/recording/moment';
import { equationBehind, resultUsed } from '$lib/recording/query';
import type { Equation } from '$lib/recording/recording';
import { faceAt } from './face';
import type { LaneLayout, Row } from './layout';
import { columnLook } from './leaf';
import { operatorSign, resultOf } from './mark';
import { round } from './round';
import type { Mark } from './scene';
import { cellSize, plain } from './size';
import { xOf, type View } from './view';

/**
 * One lane in the middle of a step, while one stands on an equation of the body: the carries that are made by then,
 * and what the equation comes to, under its sign, in a slot that is still open.
 */
export function standingMarks(view: View, lane: LaneLayout, equation: Equation): Mark[] {
	const slot = slotOf(view, lane, equation);
	if (!slot) return [];
	const done = lane.rows.filter((row) => isMade(view, row, equation)).map((row) => resultOf(view, lane, row));
	const own = becomes(equation, slot) ? null : valueMark(view, lane, slot, equation);
	const y = slot.y - (own?.h ?? slot.h) * 0.5 - 4 * view.layout.scale;
	const sign = operatorSign(view, lane, slot, equation.operator.text, { y, font: 11 });
	return [...done, ...(own ? [own] : []), sign];
}

const becomes = ({ becomes }: Equation, { part, look }: Row): boolean =>
	part === 'carry' && becomes.some((to) => to.role === 'carry' && to.leaf === look.index);

/** Whether a row's new carry has been made before or by an equation. */
function isMade({ loop }: View, { part, look }: Row, { index }: Equation): boolean {
	const maker = part === 'carry' ? equationBehind(loop, 'carry', look.index) : null;
	return maker !== null && maker.index <= index;
}

/** The row the equation's value is for; else the first that is still open. */
function slotOf(view: View, { rows }: LaneLayout, equation: Equation): Row | null {
	const carries = rows.filter(({ part }) => part === 'carry');
	const ys = rows.filter(({ part }) => part === 'y');
	const isFor = ({ part, look }: Row): boolean =>
		equation.becomes.some((to) => to.role === part && to.leaf === look.index);
	const open = carries.find((row) => !isMade(view, row, equation));
	return carries.find(isFor) ?? ys.find(isFor) ?? open ?? ys.at(-1) ?? carries.at(-1) ?? null;
}

/** What the equation made in the lane; null where it makes nothing that could be drawn. */
function valueMark(view: View, lane: LaneLayout, slot: Row, equation: Equation): Mark | null {
	const column = resultUsed(view.loop, equation);
	if (!column) return null;
	const { step } = view.progress;
	const look = columnLook(column, view.loop, false);
	const size = cellSize(look, plain.chip);
	const { scale, gateWidth } = view.layout;
	const font = size.font * scale;
	const w = Math.max(slot.w, size.w * scale);
	const h = look.form === 'text' ? slot.h : size.h * scale;
	const entry = column.stepStride === 0 ? 0 : step;
	return Object.freeze({
		key: `${lane.lane ?? 'all'} made`,
		role: 'made',
		lane: lane.lane,
		x: round(xOf(view, step) - w / 2),
		y: round(slot.y - h / 2),
		w: round(w),
		h: round(h),
		radius: round(font * 0.4),
		face: faceAt(look, view.loop, entry, laneOf(lane.lane ?? 0), { w, h, font }),
		scale: round(Math.min(1, (gateWidth - 4) / w)),
		opacity: 1
	});
}
