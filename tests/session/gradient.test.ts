import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tapeRows, type Passes } from '$lib/recording/gradient';
import { lane } from '$lib/recording/moment';
import { record } from '$lib/session/run';
import { Session } from '$lib/session/session.svelte';
import { littleRoom } from '../support/long';
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

function passes(): Passes {
	const { passes } = session.gradient;
	if (!passes) throw new Error('no gradient');
	return passes;
}

/** Into the loop that the body runs. */
function intoLoop(): void {
	const eqn = session.loop?.eqns.find(({ loops }) => loops.length > 0);
	if (!eqn) throw new Error('the body runs no loop');
	session.journey.intoLoop(eqn.index);
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

	it('are pointed at: in the present pass a value, in the other the code it is from', () => {
		session.gradient.toggle();
		session.player.seek(1);
		const { forward, backward } = passes();
		const carry = { kind: 'carry', lane: lane(0), step: 1, leaf: 0 } as const;
		session.gradient.point(forward, carry);
		expect(session.pointing.hover).toEqual({ kind: 'cell', cell: carry });
		expect(session.pointing.spans.map(({ from, to }) => program.slice(from, to))).toEqual(['jnp.tanh(w * h + x)']); // prettier-ignore
		session.gradient.point(backward, { ...carry, leaf: 1 });
		expect(session.pointing.hover?.kind).toBe('traced');
		expect(session.pointing.spans).toHaveLength(1);
		session.gradient.point(backward, null);
		expect(session.pointing.hover).toBeNull();
	});

	it('lead to a value that is clicked, which is then looked at closely', () => {
		session.gradient.toggle();
		session.player.seek(1);
		const { backward } = passes();
		const h = tapeRows(passes()).find(({ residual }) => residual.is?.kind === 'carry');
		const kept = { leaf: h?.x ?? -1, lane: lane(0), step: 2 };
		session.gradient.goToTape(kept);
		expect([place(), session.selected]).toEqual(['0 2 rest', { kind: 'carry', lane: 0, step: 1, leaf: 0 }]);
		session.pickLoop(1);
		session.gradient.goToTape(kept);
		expect([place(), session.selected]).toEqual([
			'1 0 rest',
			{ kind: 'x', lane: 0, step: 0, leaf: kept.leaf }
		]);
		session.gradient.go(backward, 1, { kind: 'carry', lane: lane(0), step: 1, leaf: 0 });
		expect([place(), session.selected]).toEqual(['1 1 rest', { kind: 'carry', lane: 0, step: 1, leaf: 0 }]);
	});

	it('of a gradient inside each step are in that step', async () => {
		session.setProgram(`
import jax, jax.numpy as jnp
from jax import lax
def loss(w, xs):
  return lax.scan(lambda h, x: (jnp.tanh(w * h + x), None), 0.5, xs)[0]
def descend(w, xs):
  return w - jax.grad(loss)(w, xs), None
lax.scan(descend, 0.8, jnp.arange(12.).reshape(4, 3))
`);
		session.run();
		await settle();
		expect(session.gradient.passes).toBeNull();
		session.player.seek(2);
		intoLoop();
		await settle();
		expect(session.gradient.passes?.forward.length).toBe(3);
		session.gradient.toggle();
		session.player.last();
		expect(await walk(() => session.player.stepForward(), 2)).toEqual(['1 0 rest', '1 1 rest']);
		expect(session.player.goal.within.map(({ step }) => step)).toEqual([2]);
	});

	it('of loops inside the loop are two loops apart, drawn each by itself', async () => {
		session.setProgram(`
import jax, jax.numpy as jnp
from jax import lax
def loss(w, rows):
  def outer(h, row):
    h, _ = lax.scan(lambda c, x: (jnp.tanh(w * c + x), None), h, row)
    return h, h
  return lax.scan(outer, 0.5, rows)[1].sum()
jax.grad(loss)(0.8, jnp.arange(12.).reshape(4, 3))
`);
		session.run();
		await settle();
		session.gradient.toggle();
		expect(session.gradient.shown?.forward.length).toBe(4);
		intoLoop();
		await settle();
		expect(session.player.goal.within).toHaveLength(1);
		expect(session.gradient.shown).toBeNull();
		session.journey.out();
		await settle();
		session.journey.out();
		await settle();
		expect(session.gradient.shown?.forward.length).toBe(4);
	});

	it('are not drawn together where only parts of them are at hand', async () => {
		session.close();
		world = new FakeWorld(new FakeBar(''), (text) => record(text, { room: littleRoom }).recording);
		session = new Session();
		session.start(world);
		await settle();
		session.setProgram(program.replace('jnp.arange(3.)', 'jnp.arange(40.) / 40'));
		session.run();
		await settle();
		expect(session.gradient.passes).not.toBeNull();
		session.gradient.toggle();
		expect(session.gradient.shown).toBeNull();
		expect(session.journey.word).toEqual({
			kind: 'told',
			text: 'These loops are too long to be drawn together.'
		});
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
