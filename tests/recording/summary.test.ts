import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { losslessDecimals, mostDecimals, summaryOf } from '$lib/recording/summary';
import type { Loop } from '$lib/recording/recording';
import { runningMax } from '../support/fixture';

/** Two lanes of a carry, entry by entry, in storage with gaps. */
function loopOf(entries: readonly (readonly [number, number])[]): Loop {
	const [loop] = runningMax([[1, 2]]).loops;
	const data = new Float32Array(5 * entries.length).fill(77);
	entries.forEach(([a, b], entry) => {
		data[5 * entry + 1] = a;
		data[5 * entry + 3] = b;
	});
	const [carry] = loop.carry;
	const column = { ...carry.column, data, offset: 1, stepStride: 5, laneStrides: [2], shared: false };
	return {
		...loop,
		lanes: 2,
		axes: [{ name: 'f', size: 2 }],
		recorded: entries.length - 1,
		carry: [{ ...carry, column }]
	};
}

const isPlain = (value: number): boolean => value !== 0 && Number.isFinite(value);

/** By the definition: the text with so many decimals reads back as the same float32 number. */
const decimalsOf = (value: number): number => {
	let n = 0;
	while (n < mostDecimals && Math.fround(Number(value.toFixed(n))) !== value) n++;
	return n;
};

const value = fc.oneof(
	fc.float(),
	fc.integer({ min: -2000, max: 2000 }).map((n) => Math.fround(n / 1000)),
	fc.integer({ min: -40, max: 40 }).map((n) => n / 8),
	fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 2097152.25, 16777216, 3.4e38, 1e-45)
);

describe('summaryOf', () => {
	it('says of all values what looking at each says', () => {
		const entries = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(entries, (some) => {
				const loop = loopOf(some);
				const { above, below, special } = summaryOf(loop.carry[0].column, loop, true);
				const values = some.flat().map(Math.fround);
				const plain = values.filter(isPlain);
				const [over, under] = [plain.filter((x) => x > 0), plain.filter((x) => x < 0)];
				expect(above).toEqual([Math.min(Infinity, ...over), Math.max(0, ...over)]);
				expect(below).toEqual([Math.max(-Infinity, ...under), Math.min(0, ...under)]);
				expect(new Set(special.map(String))).toEqual(new Set(values.filter((x) => !isPlain(x)).map(String)));
				expect(special.some((x) => Object.is(x, -0))).toBe(values.some((x) => Object.is(x, -0)));
				expect(losslessDecimals(loop.carry[0].column, loop, true)).toBe(
					Math.max(0, ...plain.map(decimalsOf))
				);
			}),
			{ numRuns: 500 }
		);
	});
});
