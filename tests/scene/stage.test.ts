import { describe, expect, it } from 'vitest';
import { eqnIndex, lane, type Beat } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { numberFormat } from '$lib/recording/number-format';
import { scalarAt } from '$lib/recording/read';
import { cellsIn, type Cell, type CellKind, type Scene } from '$lib/scene/scene';
import { eased } from '$lib/scene/progress';
import { sceneAt } from '$lib/scene/stage';
import { loops } from './fixture';
import { at, room } from './picture';

const worked = loops.worked();
const scene = (n: number, beat: Beat = 'rest', t = 1, width = 640): Scene =>
	sceneAt(worked, at(n, beat), t, room(width));

/** The same numbers as if a sum had made them: the picture of a step does not look whether they are right. */
const summed = (loop: Loop): Loop => ({
	...loop,
	eqns: loop.eqns.map((eqn) => ({ ...eqn, primitive: 'add' }))
});

const told = (from: Scene, kind: CellKind, row = 0): string[] =>
	cellsIn(from)
		.filter((cell) => cell.kind === kind && cell.lane === row)
		.map((cell) => `${cell.state} ${cell.face.text}`.trim());

const cellAt = (from: Scene, kind: CellKind, step: number, row = 0): Cell => {
	const cell = cellsIn(from).find((one) => one.kind === kind && one.step === step && one.lane === row);
	if (!cell) throw new Error(`no ${kind} at ${step}`);
	return cell;
};

describe('the settled picture', () => {
	it('of the start shows the init alone', () => {
		expect(told(scene(-1), 'init')).toEqual(['now −∞']);
		expect(told(scene(-1), 'carry')).toEqual(['future', 'future', 'future']);
		expect(told(scene(-1), 'y')).toEqual(['future', 'future', 'future']);
		expect(told(scene(-1), 'x')).toEqual(['future 3', 'future 1', 'future 4']);
		expect(scene(-1).gates[0].label).toBe('start');
	});

	it('of step 1 shows what came in, what it made, and nothing of the future but its xs', () => {
		expect(told(scene(1), 'x', 1)).toEqual(['past 1', 'now 5', 'future 2']);
		expect(told(scene(1), 'init', 1)).toEqual(['past −∞']);
		expect(told(scene(1), 'carry', 1)).toEqual(['past 1', 'now 5', 'future']);
		expect(told(scene(1), 'y', 1)).toEqual(['past 1', 'now 5', 'future']);
		expect(told(scene(1), 'final', 1)).toEqual(['future']);
	});

	it('of the last step shows the final carry', () => {
		expect(told(scene(2), 'final')).toEqual(['now 4']);
		expect(told(scene(2), 'final', 1)).toEqual(['now 5']);
	});

	it('marks a carry that changed and leaves alone one that kept its value', () => {
		expect(cellAt(scene(2), 'carry', 1).changed).toBe(null);
		expect(cellAt(scene(2), 'carry', 2).changed).toBe('up');
	});

	it('says each lane in a sentence', () => {
		const sentences = scene(1).bands.map((band) => band.description);
		expect(sentences).toEqual([
			'row 0. Step 1: x 1, carry keeps 3, y 3.',
			'row 1. Step 1: x 5, carry 1 to 5, y 5.'
		]);
	});

	it('of a loop without steps has its init and its final carry', () => {
		const none = sceneAt(loops.none(), at(-1), 1, room(640));
		expect(cellsIn(none).map((cell) => `${cell.kind} ${cell.face.text}`)).toEqual([
			'init −∞',
			'final −∞',
			'init −∞',
			'final −∞'
		]);
	});

	it('counts by step and tells the index where a scan runs in reverse', () => {
		const heads = sceneAt(loops.reverse(), at(0), 1, room(640)).heads.filter((head) => !head.end);
		expect(heads.map((head) => `${head.text} ${head.index}`)).toEqual([
			'0 [4]',
			'1 [3]',
			'2 [2]',
			'3 [1]',
			'4 [0]'
		]);
	});

	it('has one unnamed lane where there is no vmap', () => {
		const { bands } = sceneAt(loops.single(), at(0), 1, room(640));
		expect(bands.map((band) => band.label)).toEqual(['']);
	});

	it('tells a lane of a while loop that had ended', () => {
		const ending = sceneAt(loops.ending(), at(3), 1, room(640));
		const idle = cellsIn(ending).filter((cell) => cell.idle && cell.kind === 'carry');
		expect(idle.map((cell) => `${cell.lane} ${cell.step}`)).toEqual(['1 2', '1 3']);
		expect(ending.bands[1].description).toBe('row 1. Step 3: ended before.');
	});

	it('draws once what exists once for all lanes', () => {
		const shared = sceneAt(loops.shared(), at(2), 1, room(850));
		expect(shared.bands.map((band) => band.label)).toEqual(['all rows', 'row 0', 'row 1', 'row 2']);
		const counts = cellsIn(shared).filter((cell) => cell.kind === 'carry' && cell.leaf === 1);
		expect(new Set(counts.map((cell) => cell.lane))).toEqual(new Set([null]));
	});

	it('lights what the pointer is on and what it was made of', () => {
		const cell = { kind: 'carry', lane: lane(1), step: 1, leaf: 0 } as const;
		const lit = cellsIn(sceneAt(worked, at(1), 1, room(640, { hover: { kind: 'cell', cell } })));
		expect(lit.filter((one) => one.lit).map((one) => `${one.kind} ${one.lane} ${one.step}`)).toEqual([
			'x 1 1',
			'carry 1 0',
			'carry 1 1'
		]);
	});
});

