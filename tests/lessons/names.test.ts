import { expect, test } from 'vitest';
import { lessons } from '$lib/lessons/catalogue';
import { lessonIn, lessonNames } from '$lib/lessons/names';

test('the names are those of the lessons', () => {
	expect(lessonNames).toEqual(lessons.map(({ name }) => name));
});

test.each([
	['#vmap-over-scan/3@2', 'vmap-over-scan'],
	['#batched-rnn/1', 'batched-rnn'],
	['#running-max@2', null],
	['#nothing/3', null],
	['#1.vmap-over-scan/3', null],
	['', null]
])('lessonIn(%o) is %o', (fragment, name) => expect(lessonIn(fragment)).toBe(name));
