import { describe, expect, it, vi } from 'vitest';
import type { GateMark } from '$lib/session/marks';
import { pressOn } from '$lib/session/pace';
import { Session } from '$lib/session/session.svelte';
import { squeeze } from '$lib/session/squeeze';
import { fourRows, runningMax } from '../support/fixture';
import { inStillTime } from '../support/still-time';
import { FakeBar, FakeWorld } from '../support/world';

let session: Session;

/** Stands before step 2 of the running max of four rows, where it is asked. */
async function open(gate: Omit<GateMark, 'at'>): Promise<void> {
	const link = `#1.${squeeze(JSON.stringify({ program: 'a', moment: '2', marks: { gates: [{ at: '2', ...gate }] } }))}`;
	session = new Session();
	session.start(new FakeWorld(new FakeBar(link), (program) => ({ ...runningMax(fourRows), program })));
	session.player.reduced = true;
	await vi.advanceTimersByTimeAsync(1000);
}

const truth = String(Math.max(...fourRows[0].slice(0, 3)));

inStillTime(() => session.close());

describe('a prediction', () => {
	it('asks in words', async () => {
		await open({ ask: 'carry', lane: 0 });
		expect(session.prediction.asked).toMatchObject({
			words: 'What will carry be in row 0 after step 2?',
			options: null
		});
	});

	it('is right or wrong, and the truth is told only then', async () => {
		await open({ ask: 'carry', lane: 0 });
		expect(session.prediction.told).toBeNull();
		session.prediction.commit(truth);
		expect(session.player.goal).toMatchObject({ step: 2, beat: 'rest' });
		expect(session.prediction.told).toMatchObject({ given: truth, truth, right: true });
		session.gates.again(session.gates.list[0]);
		session.prediction.commit('-77');
		expect(session.prediction.told).toMatchObject({ given: '-77', truth, right: false });
		expect(session.prediction.log).toHaveLength(2);
	});

	it('that cannot be read is asked for again', async () => {
		await open({ ask: 'carry', lane: 0 });
		session.prediction.commit('three');
		expect(session.prediction.fault).not.toBeNull();
		expect(session.player.goal.beat).toBe('pull');
	});

	it('is chosen among answers of which one is right', async () => {
		await open({ ask: 'carry', lane: 0, by: 'choice' });
		const options = session.prediction.asked?.options;
		if (!options) throw new Error('there are options');
		expect(new Set(options.texts).size).toBe(options.texts.length);
		const wrong = options.texts.findIndex((_, n) => n !== options.right);
		session.prediction.commit(options.texts[wrong]);
		expect(session.prediction.told).toMatchObject({ right: false, mistake: options.mistakes[wrong] });
	});

	it('is skipped', async () => {
		await open({ ask: 'rows' });
		session.prediction.skip();
		expect(session.prediction.told).toMatchObject({ given: null, right: null });
		expect(session.player.goal.beat).toBe('rest');
	});

	it('is put to the vote in two rounds', async () => {
		await open({ ask: 'carry', lane: 0, by: 'vote' });
		session.prediction.count(0, 12);
		session.prediction.count(1, -3);
		session.prediction.secondRound();
		session.prediction.secondRound();
		session.prediction.count(1, 9.5);
		expect(session.prediction.votes).toEqual([
			[12, 0, 0, 0],
			[0, 9, 0, 0]
		]);
		session.prediction.skip();
		expect(session.prediction.told?.votes).toHaveLength(2);
		expect(session.prediction.votes).toEqual([]);
	});
});

describe('what was seen in a step', () => {
	async function told(): Promise<void> {
		await open({ ask: 'carry', lane: 0 });
		session.prediction.commit(truth);
	}

	it('is asked for once the prediction was told, and not where the rows were asked for', async () => {
		await open({ ask: 'carry', lane: 0 });
		expect(session.recalling.asked).toBeNull();
		session.prediction.commit(truth);
		expect(session.recalling.asked?.words).toBe('In which rows did the carry change in step 2?');
		session.close();
		await open({ ask: 'rows' });
		session.prediction.skip();
		expect(session.recalling.asked).toBeNull();
	});

	it('is right, and nothing more is asked', async () => {
		await told();
		session.recalling.answer(session.recalling.asked?.right ?? -1);
		expect(session.recalling.seen).toMatchObject({ right: true });
		expect(session.recalling.asked).toBeNull();
	});

	it('where it was missed can be seen again, and is asked for again', async () => {
		await told();
		const { asked } = session.recalling;
		session.recalling.answer(asked?.right === 0 ? 1 : 0);
		expect(session.recalling.seen).toMatchObject({ right: false, truth: asked?.texts[asked.right] });
		session.recalling.replay();
		expect(session.player.goal).toMatchObject({ step: 2, beat: 'rest' });
		expect(session.recalling.asked?.words).toBe(asked?.words);
	});
});

describe('the one button of a remote', () => {
	const press = async (after: number): Promise<void> => {
		await vi.advanceTimersByTimeAsync(after);
		pressOn(session);
	};

	it('announces that it will reveal, and reveals when it is pressed once more', async () => {
		await open({ ask: 'carry', lane: 0 });
		await press(0);
		expect(session.prediction.armed).toBe(true);
		expect(session.prediction.told).toBeNull();
		await press(700);
		expect(session.prediction.told).toMatchObject({ given: null, truth });
		await press(0);
		expect(session.player.goal.step).toBe(3);
	});

	it('reveals nothing however often it bounces, or is held', async () => {
		await open({ ask: 'carry', lane: 0 });
		session.player.seek(0);
		for (let n = 0; n < 20; n++) await press(n === 1 ? 660 : 30);
		expect(session.player.goal).toMatchObject({ step: 2, beat: 'pull' });
		expect(session.prediction.armed).toBe(false);
		await press(700);
		for (let n = 0; n < 20; n++) await press(n === 0 ? 660 : 30);
		expect(session.prediction.armed).toBe(true);
		expect(session.prediction.told).toBeNull();
	});

	it('announces anew what was asked again, and what hides behind a black screen', async () => {
		await open({ ask: 'carry', lane: 0 });
		session.room.toggleBlank('black');
		await press(700);
		await press(700);
		expect(session.prediction.armed).toBe(false);
		session.room.toggleBlank('black');
		await press(700);
		await press(700);
		session.gates.again(session.gates.list[0]);
		await press(700);
		expect(session.prediction.armed).toBe(true);
		session.prediction.reveal.disarm();
		await press(700);
		expect(session.prediction.armed).toBe(true);
		expect(session.gates.open).not.toBeNull();
	});
});

describe('the log of predictions', () => {
	it('leads back to where each was made, in another program too', async () => {
		await open({ ask: 'carry', lane: 0 });
		session.prediction.commit('-77');
		const [made] = session.prediction.log;
		session.opening.openExample(session.examples[1].name);
		await vi.advanceTimersByTimeAsync(1000);
		session.opening.revisit(made);
		await vi.advanceTimersByTimeAsync(1000);
		expect(session.text).toBe('a');
		expect(session.player.goal).toMatchObject({ step: 2 });
		expect(session.prediction.told).toMatchObject({ given: '-77', right: false });
	});
});
