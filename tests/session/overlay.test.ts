import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lane } from '$lib/recording/moment';
import { scalarAt } from '$lib/recording/read';
import { record } from '$lib/session/run';
import { Session } from '$lib/session/session.svelte';
import { FakeBar, FakeWorld } from '../support/world';

const program = `
import jax, jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(carry, x):
    new = jnp.maximum(carry, x)
    return new, new
  return lax.scan(step, 0, row)

jax.vmap(per_row)(jnp.array([[3, 1, 4, 4, 2], [1, 5, 2, 6, 6]]))
`;

let session: Session;

/** Lets the engine answer, and derivations follow. */
async function answered(): Promise<void> {
	for (let n = 0; n < 4; n++) {
		flushSync();
		await Promise.resolve();
	}
	flushSync();
}

beforeEach(async () => {
	vi.useFakeTimers();
	vi.stubGlobal('requestAnimationFrame', (tick: (now: number) => void) =>
		setTimeout(() => tick(performance.now()), 16)
	);
	vi.stubGlobal('cancelAnimationFrame', clearTimeout);
	session = new Session();
	session.start(new FakeWorld(new FakeBar(), (text) => record(text).recording));
	session.setProgram(program);
	session.run();
	await answered();
});

afterEach(() => {
	session.close();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

/** The last word. */
function said(): string {
	const { word } = session.journey;
	return word?.kind === 'told' ? word.text : '';
}

describe('watches', () => {
	it('are evaluated over the whole history and drawn as leaves', async () => {
		session.watches.add(' new - carry ');
		session.watches.add('new - carry');
		session.watches.add('nothing');
		expect(session.watches.list.map(({ asked }) => asked.kind)).toEqual(['pending', 'pending']);
		await answered();
		expect(session.watches.list.map(({ asked }) => asked.kind)).toEqual(['known', 'refused']);
		const [leaf] = session.watches.loop?.watches ?? [];
		expect(leaf.name).toBe('new - carry');
		expect([0, 1, 2].map((n) => scalarAt(leaf.column, n, lane(1), session.loop?.axes ?? []))).toEqual([
			1, 4, 0
		]);
	});

	it('are edited, moved and taken away', () => {
		for (const text of ['a', 'b', 'c']) session.watches.add(text);
		session.watches.move(2, -1);
		expect(session.watches.expressions).toEqual(['a', 'c', 'b']);
		session.watches.edit(0, 'x');
		session.watches.edit(1, ' ');
		expect(session.watches.expressions).toEqual(['x', 'b']);
		session.watches.remove(0);
		session.watches.move(0, -1);
		expect(session.watches.expressions).toEqual(['b']);
	});
});

describe('find', () => {
	it('jumps to where a condition holds, in both directions, and not round the ends', async () => {
		session.player.first();
		session.find.look('new > 3');
		expect(session.find.hits).toBeNull();
		await answered();
		expect([...(session.find.hits?.lanes ?? [])]).toEqual([0, 1, 2, 2, 2]);
		session.find.hit('later');
		expect([session.player.goal.step, session.focusLane, said()]).toEqual([1, 1, 'row 1, step 1']);
		session.find.hit('later');
		expect([session.player.goal.step, said()]).toEqual([2, 'row 0, step 2 (and 1 more row)']);
		session.player.last();
		session.find.hit('later');
		expect(said()).toBe('no later hit');
		session.find.hit('earlier');
		expect(session.player.goal.step).toBe(3);
	});

	it('tells of a condition with several values and of one that is wrong', async () => {
		session.find.look('jnp.array([x, x]) > 2');
		await answered();
		void session.find.hits;
		await answered();
		expect(session.find.fault?.message).toContain('2 values');
		session.find.look('new >');
		void session.find.hits;
		await answered();
		expect(session.find.fault?.type).toBe('SyntaxError');
		expect(session.find.hits).toBeNull();
	});

	it.each([
		{ direction: 'later', inOrder: (steps: number[]) => steps },
		{ direction: 'earlier', inOrder: (steps: number[]) => steps.toReversed() }
	] as const)('jumps to $direction changes of a value in its lane, in any lane, in all at once', (one) => {
		const { direction, inOrder } = one;
		session.focus(lane(0));
		const steps = (scope: 'lane' | 'any' | 'all'): number[] => {
			if (direction === 'later') session.player.first();
			else session.player.last();
			const found: number[] = [];
			for (let n = 0; n < 6; n++) {
				session.find.change(scope, direction);
				if (said().startsWith(`no ${direction}`)) return found;
				found.push(session.player.goal.step);
				session.focus(lane(0));
			}
			return found;
		};
		expect(steps('lane')).toEqual(inOrder([0, 2]));
		expect(said()).toBe(`no ${direction} change of carry in row 0`);
		expect(steps('any')).toEqual(inOrder([0, 1, 2, 3]));
		expect(steps('all')).toEqual([0]);
		session.select({ kind: 'x', lane: lane(1), step: 0, leaf: 0 });
		expect(steps('lane')).toEqual(inOrder([1, 2, 3]));
	});
});

describe('a stretch that is repeated', () => {
	/** The steps played through from now on, each as often as it is come to. */
	async function played(count: number): Promise<number[]> {
		const seen: number[] = [];
		for (let n = 0; n < 1000 && seen.length < count; n++) {
			const { step } = session.player.moment;
			if (session.player.playing && seen.at(-1) !== step) seen.push(step);
			await vi.advanceTimersByTimeAsync(100);
		}
		return seen;
	}

	it.each([false, true])('comes round until it is ended (reduced motion: %s)', async (reduced) => {
		session.player.reduced = reduced;
		session.player.last();
		session.landmarks.repeat(1, 2);
		session.player.play();
		expect(await played(6)).toEqual([1, 2, 1, 2, 1, 2]);
		session.landmarks.clearRange();
		await vi.advanceTimersByTimeAsync(10_000);
		expect([session.player.goal.step, session.player.playing]).toEqual([4, false]);
	});

	it('comes round from the last step of the loop, and one step alone does', async () => {
		session.player.seek(2);
		session.landmarks.repeat(3, 4);
		session.player.play();
		expect(await played(5)).toEqual([3, 4, 3, 4, 3]);
		session.landmarks.repeat(1, 1);
		session.player.play();
		await vi.advanceTimersByTimeAsync(10_000);
		expect([session.player.goal.step, session.player.playing]).toEqual([1, true]);
	});

	it('is stopped in by a breakpoint, in every round', async () => {
		session.landmarks.repeat(1, 3);
		session.breakpoints.add({ step: 2 });
		session.player.first();
		for (let round = 0; round < 3; round++) {
			session.player.play();
			await vi.advanceTimersByTimeAsync(10_000);
			expect([session.player.goal.step, session.player.playing]).toEqual([2, false]);
		}
	});
});

describe('breakpoints', () => {
	it('are set, switched off and on, and stop at in both directions', async () => {
		session.player.first();
		session.breakpoints.add({ when: 'new > 3', lane: 0 });
		session.breakpoints.toggleLine(7);
		void session.breakpoints.list;
		await answered();
		session.breakpoints.next('later');
		expect(session.player.goal).toMatchObject({ step: 0, beat: 'combine', eqn: 0 });
		session.breakpoints.toggle(1);
		session.breakpoints.next('later');
		expect(session.player.goal).toMatchObject({ step: 2, beat: 'rest' });
		expect([...(session.breakpoints.hits?.lanes ?? [])]).toEqual([0, 0, 1, 1, 1]);
		session.breakpoints.next('earlier');
		expect(said()).toBe('no earlier breakpoint');
		session.breakpoints.toggleLine(7);
		session.breakpoints.toggleLine(7);
		expect(session.breakpoints.breakpoints).toEqual([{ when: 'new > 3', lane: 0 }, { line: 7 }]);
	});

	it('stop playing', async () => {
		session.player.first();
		session.breakpoints.add({ when: 'x == 4' });
		void session.breakpoints.list;
		await answered();
		session.player.play();
		await vi.advanceTimersByTimeAsync(10_000);
		expect([session.player.goal.step, session.player.playing]).toEqual([2, false]);
		session.player.play();
		await vi.advanceTimersByTimeAsync(10_000);
		expect([session.player.goal.step, session.player.playing]).toEqual([3, false]);
		session.player.play();
		await vi.advanceTimersByTimeAsync(10_000);
		expect([session.player.goal.step, session.player.playing]).toEqual([4, false]);
	});

	it('travel in the link with watches and what is looked for', () => {
		session.watches.add('new');
		session.find.look('new > 3');
		session.breakpoints.add({ step: 2 });
		const other = new Session();
		other.start(new FakeWorld(new FakeBar(`#${session.linking.link()}`), () => null));
		expect(other.marks).toEqual(session.marks);
		other.close();
	});
});
