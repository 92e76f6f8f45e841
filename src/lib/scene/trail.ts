import { stretchesOf, type Part as TakenPart, type Thread, type Trail } from '$lib/recording/trail';
import { round } from './round';
import { cellsIn, type Box, type Cell, type Scene } from './scene';
import { stretches } from './stretches';

/** A trail drawn over a picture: what is no part of it is veiled, its cells are outlined, and lines lead along it. */
export interface TrailPicture {
	/** SVG path over everything but the trail's cells; to be filled by the even-odd rule. */
	readonly veil: string;
	readonly cells: readonly TrailMark[];
	/** SVG path from what a step was given to what it made. */
	readonly path: string;
	/** Stretches of steps in lanes that only the map shows. */
	readonly runs: readonly Box[];
}

export interface TrailMark extends Box {
	readonly key: string;
	readonly kind: Cell['kind'];
	readonly lane: Cell['lane'];
	readonly step: number;
	readonly leaf: number;
	readonly part: TakenPart;
	readonly radius: number;
}

const gap = 2;

/** Pure: the cells of a trail that the scene shows. */
export function trailPicture(scene: Scene, trail: Trail): TrailPicture {
	const parts = partsOf(trail);
	const cells = cellsIn(scene).flatMap((cell): TrailMark[] => {
		const part =
			parts.get(keyOf(cell.kind, cell.lane, cell.leaf, cell.step)) ?? partInRuns(trail.threads, cell);
		return part && cell.opacity > 0 ? [markOf(cell, part)] : [];
	});
	return { veil: veilOf(scene, cells), cells, path: pathOf(cells), runs: runsOf(scene, trail) };
}

const keyOf = (kind: string, lane: number | null, leaf: number, step: number): string =>
	`${kind} ${lane ?? 'all'} ${leaf} ${step}`;

const partsOf = ({ threads }: Trail): ReadonlyMap<string, TakenPart> =>
	new Map(
		threads.flatMap(({ kind, lane, leaf, steps, parts }) =>
			steps.map((step, i) => [keyOf(kind, lane, leaf, step), parts[i]] as const)
		)
	);

/** Of a cell whose step is one of many that are all alike. */
function partInRuns(threads: readonly Thread[], { kind, lane, leaf, step }: Cell): TakenPart | undefined {
	const runs = threads.find((one) => one.kind === kind && one.lane === lane && one.leaf === leaf)?.runs;
	return runs?.find(({ from, to }) => from <= step && step <= to)?.part;
}

function markOf({ key, kind, lane, step, leaf, x, y, w, h, radius }: Cell, part: TakenPart): TrailMark {
	return {
		key,
		kind,
		lane,
		step,
		leaf,
		part,
		x: round(x - gap),
		y: round(y - gap),
		w: round(w + 2 * gap),
		h: round(h + 2 * gap),
		radius: round(Math.min(radius + gap, h / 2 + gap))
	};
}

const boxPath = ({ x, y, w, h }: Box): string => `M${x} ${y}h${w}v${h}h${-w}z`;

/** Over all bands, with a hole for each cell. */
function veilOf({ bands, port }: Scene, cells: readonly TrailMark[]): string {
	if (bands.length === 0) return '';
	const top = Math.min(...bands.map(({ y }) => y));
	const bottom = Math.max(...bands.map(({ y, h }) => y + h));
	const ground = boxPath({ x: port.x, y: top, w: port.w, h: round(bottom - top) });
	return [ground, ...cells.map(boxPath)].join('');
}

const centre = ({ x, y, w, h }: Box): readonly [number, number] => [round(x + w / 2), round(y + h / 2)];

/** The step that reads a cell: a carry is read by the step after its own. */
const readBy = ({ kind, step }: TrailMark): number | null => {
	if (kind === 'x' || kind === 'init') return step;
	return kind === 'carry' ? step + 1 : null;
};

const madeBy = ({ kind, step }: TrailMark): number | null =>
	kind === 'carry' || kind === 'y' ? step : kind === 'final' ? step - 1 : null;

/**
 * Lines of each step in each lane, from what it was given to what it made; where both are several they meet in one
 * point, as which went into which is the list's to tell.
 */
function pathOf(cells: readonly TrailMark[]): string {
	const steps = new Map<string, { given: TrailMark[]; made: TrailMark[] }>();
	const at = (lane: number | null, step: number): { given: TrailMark[]; made: TrailMark[] } => {
		const key = `${lane ?? 'all'} ${step}`;
		const known = steps.get(key) ?? { given: [], made: [] };
		steps.set(key, known);
		return known;
	};
	for (const cell of cells) {
		if (cell.part !== 'made') continue;
		const [reader, maker] = [readBy(cell), madeBy(cell)];
		if (reader !== null) at(cell.lane, reader).given.push(cell);
		// The final carry is the last one once more: the line from that one leads to it.
		if (maker !== null && cell.kind !== 'final') at(cell.lane, maker).made.push(cell);
	}
	return [...steps.values(), ...finals(cells)].map(({ given, made }) => linesOf(given, made)).join('');
}

/** The final carries, each with the last carry of its leaf. */
const finals = (cells: readonly TrailMark[]): { given: TrailMark[]; made: TrailMark[] }[] =>
	cells.flatMap((final) => {
		if (final.kind !== 'final' || final.part !== 'made') return [];
		const last = cells.filter(
			({ kind, lane, leaf, step }) =>
				kind === 'carry' && lane === final.lane && leaf === final.leaf && step === final.step - 1
		);
		return [{ given: last, made: [final] }];
	});

function linesOf(given: readonly TrailMark[], made: readonly TrailMark[]): string {
	const line = (from: readonly [number, number], to: readonly [number, number]): string =>
		`M${from[0]} ${from[1]}L${to[0]} ${to[1]}`;
	if (given.length === 0 || made.length === 0) return '';
	if (given.length === 1 || made.length === 1)
		return given.flatMap((from) => made.map((to) => line(centre(from), centre(to)))).join('');
	const [x] = centre(made[0]);
	const left = round(x - made[0].w * 0.8);
	const middle = round(made.reduce((sum, cell) => sum + centre(cell)[1], 0) / made.length);
	const meeting: readonly [number, number] = [left, middle];
	return [
		...given.map((from) => line(centre(from), meeting)),
		...made.map((to) => line(meeting, centre(to)))
	].join('');
}

/** In the map: each lane's steps in which any of its values is made of the trail. */
function runsOf({ map }: Scene, { threads }: Trail): Box[] {
	if (!map) return [];
	const [rowHeight, columnWidth] = [map.h / map.rows, map.w / map.columns];
	const bins = new Map<number, Set<number>>();
	const places = new Map<number, number>(map.lanes.map((lane, place) => [lane, place]));
	for (const thread of threads) {
		if (thread.lane === null || thread.kind === 'init' || thread.kind === 'final') continue;
		const place = places.get(thread.lane);
		if (place === undefined) continue;
		const row = Math.floor(place / map.lanesPerRow);
		const columns = bins.get(row) ?? new Set<number>();
		bins.set(row, columns);
		const columnOf = (step: number): number => Math.floor(step / map.stepsPerColumn);
		for (const [from, to] of stretchesOf(thread, 'made'))
			for (let column = columnOf(from); column <= columnOf(to); column++) columns.add(column);
	}
	return [...bins].flatMap(([row, columns]) =>
		stretches([...columns].sort((a, b) => a - b)).map(([from, to]) => ({
			x: round(map.x + from * columnWidth),
			y: round(map.y + row * rowHeight),
			w: round((to - from + 1) * columnWidth),
			h: round(rowHeight)
		}))
	);
}
