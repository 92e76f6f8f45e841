import { describe, expect, it } from 'vitest';
import { exerciseNamed } from '$lib/lessons/exercises/all';
import { lessons } from '$lib/lessons/catalogue';
import { ExerciseDesk } from '$lib/session/exercise-desk.svelte';
import { deckOfLesson, standsOf } from '$lib/session/lesson-deck';
import type { Question, QuestionOf, Reply } from '$lib/session/protocol';
import { Responder } from '$lib/session/responder';
import { Shelf } from '$lib/session/shelf';
import { FakeStorage } from '../support/world';

const exercise = exerciseNamed('batched-running-sum');
if (!exercise) throw new Error('there is such an exercise');

/** Questions are answered by the engine itself. */
function examinerOf(text: string) {
	const responder = new Responder();
	responder.answer({ kind: 'run', id: 0, program: text });
	const ask = <K extends 'check' | 'record'>(question: QuestionOf<K>): Promise<Reply<K>> => {
		const answer = responder.answer({ kind: 'ask', id: 1, question: question as Question });
		if (answer.kind !== 'answered') throw new Error(JSON.stringify(answer));
		return Promise.resolve(structuredClone(answer) as Reply<K>);
	};
	return { text, ask };
}

function deskOf(storage: Storage | null, text: string): ExerciseDesk {
	const desk = new ExerciseDesk(exercise ?? never(), examinerOf(text), new Shelf(() => storage));
	desk.open();
	return desk;
}

const never = (): never => {
	throw new Error('never');
};

describe('an exercise on the desk', () => {
	it('is solved by its solution, and stays so on this device', async () => {
		const storage = new FakeStorage();
		const desk = deskOf(storage, exercise.solution);
		await desk.check();
		expect(desk.checking).toMatchObject({ kind: 'known', verdict: { kind: 'right' } });
		expect(deskOf(storage, '').solved).toBe(true);
	});

	it('shows a wrong answer beside the reference, on the lesson’s data and on the smallest input', async () => {
		const desk = deskOf(new FakeStorage(), exercise.mistakes[0].program);
		await desk.check();
		expect(desk.checking).toMatchObject({
			verdict: { kind: 'wrong', message: { id: 'counts-first-twice' } }
		});
		expect(desk.shown?.yours).toMatchObject({ lanes: 2, length: 3 });
		if (desk.checking.kind === 'known' && desk.checking.verdict.kind === 'wrong')
			await desk.show(desk.checking.verdict.smallest);
		expect(desk.shown?.yours).toMatchObject({ lanes: 1, length: 1 });
		expect(desk.shown?.ghost?.first).toMatchObject({ kind: 'carry', step: 0, lane: 0 });
		expect(desk.shown?.reference).toMatchObject({ lanes: 1, length: 1 });
	});

	it('is taken up again where a run of what was typed came between', async () => {
		const { ask, text } = examinerOf(exercise.solution);
		let interruptions = 2;
		const interrupted: typeof ask = (question) =>
			interruptions-- > 0 ? Promise.resolve({ kind: 'superseded' }) : ask(question);
		const desk = new ExerciseDesk(exercise, { text, ask: interrupted }, new Shelf(() => null));
		await desk.check();
		expect(desk.checking).toMatchObject({ verdict: { kind: 'right' } });
	});

	it('gives hints one at a time, no more than there are, and remembers them', () => {
		const storage = new FakeStorage();
		const desk = deskOf(storage, '');
		for (let n = 0; n < 9; n++) desk.takeHint();
		expect(desk.hints).toBe(exercise.hints.length);
		expect(deskOf(storage, '').hints).toBe(exercise.hints.length);
	});

	it('keeps what is written; the text it begins with takes the place of nobody’s work', () => {
		const storage = new FakeStorage();
		const desk = deskOf(storage, '');
		desk.wrote(exercise.starter);
		expect(desk.kept).toBeNull();
		desk.wrote('mine');
		desk.wrote(exercise.starter);
		expect(deskOf(storage, '').kept).toBe('mine');
		desk.startOver();
		expect(deskOf(storage, '').kept).toBeNull();
	});

	it('works without a storage, and with one that holds nonsense', async () => {
		const desk = deskOf(null, exercise.solution);
		await desk.check();
		expect(desk.solved).toBe(true);
		const storage = new FakeStorage();
		storage.setItem('lockstep.exercise.batched-running-sum', '{"hints": "many"}');
		expect(deskOf(storage, '').hints).toBe(0);
	});
});

describe('a lesson as a deck', () => {
	it.each(lessons.map((lesson) => [lesson.name, lesson] as const))(
		'%s has a slide for each place',
		(_, lesson) => {
			const deck = deckOfLesson(lesson);
			expect(deck.slides).toHaveLength(standsOf(lesson).length);
			for (const { title, sight } of deck.slides) {
				expect(title).not.toBe('');
				expect(sight.source.kind).toBe('program');
			}
		}
	);
});