describe('a step in its beats', () => {
	it('keeps the new values back until they come out', () => {
		const states = (['pull', 'combine', 'emit', 'rest'] as const).map((beat) =>
			(['carry', 'y'] as const).map((kind) => cellAt(scene(1, beat, 0.5), kind, 1, 1).state).join(' ')
		);
		expect(states).toEqual(['hidden hidden', 'hidden hidden', 'now hidden', 'now now']);
	});

	it('brings x down and the carry in, at their sizes, to stand side by side', () => {
		const marks = scene(1, 'pull').bands[0].marks;
		expect(marks.map((mark) => `${mark.role} ${mark.face.text}`)).toEqual(['carry 3', 'x 1']);
		const [carry, x] = marks;
		expect(carry.x + carry.w).toBeLessThan(x.x);
		expect(carry.y + carry.h / 2).toBe(x.y + x.h / 2);
	});

	it('lets the smaller one fade in a max', () => {
		const faded = (row: number): string[] =>
			scene(1, 'combine', 0.6)
				.bands[row].marks.filter((mark) => mark.opacity < 0.5 && mark.key.includes('part'))
				.map((mark) => `${mark.role} ${mark.face.text}`);
		expect(faded(0)).toContain('x 1');
		expect(faded(0)).not.toContain('carry 3');
		expect(faded(1)).toContain('carry 1');
		expect(faded(1)).not.toContain('x 5');
	});

	it('stands on an equation with what it came to under its sign, in a slot that is still open', () => {
		const mean = loops.ema();
		const standing = [0, 1, 2].map((eqn) =>
			sceneAt(mean, { ...at(1, 'combine'), eqn: eqnIndex(eqn) }, 1, room(900)).bands[0].marks.map(
				({ role, face }) => `${role} ${face.text}`
			)
		);
		const valueOf = (eqn: number): string =>
			numberFormat(mean.eqns[eqn].results[0], mean, false).text(
				scalarAt(mean.eqns[eqn].results[0], 1, lane(0), mean.axes)
			);
		expect(standing[0]).toEqual([`made ${valueOf(0)}`, 'operator ×']);
		expect(standing[1]).toEqual([`made ${valueOf(1)}`, 'operator ×']);
		expect(standing[2]).toEqual([expect.stringMatching(/^carry /), 'operator +']);
	});

	it('plays a body of several equations by its signs alone', () => {
		const playing = sceneAt(loops.ema(), at(1, 'combine'), 0.5, room(900)).bands[0].marks;
		expect(playing.map(({ role }) => role)).toEqual(['operator']);
	});

	it('R5: begins as slowly as it ends', () => {
		for (const t of [0, 0.1, 0.25, 0.4, 0.5]) expect(eased(t) + eased(1 - t)).toBeCloseTo(1);
		expect(eased(0.1)).toBeLessThan(0.1);
	});

	it('R5: tells a sum from a max without any word: in one both go into the result, in the other one fades', () => {
		/** How strong the parts are in the middle, and how far they have come to each other. */
		const parts = (loop: Loop): readonly number[] =>
			sceneAt(loop, at(1, 'combine'), 0.55, room(640))
				.bands[0].marks.filter((mark) => mark.key.includes('part'))
				.map((mark) => Math.round(mark.opacity * 10) / 10);
		const [max, sum] = [worked, summed(worked)].map(parts);
		expect(new Set(sum)).toEqual(new Set([1]));
		expect(Math.min(...max)).toBeLessThan(0.6);
	});

	it('ends each beat where the next begins', () => {
		const places = (from: Scene): string[] =>
			from.bands.flatMap((band) =>
				band.marks
					.filter((mark) => mark.opacity > 0.02)
					.map((mark) => `${mark.role} ${mark.x + mark.w / 2} ${mark.y + mark.h / 2} ${mark.scale}`)
			);
		expect(places(scene(1, 'combine', 0))).toEqual(places(scene(1, 'pull', 1)));
		expect(places(scene(1, 'emit', 0))).toEqual(places(scene(1, 'combine', 1)));
	});

	it('glows on what changed, and fades', () => {
		const glow = (t: number): number => cellAt(scene(2, 'rest', t), 'carry', 2).glow;
		expect([glow(0), glow(0.5), glow(1)]).toEqual([1, 0.5, 0]);
		expect(cellAt(scene(1, 'rest', 0), 'carry', 1).glow).toBe(0);
	});

	it('is the same object where nothing moves', () => {
		const past = (t: number): Cell => cellAt(scene(2, 'emit', t), 'carry', 0);
		expect(past(0.2)).toBe(past(0.7));
		expect(cellAt(scene(0), 'carry', 0)).not.toBe(past(0.2));
	});

	it('takes the gate along from the step before', () => {
		const x = (from: Scene): number => from.gates[0].labelX;
		expect(x(scene(1, 'pull', 0))).toBe(x(scene(0)));
		expect(x(scene(1, 'pull', 1))).toBe(x(scene(1)));
	});
});

