import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { lessons, lessonNamed } from '$lib/lessons/catalogue';
import { exerciseNamed } from '$lib/lessons/exercises/all';
import { asks, exercisesOf, scenesOf, type Lesson, type Scene } from '$lib/lessons/lesson';
import { misconceptions } from '$lib/lessons/check/messages';
import type { Block, Inline } from '$lib/lessons/text';
import { lockNames, marksFields, questions } from '$lib/session/marks';
import { readMoment } from '$lib/session/moment-text';
import { record } from '$lib/session/run';

const scenes = lessons.flatMap((lesson) =>
	scenesOf(lesson).map((scene) => [`${lesson.name}/${scene.name}`, scene] as const)
);

/** Every block of a lesson, those of its exercises too. */
const blocksOf = ({ sections }: Lesson): Block[] =>
	sections.flatMap((section) => {
		switch (section.kind) {
			case 'text':
				return [...section.blocks];
			case 'scene':
				return [...section.before, ...section.after];
			case 'pitfall':
				return [...section.before, ...section.happens, ...section.instead];
			case 'exercise':
				return [...section.exercise.statement, ...section.exercise.hints.flat(), ...section.after];
		}
	});

const inlinesOf = (block: Block): readonly Inline[] =>
	block.kind === 'list' ? block.items.flat() : 'text' in block ? block.text : [];

describe('every scene', () => {
	test.each(scenes)('%s does what the lesson says', (_, { program, outcome }) => {
		const { recording } = record(program);
		if (outcome.kind === 'value') return expect(recording.outcome).toEqual(outcome);
		expect(recording.outcome).toMatchObject({
			kind: 'error',
			error: { type: outcome.type, message: expect.stringContaining(outcome.message) as string }
		});
		if (recording.outcome.kind === 'error')
			expect(recording.outcome.error.message.indexOf(outcome.message)).toBe(0);
	});

	test.each(scenes)('%s opens at a moment it has, and asks about steps it has', (_, scene) => {
		const { loops } = record(scene.program).recording;
		const moments = [scene.moment, ...scene.gates.map(({ at }) => at)].filter((at) => at !== null);
		for (const text of moments) {
			const moment = readMoment(text);
			const loop = moment && loops[moment.loop];
			expect(loop, text).toBeTruthy();
			expect(moment?.step).toBeLessThan(loop?.recorded ?? 0);
		}
		for (const gate of scene.gates) {
			const moment = readMoment(gate.at);
			expect(gate.lane ?? 0).toBeLessThan(loops[moment?.loop ?? 0].lanes);
		}
	});

	test.each(scenes)('%s can be put into a link', (_, { gates, hide, locks, caption }: Scene) => {
		const marks = { gates, locks, caption, ...(hide && { hide: true as const }) };
		expect(v.parse(marksFields, structuredClone(marks))).toEqual(marks);
	});
});

test('questions and locks are those of links', () => {
	expect(asks).toEqual(questions);
	const used = lessons.flatMap((lesson) => scenesOf(lesson).flatMap(({ locks }) => locks));
	for (const lock of used) expect(lockNames).toContain(lock);
});

describe.each(lessons.map((lesson) => [lesson.name, lesson] as const))('the lesson %s', (name, lesson) => {
	test('is found by its name', () => expect(lessonNamed(name)).toBe(lesson));

	test('names its parts apart', () => {
		for (const names of [lesson.sections.map((one) => one.name), scenesOf(lesson).map((one) => one.name)]) {
			expect(new Set(names).size).toBe(names.length);
			for (const one of names) expect(one).toMatch(/^[a-z][a-z0-9-]*$/);
		}
	});

	test('has exercises that are found by their names', () => {
		const exercises = exercisesOf(lesson);
		expect(exercises.length).toBeGreaterThan(0);
		for (const exercise of exercises) expect(exerciseNamed(exercise.name)).toBe(exercise);
		for (const { hints } of exercises) expect(hints.length).toBeGreaterThanOrEqual(3);
	});

	test('links to lessons that there are', () => {
		for (const block of blocksOf(lesson))
			for (const piece of inlinesOf(block))
				if (piece.kind === 'link') expect(lessonNamed(piece.to), piece.to).not.toBeNull();
	});

	test('has no markup left over in its text', () => {
		for (const block of blocksOf(lesson))
			for (const piece of inlinesOf(block))
				if (piece.kind === 'text') expect(piece.text).not.toMatch(/[`*$]|\]\(/);
	});
});

test('the lesson of vmap over scan shows each of its pitfalls', () => {
	const lesson = lessonNamed('vmap-over-scan');
	const shown = lesson?.sections.flatMap((one) => (one.kind === 'pitfall' ? [one.misconception] : []));
	expect(shown).toEqual(['M7', 'M5', 'M1']);
	for (const id of shown ?? []) expect(id && misconceptions[id]).toBeTruthy();
});
