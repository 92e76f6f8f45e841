import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import { restAt } from '$lib/recording/walk';
import { hertzOf, notesAt, pitch } from '$lib/scene/sound';
import { loops } from './fixture';

const worked = loops.worked();
const heard = (step: number, seenOnly = false): (number | null)[] =>
	notesAt(worked, restAt(worked, step), lane(0), seenOnly).map(({ hertz }) => hertz && Math.round(hertz));

describe('R47: a step as tones', () => {
	it('is the higher the greater the value, within two octaves', () => {
		const range = { min: -3, max: 5 };
		const tones = [-3, -1, 0, 0.5, 5].map((value) => hertzOf(value, range) ?? NaN);
		expect(tones).toEqual([...tones].sort((a, b) => a - b));
		expect(new Set(tones).size).toBe(5);
		expect([tones[0], tones[4]]).toEqual([pitch.least, pitch.most]);
		expect([hertzOf(-Infinity, range), hertzOf(Infinity, range)]).toEqual([pitch.least, pitch.most]);
		expect(hertzOf(7, { min: 7, max: 7 })).toBe(440);
	});

	it('has a noise, not a tone, for what is no number', () => {
		expect(hertzOf(NaN, { min: 0, max: 1 })).toBeNull();
	});

	it('keeps the pitch of a value through the run, and puts rows from left to right', () => {
		// Row 0 carries 3, 3, 4 and row 1 1, 5, 5.
		const [first, second, third] = [0, 1, 2].map((step) => heard(step));
		expect(first[0]).toBe(second[0]);
		expect(second[1]).toBe(third[1]);
		expect(second[1]).toBe(pitch.most);
		const notes = notesAt(worked, restAt(worked, 1), lane(0));
		expect(notes.map(({ pan }) => pan)).toEqual([-0.8, 0.8]);
		expect(notes.map(({ after }) => after)).toEqual([0, 0]);
	});

	it('tells nothing of what comes where that is kept back', () => {
		expect(heard(0, true)).toEqual([pitch.most, pitch.least]);
	});

	it('is of rows one after the other, and of the row in focus alone where there are many', () => {
		const four = loops.fourRows();
		expect(notesAt(four, restAt(four, 1), lane(0)).map(({ after }) => Math.round(after * 100))).toEqual([
			0, 7, 14, 21
		]);
		const ten = loops.ten();
		expect(notesAt(ten, restAt(ten, 1), lane(9))).toEqual([expect.objectContaining({ pan: 0.8 })]);
	});
});
