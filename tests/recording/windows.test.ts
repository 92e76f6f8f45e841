import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFloat } from '$lib/array/dtype';
import { idleWork } from '$lib/recording/idle-work';
import { columnsOf } from '$lib/recording/columns';
import { elementsAt } from '$lib/recording/read';
import { lane } from '$lib/recording/moment';
import type { LiveLoop } from '$lib/recording/live-loop';
import type { Column, Loop } from '$lib/recording/recording';
import { losslessDecimals, summaryOf } from '$lib/recording/summary';
import type { Windows } from '$lib/recording/windows';
import { record, type ScanTrace } from '$lib/session/run';
import { imports, littleRoom, longPrograms, valuesAt } from '../support/long';

interface Both {
	readonly full: Loop;
	readonly long: LiveLoop;
	readonly windows: Windows;
}

function both(body: string): Both {
	const program = imports + body;
	const [full] = record(program).live;
	const [long] = record(program, { room: littleRoom }).live;
	if (!long.windows) throw new Error('the loop is kept whole');
	return { full: full.loop, long, windows: long.windows };
}

describe.each(Object.entries(longPrograms))('a long loop: %s', (_, body) => {
	it('gives the same values, results and text as one that is kept whole', () => {
		const [whole, byWindows] = [record(imports + body), record(imports + body, { room: littleRoom })];
		expect(byWindows.recording.outcome).toEqual(whole.recording.outcome);
		expect(byWindows.recording.stdout).toEqual(whole.recording.stdout);
		expect(byWindows.live.map(({ kept }) => kept.results)).toEqual(
			whole.live.map(({ kept }) => kept.results)
		);
		expect(byWindows.scans.map(carriesOf)).toEqual(whole.scans.map(carriesOf));
		const facts = ({ loop: { length, recorded, reverse, axes, lanes } }: LiveLoop): unknown => [
			...[length, recorded, reverse, axes, lanes]
		];
		expect(byWindows.live.map(facts)).toEqual(whole.live.map(facts));
	});

	it('has every value in every window, in any order', () => {
		const { full, windows } = both(body);
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat(full.recorded - 1), fc.boolean()), { minLength: 1, maxLength: 8 }),
				(visits) => {
					for (const [step, page] of visits) {
						const { loop } = page ? windows.kept(windows.around(step)) : windows.at(step);
						expect(loop.long?.from).toBeLessThanOrEqual(step);
						expect(loop.long?.to).toBeGreaterThan(step);
						expect(valuesAt(loop, step)).toEqual(valuesAt(full, step));
						expect(valuesAt(loop, step + 1).slice(0, loop.carry.length)).toEqual(
							valuesAt(full, step + 1).slice(0, loop.carry.length)
						);
					}
				}
			),
			{ numRuns: 15 }
		);
	});

	it('sums up what all of its columns come to', () => {
		const { full, long } = both(body);
		const wholes = columnsOf(full);
		columnsOf(long.loop).forEach((column, n) => {
			const carried = n < full.carry.length;
			const mine = summaryOf(column, long.loop, carried);
			const theirs = summaryOf(wholes[n], full, carried);
			expect({ ...mine, special: [...mine.special].sort() }).toEqual({
				...theirs,
				special: [...theirs.special].sort()
			});
			if (isFloat(column.dtype))
				expect(losslessDecimals(column, long.loop, carried)).toBe(losslessDecimals(wholes[n], full, carried));
		});
	});

	it('knows how far each row of a while loop goes', () => {
		const { full, long } = both(body);
		expect(idleWork(long.loop)).toEqual(idleWork(full));
	});

	it('has its leaves by the bin, none of whose extremes or NaN is lost', () => {
		const { full, long } = both(body);
		const leaves = [...long.loop.carry, ...long.loop.xs, ...long.loop.ys];
		const wholes = [...full.carry, ...full.xs, ...full.ys];
		leaves.forEach(({ column }, n) => {
			const carried = n < full.carry.length;
			expect(binsOf(column)).toEqual(
				expectedBins(wholes[n].column, full, carried, long.loop.long?.binSteps ?? 0)
			);
		});
	});
});

it('has what a loop without end did until it was stopped', () => {
	const body = `
def per_row(v):
  return lax.while_loop(lambda s: s[0] != -1, lambda s: (s[0] + 1, s[1] * 0.5 + s[0]), (0, v))
jax.vmap(per_row)(jnp.arange(3.))
`;
	const limits = { workLimit: 300_000 };
	const [whole, long] = [
		record(imports + body, limits),
		record(imports + body, { ...limits, room: littleRoom })
	];
	expect(long.recording.outcome).toMatchObject({ kind: 'error', error: { type: 'WorkLimit' } });
	expect(long.recording.outcome).toEqual(whole.recording.outcome);
	const [{ loop, windows }] = long.live;
	const { loop: full } = whole.live[0];
	// What is summed up of each step is work too: it is stopped sooner than one that is only kept.
	expect(loop.recorded).toBe(loop.length);
	expect(loop.recorded).toBeGreaterThan(1000);
	expect(loop.recorded).toBeLessThan(full.recorded);
	for (const step of [0, 500, loop.recorded - 1])
		expect(windows && valuesAt(windows.at(step).loop, step)).toEqual(valuesAt(full, step));
});

const carriesOf = ({ carries }: ScanTrace): unknown =>
	Array.from(carries, (leaves) => leaves.map(({ data }) => [...data]));

const binsOf = ({ whole }: Column): unknown => {
	if (!whole?.bins) throw new Error('a leaf has no bins');
	const { low, high, nans, infinities, firstNaN, last } = whole.bins;
	return [low, high, nans, infinities, firstNaN, last].map((values) => [...values]);
};

/** The same the long way round. */
function expectedBins(column: Column, loop: Loop, carried: boolean, steps: number): unknown {
	const bins = Math.ceil(loop.length / steps);
	const lanes = Array.from({ length: loop.lanes }, (_, n) => lane(n));
	const valuesAtEntry = (entry: number, n: number): number[] =>
		elementsAt(column, column.stepStride === 0 ? 0 : entry, lane(n), loop.axes);
	const entries = Array.from({ length: loop.recorded + (carried ? 1 : 0) }, (_, entry) => entry);
	const inBins = Array.from({ length: bins }, (_, bin) =>
		lanes.map((n) =>
			entries
				.filter((entry) => Math.floor((carried ? entry - 1 : entry) / steps) === bin)
				.flatMap((entry) => valuesAtEntry(entry, n))
		)
	).flat();
	const finite = inBins.map((values) => values.filter(Number.isFinite));
	const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
	return [
		finite.map((values) => (values.length > 0 ? Math.fround(Math.min(...values)) : NaN)),
		finite.map((values) => (values.length > 0 ? Math.fround(Math.max(...values)) : NaN)),
		inBins.map((values) => values.filter(Number.isNaN).length),
		inBins.map((values) => values.filter((value) => Math.abs(value) === Infinity).length),
		lanes.map((n) => entries.find((entry) => valuesAtEntry(entry, n).some(Number.isNaN)) ?? Infinity),
		lanes.map((n) => mean(valuesAtEntry(entries.length - 1, n)))
	];
}
