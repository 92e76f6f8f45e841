import { isFloat, type Data } from '$lib/array/dtype';
import { everyStretch } from './read';
import type { Column, Loop } from './recording';

/** What all values of a column over a run come to: enough to choose how they are written, coloured and drawn. */
export interface Summary {
	/** The finite values that are not 0, by sign: nearest to 0 and farthest from it. Infinity and 0 where there are none. */
	readonly above: readonly [near: number, far: number];
	readonly below: readonly [near: number, far: number];
	/** Those there are of 0, -0, NaN, infinity and -infinity. */
	readonly special: readonly number[];
	/** Decimals that show every value without loss, up to `mostDecimals`; of integers 0. */
	readonly decimals: number;
}

export const mostDecimals = 6;

const powers = Array.from({ length: mostDecimals + 1 }, (_, n) => 10 ** n);

/** The decimals that show a float32 number without loss, if they are `decimals` or more. */
function decimalsOf(value: number, decimals: number): number {
	let n = decimals;
	while (n < mostDecimals && Math.fround(Math.round(value * powers[n]) / powers[n]) !== value) n++;
	return n;
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

	constructor(private decimals: number) {}

	/** All `n` slots from `from` on. */
	add(data: Data, from: number, n: number): void {
		let { near, far, nearBelow, farBelow, decimals } = this;
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
			if (decimals < mostDecimals && value - value === 0) decimals = decimalsOf(value, decimals);
		}
		Object.assign(this, { near, far, nearBelow, farBelow, decimals });
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
			special: special.flatMap(([is, value]) => (is ? [value] : [])),
			decimals: this.decimals
		};
	}
}

const summaries = new WeakMap<Column, Summary>();

/** Worked out once a column. `carry` says that the column has the entry before step 0. */
export function summaryOf(column: Column, loop: Loop, carry: boolean): Summary {
	let summary = summaries.get(column);
	if (!summary) {
		const tally = new Tally(isFloat(column.dtype) ? 0 : mostDecimals);
		everyStretch(column, loop, carry, (data, from, n) => tally.add(data, from, n));
		summaries.set(column, (summary = tally.summary));
	}
	return summary;
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
