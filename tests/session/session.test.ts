import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lane } from '$lib/recording/moment';
import type { Loop, Recording } from '$lib/recording/recording';
import { Session } from '$lib/session/session.svelte';
import { plainView } from '$lib/session/view';
import { failed, fourRows, runningMax } from '../support/fixture';
import { FakeBar, FakeStorage, FakeWorld } from '../support/world';

/** The loop of the fixture under any text: what is tested here is what becomes of it. */
function record(program: string): Recording | null {
	if (program.includes('forever')) return null;
	if (program.includes('wrong')) return failed(`${program} jnp`);
	if (program.includes('plain')) return { ...runningMax(), program, loops: [] };
	return { ...runningMax(fourRows), program };
}

let session: Session;
let world: FakeWorld;
let frame: FrameRequestCallback | null;

async function open(fragment = '', storage: Storage | null = new FakeStorage()): Promise<void> {
	world = new FakeWorld(new FakeBar(fragment), record, storage);
	session = new Session();
	session.start(world);
	await vi.advanceTimersByTimeAsync(1000);
}

/** Lets frames pass for so many milliseconds. */
function play(ms: number): void {
	for (let passed = 0; passed < ms; passed += 16) {
		vi.advanceTimersByTime(16);
		const due = frame;
		frame = null;
		due?.(performance.now());
	}
}

const type = async (text: string): Promise<void> => {
	session.setProgram(text);
	await vi.advanceTimersByTimeAsync(1000);
};

const place = (): [number, string, number] => {
	const { moment, t } = session.player;
	return [moment.step, moment.beat, t];
};

beforeEach(() => {
	frame = null;
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
	vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => {
		frame = callback;
		return 1;
	});
	vi.stubGlobal('cancelAnimationFrame', () => (frame = null));
});

