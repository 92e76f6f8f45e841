import { describe, expect, it, vi } from 'vitest';
import { lane } from '$lib/recording/moment';
import { scalarAt } from '$lib/recording/read';
import { momentText } from '$lib/session/moment-text';
import { record } from '$lib/session/run';
import { Session } from '$lib/session/session.svelte';
import { inStillTime } from '../support/still-time';
import { FakeBar, FakeWorld } from '../support/world';

const nested = `
import jax
import jax.numpy as jnp
from jax import lax

def row(xs):
  def outer(total, x):
    h = total + x
    def middle(i, acc):
      return lax.fori_loop(0, 2, lambda j, a: a + x * j, acc)
    part = lax.fori_loop(0, 3, middle, h)
    return part, h
  return lax.scan(outer, 0., xs)

jax.vmap(row)(jnp.array([[1., 2., 3.], [10., 20., 30.]]))
`;

const whiles = `
import jax.numpy as jnp
from jax import lax

def countdown(n):
  def body(c):
    n, total = c
    total = total + lax.map(lambda k: k * n, jnp.arange(3.)).sum()
    return n - 1., total
  return lax.while_loop(lambda c: c[0] > 0., body, (n, 0.))

countdown(4.)
`;

const counting = `
import jax.numpy as jnp
from jax import lax

def step(c, n):
  r = lax.while_loop(lambda a: a[1] < n, lambda a: (a[0] + 1, a[1] + 1.), (c, 0.))
  return r[0], r[1]

lax.scan(step, 0, jnp.array([1., 2.]))
`;

let session: Session;
let world: FakeWorld;

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);

async function open(program: string): Promise<void> {
	world = new FakeWorld(new FakeBar(), (text) => record(text).recording);
	session = new Session();
	session.start(world);
	await settle();
	session.setProgram(program);
	await settle();
	session.drafts.shared();
	await settle();
}

/** A session of its own, opened by the link of this one. */
async function reopened(): Promise<Session> {
	const link = session.linking.link();
	session.close();
	session = new Session();
	world = new FakeWorld(new FakeBar(`#${link}`), (text) => record(text).recording);
	session.start(world);
	await settle();
	return session;
}

const at = (): string => momentText(session.player.goal);

async function go(...moves: ('into' | 'out' | 'next' | 'previous')[]): Promise<string> {
	for (const move of moves) {
		session.journey[move]();
		await settle();
	}
	return at();
}

inStillTime(() => session.close());