describe('many lanes and steps', () => {
	it('shows up to six lanes in full, sixteen slim ones, and a map of more', () => {
		const of = (name: string): string => {
			const { bands, map } = sceneAt(loops[name](), at(2), 1, room(850));
			return `${bands.filter((band) => !band.compact).length} ${bands.filter((band) => band.compact).length} ${map !== null}`;
		};
		expect([of('six'), of('ten'), of('many')]).toEqual(['6 0 false', '2 8 false', '3 0 true']);
	});

	it('marks the focus lane', () => {
		for (const row of [0, 1, 0]) {
			const { bands } = sceneAt(worked, at(1), 1, room(640, { focusLane: lane(row) }));
			expect(bands.map((band) => band.focused)).toEqual([row === 0, row === 1]);
		}
	});

	it('keeps the focus lane among those in full', () => {
		const loop = loops.many();
		for (const row of [0, 7, 31]) {
			const { bands } = sceneAt(loop, at(2), 1, room(850, { focusLane: lane(row) }));
			expect(bands.filter((band) => band.focused).map((band) => band.lane)).toEqual([row]);
		}
	});

	it('hands out one heat map while nothing of it changes', () => {
		const loop = loops.many();
		const mapAt = (n: number, t: number): Scene['map'] => sceneAt(loop, at(n, 'pull'), t, room(850)).map;
		expect(mapAt(4, 0.2)).toBe(mapAt(4, 0.8));
		expect(mapAt(5, 0.2)).not.toBe(mapAt(4, 0.2));
	});

	it('shows a bin that holds a NaN or an infinity as such', () => {
		const { map } = sceneAt(loops.breaking(), at(39), 1, room(850));
		const flags = new Set(map?.flags);
		expect(flags).toEqual(new Set([0, 1, 2]));
	});

	it('scrolls so that the present step is in sight', () => {
		const long = loops.long();
		for (let n = -1; n < 200; n += 7) {
			const { heads, hidden, gates } = sceneAt(long, at(n), 1, room(640));
			expect(heads.map((head) => head.column)).toContain(n);
			expect(gates[0].x).toBeGreaterThanOrEqual(0);
			expect((hidden?.before ?? 0) + (hidden?.after ?? 0)).toBeGreaterThan(150);
		}
	});
});

describe('a scene', () => {
	it('is the same for the same moment, whatever was drawn before', () => {
		const first = sceneAt(worked, at(1, 'combine'), 0.3, room(700));
		sceneAt(worked, at(2), 1, room(320));
		expect(sceneAt(worked, at(1, 'combine'), 0.3, room(700))).toEqual(first);
		expect(sceneAt(loops.worked(), at(1, 'combine'), 0.3, room(700))).toEqual(first);
	});

	it('is frozen, with all that is in it', () => {
		const thawed: string[] = [];
		const walk = (value: unknown, path: string): void => {
			if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
			if (!Object.isFrozen(value)) thawed.push(path);
			for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
		};
		for (const name of ['worked', 'vector', 'many', 'matrix', 'long']) {
			walk(sceneAt(loops[name](), at(2, 'combine'), 0.4, room(640)), name);
		}
		expect(thawed).toEqual([]);
	});
});
