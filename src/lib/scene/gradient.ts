import { turned, type Passes } from '$lib/recording/gradient';
import type { Hover } from '$lib/recording/hover';
import type { Lane, Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { restAt } from '$lib/recording/walk';
import { bandOf } from './band';
import { blank } from './face';
import { gateX, gatesOf, headsOf } from './frame';
import {
	gradientLayout,
	turnedColumns,
	turnedStart,
	type GradientLayout,
	type GradientRoom
} from './gradient-layout';
import type { Layout } from './layout';
import { legend } from './legend';
import { round } from './round';
import type { Band, Cell, Gate, Head, Legend, Scene } from './scene';
import { plain } from './size';
import { timeOf } from './stage';
import { tapeScene, type TapeScene } from './tape';
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

/** The picture at a moment of either pass, `t` of the way through its beat; `hover` is about that pass. Pure. */
export function gradientAt(
	passes: Passes,
	moment: Moment,
	t: number,
	room: GradientRoom,
	hover: Hover | null = null
): GradientScene {
	const layout = gradientLayout(passes, room);
	const now = moment.loop === passes.forward.index ? 'forward' : 'backward';
	const [forward, backward] = viewsOf(passes, moment, t, layout, { ...room, hover });
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
	options: GradientRoom & { readonly hover: Hover | null }
): [View, View] {
	const { columns } = layout;
	const { length } = forward;
	const here = moment.loop === forward.index ? forward : backward;
	const own = columns.startAt(moment, t);
	const other = turnedStart(columns, length, own);
	const [start, back] = here === forward ? [own, other] : [other, own];
	const at = (layout: Layout, first: number): Layout => ({ ...layout, startAt: () => first });
	const time = timeOf(here, moment, t);
	const seen = (pass: Loop, rest: Moment, layout: Layout, first: number): View =>
		pass === here
			? viewOf(pass, moment, time, at(layout, first), options)
			: viewOf(pass, rest, 1, at(layout, first), { ...options, hover: null });
	const turnedLayout = { ...layout.backward, ...turnedColumns(columns, length) };
	return [
		seen(forward, restAt(forward, length - 1), layout.forward, start),
		seen(backward, restAt(backward, -1), turnedLayout, back)
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