afterEach(() => {
	session.close();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

describe('opening', () => {
	it('a plain address runs the first example and stands after its first step', async () => {
		await open();
		expect(session.example?.name).toBe('running-max');
		expect(session.status.kind).toBe('ready');
		expect(place()).toEqual([0, 'rest', 1]);
		expect(world.bar.entries).toEqual(['#running-max@0']);
	});

	it('a link stands at its moment and looks as it did', async () => {
		await open('#ema@3c&tab=output&speed=2&lane=2');
		expect(session.example?.name).toBe('ema');
		expect(place()).toEqual([3, 'combine', 1]);
		expect(session.view).toEqual({ ...plainView, tab: 'output', speed: 2, lane: 2, panel: null });
	});

	it('a damaged link opens the first example and says so', async () => {
		await open('#1.abc');
		expect(session.notice).toMatchObject({ kind: 'damaged' });
		expect(session.example?.name).toBe('running-max');
	});

	it('a moment beyond the end is the last', async () => {
		await open('#running-max@99');
		expect(place()).toEqual([7, 'rest', 1]);
	});

	it('tells when the result is another than when the link was made', async () => {
		await open();
		await type('x = 1');
		const link = session.linking.link();
		session.close();
		await open(`#${link}`);
		expect(session.notice).toBeNull();
		session.close();
		world = new FakeWorld(new FakeBar(`#${link}`), (program) => ({ ...runningMax(), program }));
		session = new Session();
		session.start(world);
		await vi.advanceTimersByTimeAsync(1000);
		expect(session.notice).toEqual({ kind: 'differs' });
	});
});

describe('the address', () => {
	it('always leads back to this picture', async () => {
		await open();
		await type('x = 2');
		session.player.seek(5);
		session.looking.setTab('jaxpr');
		session.focus(lane(3));
		play(400);
		await vi.advanceTimersByTimeAsync(1000);
		const shown = [session.text, place(), session.view];
		const address = world.bar.read();
		session.close();
		await open(address);
		expect([session.text, place(), session.view]).toEqual(shown);
	});

	it('gets one entry a program, however much is moved and typed', async () => {
		await open();
		for (let n = 0; n < 8; n++) session.player.stepForward();
		await type('x');
		await type('x = 1');
		session.player.play();
		play(20_000);
		session.opening.openExample('ema');
		await vi.advanceTimersByTimeAsync(1000);
		expect(world.bar.entries).toHaveLength(3);
		expect(world.bar.entries[0]).toBe('#running-max@7');
		expect(world.bar.entries[2]).toBe('#ema@0');
	});

	it('is followed back, and what was typed is offered', async () => {
		await open();
		session.player.seek(4);
		await type('mine = 1');
		world.bar.back();
		session.linking.read();
		await vi.advanceTimersByTimeAsync(1000);
		expect(session.example?.name).toBe('running-max');
		expect(place()).toEqual([4, 'rest', 1]);
		expect(session.notice).toMatchObject({ kind: 'draft', text: 'mine = 1' });
		session.opening.restore(session.drafts.list[0].id);
		expect(session.text).toBe('mine = 1');
	});

	it('leads back from an error and from a run that does not end', async () => {
		await open();
		for (const text of ['wrong', 'forever']) {
			await type(text);
			world.bar.back();
			session.linking.read();
			expect(session.failure).toBeNull();
			expect(session.current).toBe(true);
			await vi.advanceTimersByTimeAsync(1);
			expect(session.status.kind).toBe('ready');
		}
	});

	it('is written at most every quarter of a second', async () => {
		await open();
		const replace = vi.spyOn(world.bar, 'replace');
		for (let n = 0; n < 100; n++) {
			session.player.seek(n % 8);
			vi.advanceTimersByTime(10);
		}
		expect(replace.mock.calls.length).toBeLessThanOrEqual(5);
	});
});

describe('editing', () => {
	it('runs the program after a pause and keeps the moment', async () => {
		await open();
		session.player.seek(4);
		session.setProgram('a');
		session.setProgram('ab');
		session.setProgram('abc');
		await vi.advanceTimersByTimeAsync(1000);
		expect(world.asked.slice(1)).toEqual(['abc']);
		expect(place()).toEqual([4, 'rest', 1]);
		expect(session.current).toBe(true);
	});

	it('keeps the last good picture at an error, and recovers', async () => {
		await open();
		const good = session.recording;
		await type('wrong');
		expect(session.failure).toMatchObject({ type: 'NameError' });
		expect(session.recording).toBe(good);
		expect(session.current).toBe(false);
		await type('right');
		expect(session.failure).toBeNull();
		expect(session.recording?.program).toBe('right');
	});

	it('of nothing shows nothing', async () => {
		await open();
		await type('  \n');
		expect(session.status.kind).toBe('empty');
		expect(session.loop).toBeNull();
		await type('again');
		expect(session.loop).not.toBeNull();
	});

	it('a program without loops has no moments', async () => {
		await open('#running-max@3');
		await type('plain');
		expect(session.status.kind).toBe('ready');
		expect(session.loop).toBeNull();
		session.player.stepForward();
		session.player.play();
		expect(session.player.playing).toBe(false);
	});

	it('a program that never ends is cancelled, and the page lives', async () => {
		await open();
		session.setProgram('forever');
		await vi.advanceTimersByTimeAsync(200);
		expect(session.status).toMatchObject({ kind: 'running', slow: false });
		await vi.advanceTimersByTimeAsync(400);
		expect(session.status).toMatchObject({ kind: 'running', slow: true });
		session.player.stepForward();
		session.cancel();
		expect(session.status.kind).toBe('cancelled');
		expect(world.ended).toBe(1);
		await type('fine');
		expect(session.status.kind).toBe('ready');
	});
});

describe('drafts', () => {
	it('are offered when another link is opened, once', async () => {
		const storage = new FakeStorage();
		await open('', storage);
		await type('mine = 1');
		session.close();
		await open('#ema', storage);
		expect(session.notice).toMatchObject({ kind: 'draft', text: 'mine = 1' });
		session.dismiss();
		session.close();
		await open('#ema', storage);
		expect(session.notice).toBeNull();
		expect(session.drafts.list).toHaveLength(1);
	});

	it('are not needed where the page may store nothing', async () => {
		await open('', null);
		await type('mine = 1');
		expect(session.status.kind).toBe('ready');
	});
});

describe('moving', () => {
	it('plays a step in beats and completes it at any key', async () => {
		await open();
		session.player.stepForward();
		expect(place()).toEqual([1, 'pull', 0]);
		play(400);
		expect(session.player.moment.beat).toBe('combine');
		session.player.stepForward();
		expect(place()).toEqual([2, 'pull', 0]);
		play(2000);
		expect(place()).toEqual([2, 'rest', 1]);
	});

	it('plays to the end and stands', async () => {
		await open();
		session.player.play();
		play(1400 * 8);
		expect(place()).toEqual([7, 'rest', 1]);
		expect(session.player.playing).toBe(false);
		session.player.play();
		expect(place()).toEqual([0, 'pull', 0]);
	});

	it('needs no frames when motion is reduced', async () => {
		await open();
		session.player.reduced = true;
		session.player.stepForward();
		expect(place()).toEqual([1, 'rest', 1]);
		expect(frame).toBeNull();
	});

	it('comes to the same place by any way', async () => {
		await open();
		const { player } = session;
		const moves = fc.constantFrom(
			'stepForward',
			'stepBack',
			'beatForward',
			'beatBack',
			'first',
			'last',
			'play',
			'pause',
			'wait'
		);
		fc.assert(
			fc.property(fc.array(moves, { maxLength: 200 }), fc.integer({ min: -1, max: 7 }), (way, end) => {
				for (const move of way) {
					if (move === 'wait') play(160);
					else player[move as 'play']();
				}
				player.seek(end);
				play(400);
				expect(player.moment).toEqual({ within: [], loop: 0, step: end, beat: 'rest', eqn: null });
				expect([player.t, player.moving, player.playing]).toEqual([1, false, false]);
			}),
			{ numRuns: 30 }
		);
	});

	it('goes to another loop and back by the address', async () => {
		const two = (program: string): Recording => {
			const { loops, ...rest } = runningMax(fourRows);
			const second = { ...loops[0], index: 1 as Loop['index'] };
			return { ...rest, program, loops: [loops[0], second] };
		};
		world = new FakeWorld(new FakeBar(''), two);
		session = new Session();
		session.start(world);
		await vi.advanceTimersByTimeAsync(1000);
		session.pickLoop(1);
		session.player.seek(2);
		await vi.advanceTimersByTimeAsync(1000);
		expect(world.bar.entries).toEqual(['#running-max@0', '#running-max@1.2']);
		world.bar.back();
		session.linking.read();
		expect(session.loop?.index).toBe(0);
	});
});
