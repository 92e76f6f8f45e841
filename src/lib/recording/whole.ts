import { kindOf } from '$lib/array/dtype';
import { Binning, binsFor, stepsOfBin } from './bins';
import { columnsOf, withColumns } from './columns';
import { beforeAnyStep, withSteps } from './idle-work';
import type { Column, Leaf, Loop, LongLoop, WholeColumn } from './recording';
import { decimalsFrom, joined, summaryOf, type Summary } from './summary';

/** A leaf that a heat map can show. */
interface Binned {
	readonly leaf: (loop: Loop) => Leaf;
	readonly binning: Binning;
	readonly carry: boolean;
}

/** What a column comes to, so far. */
interface Part {
	summary: Summary | null;
	decimals: number;
}

/**
 * All of a long loop in short, gathered a window at a time: what each column comes to over the run, and its leaves by
 * the bin.
 */
export class Gist {
	private readonly parts: Part[] = [];
	private readonly binned: Binned[];
	private binSteps: number;
	private readonly bins: number;
	private rowsOn: NonNullable<LongLoop['rowsOn']>;
	/** Columns that have the entry before step 0, by their number. */
	private readonly carried: ReadonlySet<number>;

	/** `loop` is any window of it, of `steps` steps in all; null where that is not known yet. */
	constructor(loop: Loop, steps: number | null) {
		this.binSteps = steps === null ? 1 : stepsOfBin(steps, loop.lanes);
		this.bins = steps === null ? binsFor(loop.lanes) : Math.max(1, Math.ceil(steps / this.binSteps));
		const leaf = (role: 'carry' | 'xs' | 'ys', carry: boolean): Binned[] =>
			loop[role].flatMap(({ column: { dtype, shape } }, n) => {
				if (kindOf(dtype) === 'k' || shape.includes(0)) return [];
				const binning = new Binning(this.binSteps, loop.lanes, this.bins, carry);
				return [{ leaf: (one) => one[role][n], binning, carry }];
			});
		this.binned = [...leaf('carry', true), ...leaf('xs', false), ...leaf('ys', false)];
		this.rowsOn = beforeAnyStep(loop.lanes);
		this.carried = new Set(loop.carry.map((_, n) => n));
		for (const _ of columnsOf(loop)) this.parts.push({ summary: null, decimals: 0 });
	}

	/** Adds the steps from `from` to `to`, those that the columns of `loop` have. */
	add(loop: Loop, from: number, to: number): void {
		columnsOf(loop).forEach((column, n) => {
			const part = this.parts[n];
			if (column.stepStride === 0 && part.summary) return;
			// As if the window were a loop of its own, whose entries begin with 0.
			const own = { ...column, offset: column.offset + from * column.stepStride };
			const window = { ...loop, recorded: to - from };
			const summary = summaryOf(own, window, this.carried.has(n));
			part.summary = part.summary ? joined(part.summary, summary) : summary;
			if (kindOf(column.dtype) === 'f')
				part.decimals = decimalsFrom(part.decimals, own, window, this.carried.has(n));
		});
		if (loop.active) this.rowsOn = withSteps(this.rowsOn, loop, from, to);
		for (; to > this.bins * this.binSteps; this.binSteps *= 2)
			for (const { binning } of this.binned) binning.widen();
		for (const { leaf, binning } of this.binned) binning.add(leaf(loop).column, loop, from, to);
	}

	/** The loop of `length` steps after `done` of them, with all of this; `last` is the window of the last ones. */
	finish(last: Loop, length: number, done: number): Loop {
		const bins = new Map<number, WholeColumn['bins']>();
		const leaves = columnsOf(last);
		for (const { leaf, binning } of this.binned)
			bins.set(leaves.indexOf(leaf(last).column), binning.finish(leaf(last).column, last, length, done));
		let n = 0;
		const whole = withColumns(last, (column): Column => {
			const { summary, decimals } = this.parts[n];
			const inShort = summary && { summary, decimals, bins: bins.get(n) ?? null };
			n++;
			return inShort ? { ...column, whole: inShort, extremes: undefined } : column;
		});
		const loop = { ...whole, length, recorded: done };
		return { ...loop, long: this.long(loop) };
	}

	private long(loop: Loop): LongLoop {
		const carries = this.binned.filter(({ carry }) => carry);
		const profiles = carries.map(({ leaf, binning }) => binning.profile(leaf(loop).column, loop));
		const profile = Float32Array.from(profiles[0] ?? [], (_, bin) =>
			Math.max(...profiles.map((one) => one[bin]))
		);
		const highest = profile.reduce((most, one) => Math.max(most, one), 0);
		return {
			from: 0,
			to: loop.recorded,
			binSteps: this.binSteps,
			...(loop.active && { rowsOn: this.rowsOn }),
			profile: highest > 0 ? profile.map((one) => one / highest) : profile
		};
	}
}
