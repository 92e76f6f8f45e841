import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { record } from '$lib/session/run';
import { Session } from '$lib/session/session.svelte';
import { FakeBar, FakeWorld } from '../support/world';

const program = `
import jax
import jax.numpy as jnp
from jax import lax

def loss(w, xs):
  def step(h, x):
    h = jnp.tanh(w * h + x)
    return h, h
  h, ys = lax.scan(step, 0.5, xs)
  return ys.sum()

jax.grad(loss)(0.8, jnp.arange(3.))
`;

let session: Session;
let world: FakeWorld;

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(2000);

async function open(fragment = ''): Promise<void> {
	world = new FakeWorld(new FakeBar(fragment), (text) => record(text).recording);
	session = new Session();
	session.start(world);
	await settle();
	if (fragment !== '') return;
	session.setProgram(program);
	session.run();
	await settle();
}

/** The loop and the step that the cursor is in. */
const place = (): string => `${session.loop?.index} ${session.player.goal.step} ${session.player.goal.beat}`;

async function walk(move: () => void, times: number): Promise<string[]> {
	const seen: string[] = [];
	for (let n = 0; n < times; n++) {
		move();
		await settle();
		seen.push(place());
	}
	return seen;
}

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
	vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) =>
		setTimeout(() => frame(performance.now()), 16)
	);
	vi.stubGlobal('cancelAnimationFrame', clearTimeout);
	await open();
});

afterEach(() => {
	session.close();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

describe('both passes of a gradient', () => {
	it('are there for either loop, and shown when asked for', () => {
		expect(session.gradient.passes?.backward.index).toBe(1);
		expect(session.gradient.shown).toBeNull();
		session.gradient.toggle();
		expect(session.gradient.shown).toStrictEqual(session.gradient.passes);
		session.pickLoop(1);
		expect(session.gradient.shown?.forward.index).toBe(0);
		session.gradient.toggle();
		expect(session.gradient.shown).toBeNull();
	});

	it('go on one clock: forward to the end, then back', async () => {
		session.gradient.toggle();
		session.player.seek(0);
		expect(await walk(() => session.player.stepForward(), 6)).toEqual(['0 1 rest', '0 2 rest', '1 0 rest', '1 1 rest', '1 2 rest', '1 2 rest']); // prettier-ignore
		expect(session.player.atEnd).toBe(true);
		expect(await walk(() => session.player.stepBack(), 6)).toEqual(['1 1 rest', '1 0 rest', '0 2 rest', '0 1 rest', '0 0 rest', '0 -1 rest']); // prettier-ignore
		expect(session.player.atStart).toBe(true);
	});

	it('do so beat by beat', async () => {
		session.gradient.toggle();
		session.player.last();
		expect(await walk(() => session.player.beatForward(), 2)).toEqual(['1 0 pull', '1 0 combine']);
		expect(await walk(() => session.player.beatBack(), 2)).toEqual(['1 0 pull', '0 2 rest']);
	});

	it('are played one after the other, and again from the start of the first', async () => {
		session.gradient.toggle();
		session.player.last();
		session.player.play();
		await vi.advanceTimersByTimeAsync(20_000);
		expect([place(), session.player.playing]).toEqual(['1 2 rest', false]);
		session.player.play();
		expect(place()).toBe('0 0 rest');
		await vi.advanceTimersByTimeAsync(20_000);
		expect([place(), session.player.playing]).toEqual(['1 2 rest', false]);
	});

	it('end each by itself where they are not shown together', async () => {
		session.player.last();
		expect(await walk(() => session.player.stepForward(), 1)).toEqual(['0 2 rest']);
		expect(session.player.atEnd).toBe(true);
	});

	it('keep Home and End to the pass', async () => {
		session.gradient.toggle();
		session.pickLoop(1);
		session.journey.first();
		expect(place()).toBe('1 -1 rest');
		session.journey.last();
		expect(place()).toBe('1 2 rest');
		expect(await walk(() => session.journey.first(), 1)).toEqual(['1 -1 rest']);
		expect(await walk(() => session.player.stepBack(), 1)).toEqual(['0 2 rest']);
	});

	it('travel in the link', async () => {
		session.gradient.toggle();
		session.pickLoop(1);
		await settle();
		const link = session.linking.link();
		session.close();
		await open(`#${link}`);
		expect(session.gradient.shown?.forward.index).toBe(0);
		expect(session.loop?.index).toBe(1);
		expect(session.linking.link()).toBe(link);
	});

	it('are not there without a gradient', async () => {
		session.setProgram(program.replace('jax.grad(loss)', 'loss'));
		session.run();
		await settle();
		expect(session.gradient.passes).toBeNull();
		session.gradient.toggle();
		expect([session.gradient.shown, session.journey.word]).toEqual([null, { kind: 'told', text: 'No gradient was taken of this loop.' }]); // prettier-ignore
	});
});
