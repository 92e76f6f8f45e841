import { describe, expect, it } from 'vitest';
import { laneOrder, mapLeaves, plainOrder, type LaneSort, type MapLeaf } from '$lib/recording/lane-order';
import { lane, type Lane } from '$lib/recording/moment';
import { laneFurther, lanesInFull, pinsIn } from '$lib/recording/overview';
import { elementsAt } from '$lib/recording/read';
import type { Column, Loop } from '$lib/recording/recording';
import { loopFrom, loops } from '../scene/fixture';
import { randomOf } from '../support/random';

/** A loop whose carry is often the same in several lanes, and at times NaN or infinite. */
function randomLoop(seed: number): Loop {
	const random = randomOf(seed);
	const lanes = 1 + Math.floor(random() * 24);
	const palette = [0, 1, 1, 1, 2, -3, 0.5, NaN, Infinity];
	const size = 1 + Math.floor(random() * 2);
	const kinds = 2 + Math.floor(random() * (palette.length - 2));
	return loopFrom({
		lanes: [lanes],
		length: 1 + Math.floor(random() * 6),
		carry: [{ name: 'carry', shape: size > 1 ? [size] : [] }],
		xs: [{ name: 'x', shape: size > 1 ? [size] : [] }],
		ys: [{ name: 'y' }],
		eqns: [],
		init: () => [Array<number>(size).fill(0)],
		x: () => [Array.from({ length: size }, () => palette[Math.floor(random() * kinds)])],
		body: (_, [x]) => ({ carry: [x], ys: [[x[0]]], eqns: [] })
	});
}

const sorts: readonly LaneSort[] = ['index', 'final', 'divergence', 'nan'];

/** All values of a leaf in a lane, entry by entry. */
const history = (loop: Loop, { role, column }: MapLeaf, row: Lane): number[][] =>
	Array.from({ length: loop.recorded + (role === 'carry' ? 1 : 0) }, (_, entry) =>
		elementsAt(column, entry, row, loop.axes)
	);

const never = 1e9;
const firstWhere = (entries: readonly unknown[], holds: (n: number) => boolean): number => {
	const found = entries.findIndex((_, n) => holds(n));
	return found < 0 ? never : found;
};

/** What a lane is sorted by, worked out from its history written out. */
function slowKey(loop: Loop, leaf: MapLeaf, sort: LaneSort, row: Lane, focus: Lane): number {
	const mine = history(loop, leaf, row);
	const final = mine[mine.length - 1];
	switch (sort) {
		case 'index':
			return row;
		case 'final':
			return final.reduce((a, b) => a + b, 0) / final.length;
		case 'nan':
			return firstWhere(mine, (n) => mine[n].some(Number.isNaN));
		case 'divergence': {
			const others = history(loop, leaf, focus);
			return row === focus ? -1 : firstWhere(mine, (n) => String(mine[n]) !== String(others[n]));
		}
	}
}

/** Puts each lane where no later one has to stand before it: by counting those that do. */
function slowOrder(loop: Loop, key: (row: Lane) => readonly number[], rows: readonly Lane[]): Lane[] {
	const isBefore = (a: Lane, b: Lane): boolean => {
		const [left, right] = [
			[...key(a), Number(a)],
			[...key(b), Number(b)]
		];
		const at = left.findIndex(
			(value, k) => !(value === right[k] || (value !== value && right[k] !== right[k]))
		);
		if (at < 0) return false;
		return Number.isNaN(right[at]) || left[at] < right[at];
	};
	const sorted: Lane[] = [];
	for (const row of rows) sorted[rows.filter((other) => isBefore(other, row)).length] = row;
	return sorted;
}

