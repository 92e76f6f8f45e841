import type { Divergence } from '$lib/recording/divergence';
import { lane as laneOf } from '$lib/recording/moment';
import { elementsAt, hasEntry } from '$lib/recording/read';
import type { Column, Loop } from '$lib/recording/recording';
import { formatOf } from '$lib/recording/words';
import { round } from './round';
import { cellsIn, type Box, type Cell, type Scene } from './scene';
import { plain } from './size';

/** What another run has where the picture shows a value that differs: a chip under the cell. */
export interface GhostChip extends Box {
	readonly key: string;
	readonly cell: Cell;
	/** `9`, or where both are written alike by how much they differ; of an array how many of its elements do. */
	readonly text: string;
	readonly fontSize: number;
	/** The first value that differs. */
	readonly first: boolean;
}

/** Chips for all cells in sight whose values differ in the other run. */
export function ghostChips(
	scene: Scene,
	loop: Loop,
	ghost: Loop,
	first: Divergence | null
): readonly GhostChip[] {
	const { port } = scene;
	return cellsIn(scene).flatMap((cell) => {
		const text = cell.face.kind === 'blank' ? null : ghostText(cell, loop, ghost);
		if (text === null || cell.x + cell.w / 2 < port.x || cell.x + cell.w / 2 > port.x + port.w) return [];
		const fontSize = round(Math.max(10, 11 * scene.scale));
		const h = fontSize * 1.35;
		const w = Math.max(h, text.length * fontSize * plain.monoAdvance + 8);
		return [
			Object.freeze({
				key: cell.key,
				cell,
				text,
				fontSize,
				first: isFirst(cell, first),
				x: round(cell.x + cell.w / 2 - w / 2),
				y: round(cell.y + cell.h - h * 0.4),
				w: round(w),
				h: round(h)
			})
		];
	});
}

/** What the other run has in place of a cell's value; null where it has the same. */
function ghostText({ kind, leaf, lane, step }: Cell, loop: Loop, ghost: Loop): string | null {
	if (kind === 'watch') return null;
	const carried = kind === 'init' || kind === 'carry' || kind === 'final';
	const of = ({ carry, xs, ys }: Loop): Column | undefined =>
		(carried ? carry : kind === 'x' ? xs : ys)[leaf]?.column;
	const [mine, other] = [of(loop), of(ghost)];
	if (!mine || !other || mine.shape.join() !== other.shape.join()) return null;
	const entry = entryOf(kind, step, loop.recorded);
	const ends = entryOf(kind, step, ghost.recorded);
	if (ends > ghost.recorded - (carried ? 0 : 1)) return 'ended';
	if (!hasEntry(other, ghost, carried ? Math.max(0, ends - 1) : ends)) return null;
	const row = laneOf(lane ?? 0);
	const before = elementsAt(mine, entry, row, loop.axes);
	const after = elementsAt(other, ends, row, ghost.axes);
	const differing = after.filter((value, k) => !Object.is(value, before[k])).length;
	if (differing === 0) return null;
	if (after.length > 1) return `${differing} differ`;
	const text = formatOf(other, ghost, carried).text(after[0]);
	return text === formatOf(mine, loop, carried).text(before[0]) ? byHowMuch(before[0], after[0]) : text;
}

/** `+5e-6`: what two numbers that are written alike differ by. */
function byHowMuch(before: number, after: number): string {
	const difference = after - before;
	return `${difference < 0 ? '−' : '+'}${Math.abs(difference).toExponential(0).replace('e+', 'e')}`;
}

function entryOf(kind: Cell['kind'], step: number, recorded: number): number {
	if (kind === 'init') return 0;
	if (kind === 'final') return recorded;
	return kind === 'carry' ? step + 1 : step;
}

const isFirst = (cell: Cell, first: Divergence | null): boolean =>
	first !== null &&
	first.kind !== 'end' &&
	cell.kind === first.kind &&
	cell.leaf === first.leaf &&
	(cell.lane === null || cell.lane === first.lane) &&
	cell.step === Math.max(0, first.step);
