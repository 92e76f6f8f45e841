import type { Hover } from '$lib/recording/hover';
import type { Loop } from '$lib/recording/recording';
import { cellsIn, type Cell, type Scene } from './scene';

/** What is said of a cell under the pointer: where to, px, and two short lines. */
export interface Tip {
	readonly x: number;
	readonly y: number;
	readonly title: string;
	readonly value: string;
	readonly note: string;
}

/** What is told beside the pointed cell; null where none is. */
export function tipOf(loop: Loop, scene: Scene, hover: Hover | null): Tip | null {
	if (hover?.kind !== 'cell') return null;
	const { kind, lane, step, leaf } = hover.cell;
	const cell = cellsIn(scene).find(
		(one) => one.kind === kind && one.lane === lane && one.step === step && one.leaf === leaf
	);
	if (!cell || cell.face.kind === 'blank') return null;
	return {
		x: cell.x + cell.w / 2,
		y: cell.y + cell.h,
		title: titleOf(loop, cell),
		value: shortened(cell.face.exact),
		note: noteOf(loop, cell)
	};
}

const mostCharacters = 64;

/** The beginning of an array's text; the panel Inspect has all of it. */
export function shortened(text: string): string {
	if (text.length <= mostCharacters) return text;
	const whole = text.lastIndexOf(',', mostCharacters);
	return `${text.slice(0, whole < 0 ? mostCharacters : whole + 1)} …`;
}

function titleOf(loop: Loop, cell: Cell): string {
	switch (cell.kind) {
		case 'x':
			return `${loop.xs[cell.leaf].name} at step ${cell.step}`;
		case 'y':
			return `${loop.ys[cell.leaf].name} of step ${cell.step}`;
		case 'watch':
			return `${loop.watches?.[cell.leaf].name ?? ''} in step ${cell.step}`;
		case 'init':
			return `${loop.carry[cell.leaf].name} before step 0`;
		case 'carry':
			return `${loop.carry[cell.leaf].name} after step ${cell.step}`;
		case 'final':
			return `${loop.carry[cell.leaf].name} at the end`;
	}
}

/** `float32[6] · changed in this step`. */
function noteOf(loop: Loop, cell: Cell): string {
	const { xs: x, ys: y, carry, watches: watch = [] } = loop;
	const leaves = { x, y, carry, init: carry, final: carry, watch };
	const { dtype, shape } = leaves[cell.kind][cell.leaf].column;
	const type = `${dtype}[${shape.join(',')}]`;
	if (cell.kind !== 'carry') return type;
	return `${type} · ${cell.changed ? 'changed in this step' : 'kept in this step'}`;
}
