import type { Data } from '$lib/array/dtype';
import { someStretch } from './read';
import type { Column, Loop } from './recording';

/** What all values of a column over a run come to: enough to choose how they are written, coloured and drawn. */
export interface Summary {
	/** The finite values that are not 0, by sign: nearest to 0 and farthest from it. Infinity and 0 where there are none. */
	readonly above: readonly [near: number, far: number];
	readonly below: readonly [near: number, far: number];
	/** Those there are of 0, -0, NaN, infinity and -infinity. */
	readonly special: readonly number[];
}

export const mostDecimals = 6;

const powers = Array.from({ length: mostDecimals + 1 }, (_, n) => 10 ** n);

const isLossless = (value: number, decimals: number): boolean =>
	Math.fround(Math.round(value * powers[decimals]) / powers[decimals]) === value;

/** Decimals that show every finite float32 number of the column without loss, up to `mostDecimals`. */
export function losslessDecimals(column: Column, loop: Loop, carry: boolean): number {
	if (column.whole) return column.whole.decimals;
	return decimalsFrom(0, column, loop, carry);
}

/** The same, where some have been looked at before and need `decimals` already. */
export function decimalsFrom(decimals: number, column: Column, loop: Loop, carry: boolean): number {
	if (column.extremes?.whole || decimals === mostDecimals) return decimals;
	someStretch(column, loop, carry, (data, from, n) => {
		for (let i = from; i < from + n; i++)
			while (!isLossless(data[i], decimals) && Number.isFinite(data[i])) {
				decimals++;
				if (decimals === mostDecimals) return true;
			}
		return false;
	});
	return decimals;
}

/** Goes over stretches of storage and sums them up. */
class Tally {
	private near = Infinity;
	private far = 0;
	private nearBelow = -Infinity;
	private farBelow = 0;
	private zero = false;
	private negativeZero = false;
	private nan = false;
	private infinity = false;
	private negativeInfinity = false;

	/** All `n` slots from `from` on; false: there may be more. */
	add(data: Data, from: number, n: number): false {
		let { near, far, nearBelow, farBelow } = this;
		for (let i = from; i < from + n; i++) {
			const value = data[i];
			if (value > 0) {
				if (value < near) near = value;
				if (value > far) {
					if (value === Infinity) this.infinity = true;
					else far = value;
				}
			} else if (value < 0) {
				if (value > nearBelow) nearBelow = value;
				if (value < farBelow) {
					if (value === -Infinity) this.negativeInfinity = true;
					else farBelow = value;
				}
			} else if (Object.is(value, -0)) this.negativeZero = true;
			else if (value === 0) this.zero = true;
			else this.nan = true;
		}
		[this.near, this.far] = [near, far];
		[this.nearBelow, this.farBelow] = [nearBelow, farBelow];
		return false;
	}

	get summary(): Summary {
		const special: [boolean, number][] = [
			[this.zero, 0],
			[this.negativeZero, -0],
			[this.nan, NaN],
			[this.infinity, Infinity],
			[this.negativeInfinity, -Infinity]
		];
		return {
			above: [this.near, this.far],
			below: [this.nearBelow, this.farBelow],
			special: special.flatMap(([is, value]) => (is ? [value] : []))
		};
	}
}

const summaries = new WeakMap<Column, Summary>();

/** Worked out once a column. `carry` says that the column has the entry before step 0. */
export function summaryOf(column: Column, loop: Loop, carry: boolean): Summary {
	if (column.whole) return column.whole.summary;
	let summary = summaries.get(column);
	if (!summary) summaries.set(column, (summary = makeSummary(column, loop, carry)));
	return summary;
}

/** That of two parts of a history. */
export const joined = (a: Summary, b: Summary): Summary => ({
	above: [Math.min(a.above[0], b.above[0]), Math.max(a.above[1], b.above[1])],
	below: [Math.max(a.below[0], b.below[0]), Math.min(a.below[1], b.below[1])],
	special: [...a.special, ...b.special.filter((value) => !a.special.some((one) => Object.is(one, value)))]
});

function makeSummary(column: Column, loop: Loop, carry: boolean): Summary {
	if (column.extremes) {
		const { above, below, zero } = column.extremes;
		return { above, below, special: zero ? [0] : [] };
	}
	const tally = new Tally();
	someStretch(column, loop, carry, (data, from, n) => tally.add(data, from, n));
	return tally.summary;
}

/** Finite values of a column over a whole run; `min > max` where there is none. */
export interface Domain {
	readonly min: number;
	readonly max: number;
	readonly nan: boolean;
	readonly infinite: boolean;
}

/** Smallest and largest finite value over all steps and lanes. */
export function domainOf(column: Column, loop: Loop, carry: boolean): Domain {
	const { above, below, special } = summaryOf(column, loop, carry);
	const finite = [...above, ...below, ...special].filter((value) => value !== 0 && Number.isFinite(value));
	if (special.includes(0)) finite.push(0);
	return {
		min: Math.min(...finite),
		max: Math.max(...finite),
		nan: special.includes(NaN),
		infinite: special.includes(Infinity) || special.includes(-Infinity)
	};
}
