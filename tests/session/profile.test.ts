import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import type { Leaf, Loop } from '$lib/recording/recording';
import { profileOf } from '$lib/session/profile';
import { loopFrom, loops } from '../scene/fixture';
import { randomOf } from '../support/random';

/** A loop of one or two carries, of numbers and of vectors, at times one for all lanes, at times NaN or infinite. */
function randomLoop(seed: number): Loop {
	const random = randomOf(seed);
	const pick = (n: number): number => Math.floor(random() * n);
	const palette = [0, 1, 1, 2.5, -3, 100, NaN, Infinity].slice(0, 1 + pick(8));
	const leaves = Array.from({ length: 1 + pick(2) }, (_, n) => ({
		name: `carry ${n}`,
		shape: pick(2) ? [1 + pick(3)] : [],
		shared: pick(4) === 0
	}));
	const some = (): number[][] =>
		leaves.map(({ shape }) => Array.from({ length: shape[0] ?? 1 }, () => palette[pick(palette.length)]));
	return loopFrom({
		lanes: [1 + pick(5)],
		length: pick(7),
		carry: leaves,
		xs: [],
		ys: [],
		eqns: [],
		init: some,
		x: () => [],
		body: () => ({ carry: some(), ys: [], eqns: [] })
	});
}

/** All values of a carry in a lane, entry by entry. */
const history = (loop: Loop, { column }: Leaf, n: number): number[][] =>
	Array.from({ length: loop.recorded + 1 }, (_, entry) => elementsAt(column, entry, lane(n), loop.axes));

/** Between a leaf's least and its largest finite number, in any lane. */
function widthOf(loop: Loop, leaf: Leaf): number {
	const finite = everyLane(loop).flatMap((n) => history(loop, leaf, n).flat()).filter(Number.isFinite); // prettier-ignore
	const sorted = finite.sort((a, b) => a - b);
	return sorted[sorted.length - 1] - sorted[0];
}

/** A change in parts of its leaf's width; a whole one where it cannot be told. */
function partOf(width: number, before: number, after: number): number {
	if (Object.is(before, after)) return 0;
	const change = Math.abs(after - before);
	if (!Number.isFinite(change)) return 1;
	return width > 0 ? Math.min(1, change / width) : 1;
}

/** The mean, over the given lanes, of the widest change of any element, in parts of the highest of these means. */
function slowProfile(loop: Loop, lanes: readonly number[]): number[] {
	const widths = loop.carry.map((leaf) => widthOf(loop, leaf));
	const histories = lanes.map((n) => loop.carry.map((leaf) => history(loop, leaf, n)));
	const means = Array.from({ length: loop.recorded }, (_, step) => {
		const widest = histories.map((leaves) =>
			Math.max(
				...leaves.flatMap((entries, k) =>
					entries[step].map((before, at) => partOf(widths[k], before, entries[step + 1][at]))
				)
			)
		);
		return widest.reduce((a, b) => a + b, 0) / lanes.length;
	});
	const highest = Math.max(...means);
	return means.map((mean) => (highest > 0 ? mean / highest : 0));
}

const everyLane = ({ lanes }: Loop, every = 1): number[] =>
	Array.from({ length: Math.ceil(lanes / every) }, (_, n) => n * every);

function expectClose(actual: readonly number[], expected: readonly number[]): void {
	expect(actual).toHaveLength(expected.length);
	actual.forEach((one, step) => expect(one).toBeCloseTo(expected[step], 10));
}

describe('how much the carry changes in each step', () => {
	it('is what the definition gives, over random recordings', () => {
		let whole = 0;
		for (let seed = 1; seed <= 300; seed++) {
			const loop = randomLoop(seed);
			const profile = profileOf(loop);
			expectClose(profile, slowProfile(loop, everyLane(loop)));
			if (profile.some((one) => one > 0 && one < 1)) whole++;
		}
		expect(whole).toBeGreaterThan(100);
	});

	it.each(['many', 'vector', 'matrix', 'ema', 'reverse', 'nested'])('and of the loop %s', (name) => {
		const loop = loops[name]();
		expectClose(profileOf(loop), slowProfile(loop, everyLane(loop)));
	});

	it('is highest where it jumps, and nothing where nothing changes', () => {
		const jump = loopFrom({
			lanes: [3],
			length: 8,
			carry: [{ name: 'c' }],
			xs: [{ name: 'x' }],
			ys: [],
			eqns: [],
			init: () => [[0]],
			x: (step) => [[step === 5 ? 8 : step === 2 ? 2 : 0]],
			body: ([[c]], [[x]]) => ({ carry: [[c + x]], ys: [], eqns: [] })
		});
		expect(profileOf(jump)).toEqual([0, 0, 0.25, 0, 0, 1, 0, 0]);
	});
});

describe('of more elements than are looked at', () => {
	/** 205,000 numbers: of every other lane. */
	const wide = loopFrom({
		lanes: [41],
		length: 50,
		carry: [{ name: 'h', shape: [100] }],
		xs: [{ name: 'x' }],
		ys: [],
		eqns: [],
		init: () => [Array<number>(100).fill(0)],
		// One lane in two stands still, but all jump in step 30.
		x: (step, n) => [[step === 30 ? 10 : n % 2 === 0 ? (step * 7 + n) % 5 : 0]],
		body: ([h], [[x]]) => ({ carry: [h.map((one, at) => (at === 7 ? one + x : one))], ys: [], eqns: [] })
	});

	it('every so many-th lane stands for its neighbours', () => {
		const profile = profileOf(wide);
		expectClose(profile, slowProfile(wide, everyLane(wide, 2)));
		expect(profile.indexOf(1)).toBe(30);
		expect(profile).not.toEqual(slowProfile(wide, everyLane(wide)));
	});
});
