import { turned, type Passes } from '$lib/recording/gradient';
import { lane as laneOf, type Lane } from '$lib/recording/moment';
import { blank, faceAt } from './face';
import { gatesOf } from './frame';
import type { GradientLayout, TapeLane, TapePlace } from './gradient-layout';
import { round } from './round';
import type { Box, Face, Gate } from './scene';
import { plain } from './size';
import { shortened, type Tip } from './tip';
import { columnOpacity, xOf, type View } from './view';

/** What a forward pass keeps of its steps for the backward pass: a strip of values under the steps they are of. */
export interface TapeScene {
	readonly width: number;
	readonly height: number;
	readonly port: Box;
	readonly clipped: boolean;
	readonly gate: Gate | null;
	readonly lanes: readonly TapeBand[];
}

/** What is kept of one lane. */
export interface TapeBand extends Box {
	readonly key: string;
	readonly label: string;
	readonly fontSize: number;
	readonly tags: readonly TapeTag[];
	readonly cells: readonly TapeCell[];
	/** Read aloud. */
	readonly description: string;
}

export interface TapeTag {
	readonly text: string;
	/** The expression it is from. */
	readonly title: string;
	readonly x: number;
	readonly y: number;
	readonly fontSize: number;
}

/** A value on the tape: not there yet, being kept, kept, being read, or read and let go. */
export type TapeState = 'future' | 'written' | 'kept' | 'reading' | 'read';

export interface TapeCell extends Box {
	readonly key: string;
	readonly name: string;
	/** Its place among the backward pass's xs. */
	readonly leaf: number;
	readonly lane: Lane | null;
	/** Of the forward pass. */
	readonly step: number;
	readonly state: TapeState;
	readonly face: Face;
	readonly opacity: number;
}

/** The tape under the forward lanes, at the moment of the pass the cursor is in; `x` is the gate's. */
export function tapeScene(
	passes: Passes,
	{ tape }: GradientLayout,
	view: View,
	current: View,
	x: number
): TapeScene {
	const { layout } = view;
	const height = tape.height;
	const [gate] = gatesOf(current);
	return {
		width: round(layout.width),
		height: round(height),
		port: { ...layout.port, y: 0, h: round(height) },
		clipped: layout.capacity !== null,
		gate: gate && height > 0 ? { ...gate, label: '', x: round(x - gate.w / 2), y: 0, h: round(height), radius: 0 } : null, // prettier-ignore
		lanes: tape.lanes.map((lane) => bandOnTape(passes, view, current, lane))
	};
}

function bandOnTape(passes: Passes, view: View, current: View, lane: TapeLane): TapeBand {
	const { layout } = view;
	const first = lane.rows[0];
	const last = lane.rows[lane.rows.length - 1];
	const top = first.y - first.h / 2 - 5 * layout.scale;
	return Object.freeze({
		key: String(lane.lane ?? 'all'),
		label: layout.narrow ? '' : lane.label,
		fontSize: round(plain.label.font * layout.scale),
		x: layout.port.x,
		y: round(top),
		w: layout.port.w,
		h: round(last.y + last.h / 2 + 5 * layout.scale - top),
		tags: lane.rows.map(({ row, y }) => ({
			text: row.leaf.name,
			title: row.residual.text,
			x: round(layout.tagX),
			y: round(y),
			fontSize: round(plain.label.tag * layout.scale)
		})),
		cells: lane.rows.flatMap((place) => cellsOnTape(passes, view, current, lane, place)),
		description: describe(passes, current, lane)
	});
}

function cellsOnTape(
	{ backward }: Passes,
	view: View,
	current: View,
	{ lane }: TapeLane,
	{ row, look, y, w, h, font }: TapePlace
): TapeCell[] {
	const { columns, loop } = view;
	const cells: TapeCell[] = [];
	for (let step = Math.max(0, columns.from); step <= Math.min(columns.to, loop.length - 1); step++) {
		const state = stateOf(current, step);
		const entry = turned(loop, step);
		const there = state !== 'future' && entry < backward.recorded;
		cells.push(
			Object.freeze({
				key: `${row.x} ${step}`,
				name: row.leaf.name,
				leaf: row.x,
				lane,
				step,
				state,
				x: round(xOf(view, step) - w / 2),
				y: round(y - h / 2),
				w: round(w),
				h: round(h),
				face: there ? faceAt(look, backward, entry, laneOf(lane ?? 0), { w, h, font }) : blank,
				opacity: round(columnOpacity(view, step))
			})
		);
	}
	return cells;
}

/** Of what is kept of a forward step. */
function stateOf({ loop, progress }: View, step: number): TapeState {
	if (!loop.backward) {
		if (step === progress.step && progress.emit >= 1) return 'written';
		return step < progress.step ? 'kept' : 'future';
	}
	const at = turned(loop, progress.step);
	if (step === at && progress.step >= 0) return 'reading';
	return step < at ? 'kept' : 'read';
}

/** `row 0. Kept of step 2: h 0.5, tanh′ 0.42.` */
function describe({ backward, forward }: Passes, current: View, { lane, label, rows }: TapeLane): string {
	const { step } = current.progress;
	const at = current.loop.backward ? turned(forward, step) : step;
	const who = label ? `${label}. ` : '';
	if (step < 0 || stateOf(current, at) === 'future') return `${who}On the tape: ${rows.map(({ row }) => row.leaf.name).join(', ')}.`; // prettier-ignore
	const values = rows.map(({ row, look }) => {
		const entry = turned(forward, at);
		const face = entry < backward.recorded ? faceAt(look, backward, entry, laneOf(lane ?? 0), { w: 0, h: 0, font: 0 }) : blank; // prettier-ignore
		return `${row.leaf.name} ${face.text}`;
	});
	return `${who}${current.loop.backward ? 'Read' : 'Kept'} of step ${at}: ${values.join(', ')}.`;
}

/** The value of the tape under a point, px of its picture. */
export function tapeCellAt({ lanes }: TapeScene, x: number, y: number): TapeCell | null {
	const isIn = (cell: TapeCell): boolean =>
		x >= cell.x && x <= cell.x + cell.w && y >= cell.y && y <= cell.y + cell.h;
	return lanes.flatMap(({ cells }) => cells).find(isIn) ?? null;
}

/** What is said of a kept value under the pointer; null while it is not there. */
export function tapeTip(cell: TapeCell): Tip | null {
	const { face } = cell;
	if (face.kind === 'blank') return null;
	return {
		x: cell.x + cell.w / 2,
		y: cell.y + cell.h,
		title: `${cell.name}, kept of step ${cell.step}`,
		value: shortened(face.exact),
		note: face.dtype
	};
}
