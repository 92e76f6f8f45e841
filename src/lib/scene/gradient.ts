import { turned, type Passes } from '$lib/recording/gradient';
import { lane as laneOf, type Lane, type Moment } from '$lib/recording/moment';
import { restAt } from '$lib/recording/walk';
import { bandOf } from './band';
import { blank, faceAt } from './face';
import { gateX, gatesOf, headsOf } from './frame';
import {
	gradientLayout,
	turnedColumns,
	turnedStart,
	type GradientLayout,
	type GradientRoom,
	type TapeLane,
	type TapePlace
} from './gradient-layout';
import type { Layout } from './layout';
import { legend } from './legend';
import { round } from './round';
import type { Band, Box, Cell, Face, Gate, Head, Legend, Scene } from './scene';
import { plain } from './size';
import { timeOf } from './stage';
import { columnOpacity, viewOf, xOf, type View } from './view';

/** Both passes of a gradient: forward lanes, what is kept of each step, and the backward lanes running right to left. */
export interface GradientScene {
	/** Which pass the cursor is in. */
	readonly now: 'forward' | 'backward';
	readonly forward: Scene;
	readonly tape: TapeScene;
	readonly backward: Scene;
	readonly lanes: readonly Lane[];
}

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
	readonly lane: Lane | null;
	/** Of the forward pass. */
	readonly step: number;
	readonly state: TapeState;
	readonly face: Face;
	readonly opacity: number;
}

/** The picture at a moment of either pass, `t` of the way through its beat. Pure. */
export function gradientAt(passes: Passes, moment: Moment, t: number, room: GradientRoom): GradientScene {
	const layout = gradientLayout(passes, room);
	const now = moment.loop === passes.forward.index ? 'forward' : 'backward';
	const [forward, backward] = viewsOf(passes, moment, t, layout, room);
	const current = now === 'forward' ? forward : backward;
	const x = gateX(current);
	return Object.freeze({
		now,
		forward: Object.freeze(forwardScene(forward, current, x)),
		tape: Object.freeze(tapeScene(passes, layout, forward, current, x)),
		backward: Object.freeze(backwardScene(backward, current, x)),
		lanes: layout.lanes
	});
}

/** The pass that the cursor is not in stands at its end or at its start. */
function viewsOf(
	{ forward, backward }: Passes,
	moment: Moment,
	t: number,
	layout: GradientLayout,
	room: GradientRoom
): [View, View] {
	const { columns } = layout;
	const { length } = forward;
	const here = moment.loop === forward.index ? forward : backward;
	const own = columns.startAt(moment, t);
	const other = turnedStart(columns, length, own);
	const [start, back] = here === forward ? [own, other] : [other, own];
	const at = (layout: Layout, first: number): Layout => ({ ...layout, startAt: () => first });
	const options = { ...room, hover: null };
	const time = timeOf(here, moment, t);
	const still = here === forward ? restAt(backward, -1) : restAt(forward, length - 1);
	const turnedLayout = { ...layout.backward, ...turnedColumns(columns, length) };
	return [
		viewOf(forward, here === forward ? moment : still, here === forward ? time : 1, at(layout.forward, start), options), // prettier-ignore
		viewOf(backward, here === forward ? still : moment, here === forward ? 1 : time, at(turnedLayout, back), options) // prettier-ignore
	];
}

function sceneOf(view: View, parts: Pick<Scene, 'bands' | 'heads' | 'gates'>): Scene {
	const { layout, loop } = view;
	const { capacity } = layout;
	const first = Math.round(view.start);
	return {
		width: round(layout.width),
		height: round(layout.height),
		scale: round(layout.scale),
		pitch: round(layout.pitch),
		port: layout.port,
		map: null,
		legend: legendsOf(layout),
		hidden:
			capacity === null
				? null
				: { before: Math.max(0, first), after: Math.max(0, loop.length - first - capacity) },
		...parts
	};
}

const legendsOf = ({ lanes }: Layout): readonly Legend[] => {
	const looks = new Set(lanes.flatMap(({ rows }) => rows.map(({ look }) => look)));
	return [...looks].filter(({ form }) => form !== 'text').map(legend);
};

function forwardScene(view: View, current: View, x: number): Scene {
	const heads = headsOf(view).map((head) => ({ ...head, opacity: round(headOpacity(view, head, x)) }));
	const gate = gateAt(view, current, x);
	const bands = view.layout.lanes.map((lane) => bandOf(view, lane));
	return sceneOf(view, {
		bands: view === current ? bands : bands.map(gone),
		heads,
		gates: gate ? [gate] : []
	});
}

/** After the forward pass all of it is past. */
const gone = (band: Band): Band =>
	Object.freeze({
		...band,
		links: [],
		cells: band.cells.map((cell): Cell => (cell.state === 'now' ? { ...cell, state: 'past' } : cell))
	});

/** Numbers make way for the gate's own. */
const headOpacity = (view: View, head: Head, x: number): number => {
	const away = Math.abs(head.x - x) / view.layout.pitch;
	return columnOpacity(view, head.column) * Math.max(0, Math.min(1, away * 2.5 - 0.6));
};

/** The one clock through all three parts: at the column of the step that is made or gone back over. */
function gateAt(view: View, current: View, x: number): Gate | null {
	const [own] = gatesOf(current);
	const [box] = gatesOf(view);
	if (!own || !box) return null;
	const { label } = labelOf(view, current);
	const fits = (own.w - 6) / (Math.max(1, label.length) * plain.wordAdvance);
	const fontSize = round(Math.min(own.fontSize, fits));
	return { ...own, y: box.y, h: box.h, x: round(x - own.w / 2), labelX: round(x), label, fontSize };
}

function labelOf(view: View, current: View): Pick<Gate, 'label'> {
	if (view !== current && view.loop.backward) return { label: '' };
	const { step } = current.progress;
	if (current.loop.backward) {
		const index = turned(current.loop, step);
		const shown = step < 0 ? 'the loss' : `step ${index}`;
		return { label: view === current ? `◂ ${shown}` : shown };
	}
	return { label: step < 0 ? 'start' : `step ${step}` };
}

function backwardScene(view: View, current: View, x: number): Scene {
	const begun = view === current;
	const bands = view.layout.lanes.map((lane) => {
		const band = bandOf(view, lane);
		return begun ? band : Object.freeze({ ...band, ...notYet(band) });
	});
	const gate = gateAt(view, current, x);
	return sceneOf(view, { bands, heads: endsOf(view), gates: gate ? [gate] : [] });
}

/** Before the backward pass begins nothing of it is there. */
const notYet = (band: Band): Pick<Band, 'cells' | 'description'> => ({
	cells: band.cells.map((cell): Cell =>
		Object.freeze({ ...cell, state: 'future', face: blank, changed: null, glow: 0 })
	),
	description: `${band.label ? `${band.label}. ` : ''}Backward pass: not begun.`
});

/** Where the cotangents come from and where they go. */
function endsOf(view: View): readonly Head[] {
	const { columns, loop, layout } = view;
	const ends: Head[] = [];
	const end = (column: number, text: string): Head =>
		Object.freeze({
			key: `end ${column}`,
			column,
			end: true,
			text,
			index: null,
			x: round(xOf(view, column)),
			y: round(9 * layout.scale),
			fontSize: round(plain.label.tag * layout.scale),
			opacity: round(columnOpacity(view, column))
		});
	if (columns.from < 0) ends.push(end(-1, '◂ from the loss'));
	if (columns.to >= loop.length) ends.push(end(loop.length, '∂ of the init'));
	return ends;
}

function tapeScene(
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