describe('laneOrder', () => {
	it('is what counting gives, over random loops, sorts, filters and groups', () => {
		for (let seed = 1; seed <= 150; seed++) {
			const loop = randomLoop(seed);
			const random = randomOf(seed + 1000);
			const pick = (n: number): number => Math.floor(random() * n);
			const leaf = mapLeaves(loop)[pick(mapLeaves(loop).length)];
			const focus = lane(pick(loop.lanes));
			const y = loop.ys[0].column;
			const filter: Column | null = pick(2) ? y : null;
			const group: Column | null = pick(2) ? y : null;
			const sort = sorts[pick(sorts.length)];
			const order = laneOrder(loop, { leaf, sort, focus, filter, group });

			const yOf = (row: Lane): number[] => history(loop, { ...leaf, role: 'y', column: y }, row).flat();
			const rows = Array.from({ length: loop.lanes }, (_, n) => lane(n)).filter(
				(row) => !filter || yOf(row).some((value) => value !== 0)
			);
			const groupKey = (row: Lane): number[] => (group ? [yOf(row)[loop.recorded - 1]] : []);
			const key = (row: Lane): number[] => [...groupKey(row), slowKey(loop, leaf, sort, row, focus)];
			expect(order.lanes).toEqual(slowOrder(loop, key, rows));

			order.places.forEach((place, row) => expect(place).toBe(order.lanes.indexOf(lane(row))));
			const values = rows.map((row) => String(groupKey(row)));
			expect(order.groups).toHaveLength(group ? new Set(values).size : 0);
			const inGroups = order.groups.flatMap(({ from, to }) => order.lanes.slice(from, to));
			if (group) expect(inGroups).toEqual(order.lanes);
			for (const { from, to } of order.groups)
				expect(new Set(order.lanes.slice(from, to).map((row) => String(groupKey(row)))).size).toBe(1);
		}
	});

	it('counts nothing of a lane that has ended in a while loop', () => {
		const loop = loops.ending();
		const leaf = mapLeaves(loop).find(({ role }) => role === 'y');
		if (!leaf) throw new Error('it has ys');
		const order = laneOrder(loop, { leaf, sort: 'final', focus: lane(0), filter: null, group: null });
		// y counts 1 a step: lane 1 ends after two of five.
		expect(order.lanes).toEqual([1, 0]);
	});
});

describe('mapLeaves', () => {
	it('begins with the carry, and leaves out what exists once', () => {
		expect(mapLeaves(loops.tuple()).map(({ name }) => name)).toEqual(['total', 'count', 'mean', 'x']);
		expect(mapLeaves(loops.shared()).map(({ name }) => name)).toEqual(['total', 'mean', 'x']);
	});
});

describe('lanesInFull', () => {
	const loop = loops.many();
	const by = (sort: LaneSort, pins: number[] = []) => {
		const leaf = mapLeaves(loop)[0];
		const order = laneOrder(loop, { leaf, sort, focus: lane(7), filter: null, group: null });
		return { leaf, order, pins: pinsIn(loop, pins) };
	};

	it('is the block of neighbours in the order of the map that holds the focus lane', () => {
		expect(lanesInFull(by('index'), lane(7))).toEqual([6, 7, 8]);
		expect(lanesInFull(by('index'), lane(31))).toEqual([29, 30, 31]);
		const sorted = by('final');
		for (let n = 0; n < loop.lanes; n++) {
			const full = lanesInFull(sorted, lane(n));
			const places = full.map((row) => sorted.order.places[row]);
			expect(full).toContain(n);
			expect(places).toEqual([places[0], places[0] + 1, places[0] + 2]);
		}
	});

	it('is the pinned lanes with the one in focus, as they stand in the map', () => {
		expect(lanesInFull(by('index', [22, 9, 9, 400]), lane(15))).toEqual([9, 15, 22]);
		expect(lanesInFull(by('index', [22, 9]), lane(9))).toEqual([9, 22]);
		expect(pinsIn(loop, [1, 2, 3, 4, 5])).toEqual([1, 2, 3, 4]);
	});

	it('is the focus lane alone where the filter has left it out', () => {
		const order = { ...plainOrder(loop), lanes: [], places: new Int32Array(32).fill(-1) };
		expect(lanesInFull({ leaf: null, order, pins: [] }, lane(5))).toEqual([5]);
	});
});

describe('laneFurther', () => {
	it('goes along the rows of the map, and not over its ends', () => {
		const loop = loops.many();
		const order = { ...plainOrder(loop) };
		const overview = { leaf: null, order, pins: [] };
		expect(laneFurther(overview, lane(3), 2)).toBe(5);
		expect(laneFurther(overview, lane(3), -9)).toBe(0);
		expect(laneFurther(overview, lane(31), 1)).toBe(31);
	});
});
