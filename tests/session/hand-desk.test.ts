import { describe, expect, it } from 'vitest';
import { exercises } from '$lib/lessons/exercises/all';
import { HandDesk } from '$lib/session/hand-desk.svelte';
import type { Reply } from '$lib/session/protocol';
import { record } from '$lib/session/run';

const exercise = exercises.find(({ name }) => name === 'batched-running-sum');
if (!exercise) throw new Error('there is such an exercise');

const open = async (): Promise<HandDesk> => {
	const ask = ({ program }: { program: string }): Promise<Reply<'record'>> =>
		Promise.resolve({ kind: 'answered', answer: record(program).recording });
	const desk = new HandDesk(exercise, ask);
	await desk.open();
	return desk;
};

/** The running sum as somebody who knows it would fill it in. */
function sums({ given }: HandDesk): string[] {
	let sum = Number(given?.init);
	return (given?.xs ?? []).map((x) => String((sum += Number(x.replace('−', '-')))));
}

describe('R35: a scan by hand', () => {
	it('is right when every carry is', async () => {
		const desk = await open();
		desk.typed = sums(desk);
		desk.check();
		expect(desk.grade).toEqual({ kind: 'right' });
	});

	it('is graded to the first carry that is wrong', async () => {
		const desk = await open();
		desk.typed = sums(desk);
		const wanted = Number(desk.typed[2]);
		desk.typed[2] = '999';
		desk.typed[4] = '999';
		desk.check();
		expect(desk.grade).toMatchObject({ kind: 'wrong', step: 2, expected: [wanted] });
	});

	it('says which carry is missing', async () => {
		const desk = await open();
		desk.typed = sums(desk);
		desk.typed[3] = '';
		desk.check();
		expect(desk.grade).toMatchObject({ kind: 'unfinished', step: 3 });
	});

	it('is on other numbers with each try', async () => {
		const desk = await open();
		const before = desk.given;
		await desk.again();
		expect(desk.given).not.toEqual(before);
		expect(desk.typed.every((text) => text === '')).toBe(true);
	});
});