describe('a journey into loops', () => {
	it('goes two deep and comes back the same way', async () => {
		await open(nested);
		session.player.seek(1);
		expect(await go('into', 'next')).toBe('1c:1');
		expect(await go('into')).toBe('1/0');
		expect(session.loop).toMatchObject({ kind: 'fori_loop', name: 'middle', length: 3, lanes: 2 });
		expect(await go('into', 'into')).toBe('1/0/0');
		expect(session.journey.trail.map(({ moment }) => momentText(moment))).toEqual(['1c:1', '1/0c:0']);
		expect(await go('out')).toBe('1/0c:0');
		expect(await go('out', 'out')).toBe('1c:1');
		expect(await go('out')).toBe('1');
		expect(session.journey.trail).toEqual([]);
	});

	it('shows what the step around it had', async () => {
		await open(nested);
		await go('into', 'next', 'into');
		for (const by of [0, 1, 1] as const) {
			if (by) session.journey.same(by);
			await settle();
			const { loop } = session;
			const [{ loop: outer, moment }] = session.journey.trail;
			if (!loop) throw new Error('no loop');
			for (const row of [lane(0), lane(1)]) {
				const end = scalarAt(loop.carry[1].column, loop.recorded, row, loop.axes);
				expect(end).toBe(scalarAt(outer.carry[0].column, moment.step + 1, row, outer.axes));
			}
		}
		session.journey.same(1);
		await settle();
		expect(session.journey.word).toMatchObject({ kind: 'told' });
		expect(at()).toBe('2/0');
	});

	it('keeps inner steps and equations in the neighbouring step of any loop around', async () => {
		await open(nested);
		await go('into', 'next', 'into', 'into', 'into');
		session.player.seek(1);
		session.journey.sameLoop(0, 1);
		await settle();
		expect(at()).toBe('1/0/1');
		session.journey.sameLoop(1, 1);
		await settle();
		expect(at()).toBe('1/1/1');
		session.journey.sameLoop(0, -1);
		await settle();
		expect(at()).toBe('0/1/1');
	});

	it('is in the link, and an edit keeps as much of it as there is', async () => {
		await open(nested);
		session.journey.toTyped('2/1/0');
		await settle();
		expect(at()).toBe('2/1/0');
		await reopened();
		expect(at()).toBe('2/1/0');
		expect(session.journey.trail).toHaveLength(2);
		session.setProgram(nested.replace('fori_loop(0, 3', 'fori_loop(0, 2'));
		await settle();
		expect(at()).toBe('2/1/0');
		session.setProgram(nested.replace('lax.fori_loop(0, 2, lambda j, a: a + x * j, acc)', 'acc + x'));
		await settle();
		expect(at()).toBe('2/1');
		expect(session.status.kind).toBe('ready');
		session.setProgram(nested.replace('lax.fori_loop(0, 3, middle, h)', 'h'));
		await settle();
		expect(at()).toBe('2');
	});

	it('leads inside while loops', async () => {
		await open(whiles);
		session.player.seek(2);
		const eqn = session.loop?.eqns.find(({ loops }) => loops.length > 0);
		if (!eqn) throw new Error('no loop inside');
		session.journey.intoLoop(eqn.index);
		await settle();
		expect(at()).toBe('2/0');
		expect(session.loop).toMatchObject({ kind: 'map', length: 3 });
	});

	it('undone and done again with the history', async () => {
		await open(nested);
		session.journey.toStep(2);
		await settle();
		session.journey.toTyped('1/2');
		await settle();
		expect(at()).toBe('1/2');
		const entries = [...world.bar.entries];
		world.bar.back();
		session.linking.read();
		await settle();
		expect(at()).toBe('2');
		world.bar.push(entries[entries.length - 1].slice(1));
		session.linking.read();
		await settle();
		expect(at()).toBe('1/2');
	});

	it('does not flood the history', async () => {
		await open(nested);
		const before = world.bar.entries.length;
		for (let n = 0; n < 50; n++) session.journey.toStep(n % 3);
		for (let n = 0; n < 5; n++) session.player.stepBack();
		await go('into', 'next', 'previous');
		expect(world.bar.entries.length).toBe(before + 1);
	});

	it('tells why it got no further, and drops what is no longer wanted', async () => {
		await open(counting);
		const eqn = session.loop?.eqns.find(({ loops }) => loops.length > 0);
		if (!eqn) throw new Error('no loop inside');
		session.journey.intoLoop(eqn.index);
		expect(session.journey.word).toEqual({ kind: 'going', slow: false });
		session.journey.toStep(1);
		await settle();
		expect(at()).toBe('1');
		const ask = vi.spyOn(session, 'ask').mockResolvedValue({
			kind: 'refused',
			failure: { type: 'WorkLimit', message: 'stopped after 5 operations', span: null }
		});
		session.journey.intoLoop(eqn.index);
		await settle();
		expect(ask).toHaveBeenCalledOnce();
		expect(session.journey.word).toMatchObject({ text: /WorkLimit: stopped after 5 operations/ });
		session.player.stepBack();
		expect(session.journey.word).toBeNull();
		session.player.seek(1);
		ask.mockResolvedValue({ kind: 'superseded' });
		session.journey.intoLoop(eqn.index);
		await settle();
		expect(session.journey.word).toBeNull();
		expect(at()).toBe('1');
	});
});

describe('landmarks', () => {
	it('stand on the timeline of their loop and of those around it', async () => {
		await open(nested);
		session.journey.toTyped('1/2');
		await settle();
		session.landmarks.bookmark('deep');
		expect(session.landmarks.bookmarks).toMatchObject([{ note: 'deep', step: 2 }]);
		expect(session.landmarks.here?.note).toBe('deep');
		session.journey.toStep(0);
		expect(session.landmarks.here).toBeNull();
		session.landmarks.bookmark('first');
		await go('out', 'out');
		expect(session.landmarks.bookmarks.map(({ step }) => step)).toEqual([1, 1]);
		session.landmarks.forget(session.landmarks.bookmarks[0]);
		await reopened();
		expect(session.landmarks.bookmarks).toMatchObject([{ note: 'first' }]);
	});

	it('repeat a stretch of one loop only, in every step of the loops around it', async () => {
		await open(nested);
		session.landmarks.repeat(2, 1);
		expect(session.landmarks.range).toEqual([1, 2]);
		await go('into', 'next', 'into');
		expect(session.landmarks.range).toBeNull();
		session.landmarks.repeat(1, 99);
		session.journey.same(1);
		await settle();
		expect(session.landmarks.range).toEqual([1, 2]);
		await reopened();
		expect(session.landmarks.range).toEqual([1, 2]);
		session.landmarks.clearRange();
		expect(session.marks).toEqual({});
	});
});
