import { describe, expect, it, vi } from 'vitest';
import { loopIndex, step as stepOf } from '$lib/recording/moment';
import { Session } from '$lib/session/session.svelte';
import { squeeze } from '$lib/session/squeeze';
import type { Marks } from '$lib/session/marks';
import { fourRows, runningMax } from '../support/fixture';
import { inStillTime } from '../support/still-time';
import { FakeBar, FakeWorld } from '../support/world';

let session: Session;

async function open(marks: Marks, moment = 'start'): Promise<void> {
	const link = `#1.${squeeze(JSON.stringify({ program: 'a', moment, marks }))}`;
	session = new Session();
	session.start(new FakeWorld(new FakeBar(link), (program) => ({ ...runningMax(fourRows), program })));
	session.player.reduced = true;
	await vi.advanceTimersByTimeAsync(1000);
}

const place = (): string => `${session.player.goal.step} ${session.player.goal.beat}`;

inStillTime(() => session.close());

describe('a gate', () => {
	const gates: Marks['gates'] = [{ at: '2', ask: 'carry', lane: 0 }];

	it('stops every way forward before its step, until it is answered', async () => {
		await open({ gates }, '0');
		const ways: Record<string, () => void> = {
			step: () => session.player.stepForward(),
			beat: () => session.player.beatForward(),
			end: () => session.player.last(),
			seek: () => session.player.seek(3),
			go: () => session.player.goTo({ ...session.player.goal, step: session.player.goal.step, beat: 'rest' })
		};
		session.player.stepForward();
		expect(place()).toBe('1 rest');
		session.player.stepForward();
		expect(place()).toBe('2 pull');
		for (const [name, go] of Object.entries(ways)) {
			go();
			expect([name, place()]).toEqual([name, '2 pull']);
		}
		expect(session.gates.open?.mark).toBe(session.marks.gates?.[0]);
		session.gates.answer('4');
		expect(session.gates.open).toBeNull();
		session.player.stepForward();
		expect(place()).toBe('2 rest');
	});

	it('holds a link that leads behind it', async () => {
		await open({ gates }, '3');
		expect(place()).toBe('2 pull');
	});

	it('keeps what was answered, and asks again when told to', async () => {
		await open({ gates }, '3');
		session.gates.answer(null);
		const [gate] = session.gates.list;
		expect(session.gates.answerTo(gate)).toEqual({ given: null });
		session.player.last();
		session.gates.again(gate);
		expect(place()).toBe('2 pull');
		expect(session.gates.open).toEqual(gate);
	});

	it('lets the way back be free', async () => {
		await open({ gates }, '3');
		session.player.stepBack();
		expect(place()).toBe('1 rest');
		session.player.first();
		expect(place()).toBe('-1 rest');
	});

	it('stops playing', async () => {
		await open({ gates }, '0');
		const stops = session.player.stops;
		expect(stops.after(session.player.goal)).toMatchObject({ step: 2, beat: 'pull' });
		session.player.last();
		expect(stops.at(session.player.goal)).toBe(true);
		session.gates.answer('4');
		expect(stops.at(session.player.goal)).toBe(false);
	});

	it('shows no equation of its step', async () => {
		await open({ gates }, '2');
		const eqn = session.loop?.eqns[0].index;
		if (eqn === undefined) throw new Error('the fixture has equations');
		session.player.pickEquation(eqn);
		expect(session.player.goal).toMatchObject({ step: 2, beat: 'pull', eqn: null });
	});

	it('of a step that is not there is no gate', async () => {
		await open({ gates: [{ at: '90', ask: 'carry' }] }, '3');
		expect(session.gates.list).toEqual([]);
	});

	it('is set before a step and taken away again', async () => {
		await open({}, '3');
		session.gates.add({ at: '1', ask: 'y' });
		expect([place(), session.marks.gates?.length]).toEqual(['1 pull', 1]);
		session.gates.remove(session.gates.list[0].mark);
		expect(session.gates.open).toBeNull();
	});
});

describe('what comes later', () => {
	it('is veiled before a gate, and always where the link says so', async () => {
		await open({ gates: [{ at: '2', ask: 'final' }] }, '0');
		expect(session.gates.veiled).toBe(false);
		session.player.last();
		expect(session.gates.veiled).toBe(true);
		session.close();
		await open({ hide: true }, '0');
		expect(session.gates.veiled).toBe(true);
	});

	it('is veiled no more once one stands at the very end', async () => {
		await open({ hide: true }, '0');
		session.player.last();
		expect(session.gates.veiled).toBe(false);
		session.player.stepBack();
		expect(session.gates.veiled).toBe(true);
	});

	it('of a question is unanswered until it was answered or skipped', async () => {
		await open({}, '0');
		expect(session.gates.unanswered).toBe(false);
		session.close();
		await open({ gates: [{ at: '2', ask: 'final' }] }, '0');
		expect(session.gates.unanswered).toBe(true);
		session.player.last();
		session.prediction.skip();
		expect(session.gates.unanswered).toBe(false);
	});

	it('bars the loops that run in its step or after it, and no others', async () => {
		await open({ gates: [{ at: '2', ask: 'carry' }] }, '0');
		const stop = { within: [], loop: 0, step: 2, beat: 'pull', eqn: null };
		const inside = (step: number) => ({
			within: [{ loop: loopIndex(0), step: stepOf(step) }],
			loop: loopIndex(0)
		});
		expect([1, 2, 3].map((step) => session.gates.barring(inside(step)))).toEqual([null, stop, stop]);
		expect(session.gates.barring({ within: [], loop: loopIndex(0) })).toBeNull();
		expect(session.gates.barring({ within: [], loop: loopIndex(1) })).toEqual(stop);
		session.player.seek(2);
		session.gates.answer(null);
		expect(session.gates.barring(inside(2))).toBeNull();
	});
});
