import { describe, expect, it } from 'vitest';
import { loopIndex, step } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { readGoal } from '$lib/session/goal-text';
import { momentText } from '$lib/session/moment-text';
import { fourRows, runningMax } from '../support/fixture';

const [top] = runningMax(fourRows).loops;
const inner: Loop = { ...top, index: loopIndex(1), within: [{ loop: top.index, step: step(1) }] };
const last = top.recorded - 1;

const read = (text: string, way: readonly Loop[] = [top]): string => {
	const goal = readGoal(text, way);
	if (goal.kind === 'moment') return momentText(goal.moment);
	return goal.kind === 'line' ? `line ${goal.line}` : goal.why;
};

describe('a step that is typed', () => {
	it.each([
		['0', '0'],
		[' 1 ', '1'],
		['start', 'start'],
		['End', String(last)],
		['2c:0', '2c:0'],
		['line 7', 'line 7'],
		['l7', 'line 7'],
		['1/2', '1/2'],
		['1/end', '1/999999999'],
		['99', `There is no step 99. The steps are 0 to ${last}.`],
		['99/1', `There is no step 99 in the outermost loop. The steps are 0 to ${last}.`],
		['soon', '“soon” is no step. Type a number, start, end, 3/5 or line 7.'],
		['1/x', '“1/x” is no path. Write the step of each loop, as 3/5.'],
		['', '“” is no step. Type a number, start, end, 3/5 or line 7.']
	])('%s', (text, meant) => {
		expect(read(text)).toBe(meant);
	});

	it('is of the present loop, and a path of the loops one is in', () => {
		expect(read('2', [top, inner])).toBe('1/1.2');
		expect(read('start', [top, inner])).toBe('1/1.start');
		expect(read('0/2', [top, inner])).toBe('0/1.2');
		expect(read('0/0.2', [top, inner])).toBe('0/2');
	});

	it('is nowhere where nothing has run', () => {
		expect(read('1', [])).toBe('Nothing has run.');
	});
});
