import { describe, expect, it } from 'vitest';
import { lastOf, restAt, startOf } from '$lib/recording/walk';
import { profileOf } from '$lib/session/profile';
import { sentenceOf } from '$lib/session/sentence';
import { fourRows, runningMax } from '../support/fixture';

const loop = runningMax().loops[0];

describe('the sentence of a moment', () => {
	it('says of every row what it is now or that it kept its value', () => {
		expect(sentenceOf(loop, lastOf(loop))).toBe('step 3 of 3: row 0 is now 4, row 1 kept 5');
		expect(sentenceOf(loop, restAt(loop, 1))).toBe('step 2 of 3: row 0 kept 3, row 1 is now 5');
	});

	it('says with what the rows begin', () => {
		expect(sentenceOf(loop, startOf(loop))).toBe(
			'before step 1 of 3: row 0 begins with −∞, row 1 begins with −∞'
		);
	});

	it('names the beat inside a step', () => {
		expect(sentenceOf(loop, { ...restAt(loop, 0), beat: 'combine' })).toBe(
			'step 1 of 3, combine: the body computes'
		);
	});

	it('counts where there are many rows', () => {
		const many = runningMax(Array.from({ length: 40 }, (_, n) => [5, n])).loops[0];
		expect(sentenceOf(many, lastOf(many))).toBe('step 2 of 2: 34 of 40 rows changed');
	});

	it('knows a loop without steps', () => {
		const none = runningMax([[], []]).loops[0];
		expect(sentenceOf(none, startOf(none))).toMatch(/^no steps: the scan has length 0/);
	});
});

describe('the profile', () => {
	it('is the change of the carry by step, the largest being 1', () => {
		const four = profileOf(runningMax(fourRows).loops[0]);
		expect(four).toHaveLength(8);
		expect(four[0]).toBe(1);
		expect(four[6]).toBe(0);
		expect(four.every((part) => part >= 0 && part <= 1)).toBe(true);
	});

	it('takes as many steps as there are', () => {
		const many = profileOf(runningMax([Array.from({ length: 300_000 }, (_, n) => n)]).loops[0]);
		expect(many).toHaveLength(300_000);
		expect(many[0]).toBe(1);
	});

	it('is flat where nothing changes', () => {
		const flat = profileOf(runningMax([[2, 2, 2]]).loops[0]);
		expect(flat).toEqual([1, 0, 0]);
		expect(profileOf(runningMax([[], []]).loops[0])).toEqual([]);
	});
});
