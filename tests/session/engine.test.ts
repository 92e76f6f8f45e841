import { beforeEach, describe, expect, it } from 'vitest';
import { Engine, type Port } from '$lib/session/engine';
import type { Answer, Request } from '$lib/session/protocol';
import { loopIndex } from '$lib/recording/moment';
import { runningMax } from '../support/fixture';

class FakePort implements Port {
	onmessage: Port['onmessage'] = null;
	onerror: Port['onerror'] = null;
	asked: Request[] = [];
	transferred: ArrayBuffer[][] = [];
	ended = false;
	postMessage(request: Request, transfer: ArrayBuffer[]): void {
		this.asked.push(request);
		this.transferred.push(transfer);
	}
	terminate(): void {
		this.ended = true;
	}
	answer(answer: Answer): void {
		this.onmessage?.({ data: answer } as MessageEvent<Answer>);
	}
}

const recording = runningMax();
let ports: FakePort[];
let heard: string[];
let engine: Engine;

beforeEach(() => {
	ports = [];
	heard = [];
	engine = new Engine(
		() => {
			ports.push(new FakePort());
			return ports[ports.length - 1];
		},
		{
			recorded: () => heard.push('recorded'),
			unreached: (part) => heard.push(`no ${part}`),
			crashed: (message) => heard.push(message)
		}
	);
});

describe('the engine', () => {
	it('runs one program after another in one worker', () => {
		engine.run('a');
		ports[0].answer({ kind: 'recorded', id: 1, recording });
		engine.run('b');
		ports[0].answer({ kind: 'recorded', id: 2, recording });
		expect(ports).toHaveLength(1);
		expect(ports[0].asked).toEqual([
			{ kind: 'run', id: 1, program: 'a' },
			{ kind: 'run', id: 2, program: 'b' }
		]);
		expect(heard).toEqual(['recorded', 'recorded']);
	});

	it('hands storage back once its recording is released, with the next run', () => {
		const storage = [new ArrayBuffer(8)];
		engine.run('a');
		ports[0].answer({ kind: 'recorded', id: 1, recording, storage });
		engine.run('b');
		ports[0].answer({ kind: 'recorded', id: 2, recording: runningMax() });
		engine.release(recording);
		engine.run('c');
		expect(ports[0].asked.map((request) => ('spent' in request ? request.spent : null))).toEqual([
			null,
			null,
			storage
		]);
		expect(ports[0].transferred).toEqual([[], [], storage]);
	});

	it('ends a busy worker for a newer program and ignores what it still says', () => {
		engine.run('a');
		engine.run('b');
		expect(ports.map(({ ended }) => ended)).toEqual([true, false]);
		ports[0].answer({ kind: 'recorded', id: 1, recording });
		expect(heard).toEqual([]);
		ports[1].answer({ kind: 'recorded', id: 2, recording });
		expect(heard).toEqual(['recorded']);
	});

	it('cancels and lives', () => {
		engine.run('while True: pass');
		engine.cancel();
		expect(ports[0].ended).toBe(true);
		ports[0].answer({ kind: 'recorded', id: 1, recording });
		expect(heard).toEqual([]);
		engine.run('b');
		ports[1].answer({ kind: 'recorded', id: 2, recording });
		expect(heard).toEqual(['recorded']);
	});

	it('tells a crash, and runs the next program', () => {
		engine.run('a');
		ports[0].answer({ kind: 'crashed', id: 1, message: 'internal: no rule' });
		engine.run('b');
		ports[0].onerror?.({ message: '' } as ErrorEvent);
		expect(heard).toEqual(['internal: no rule', 'the engine could not be loaded']);
		engine.run('c');
		ports[1].answer({ kind: 'recorded', id: 3, recording });
		expect(heard.at(-1)).toBe('recorded');
	});

	it('keeps an idle worker when nothing is to be cancelled', () => {
		engine.run('a');
		ports[0].answer({ kind: 'recorded', id: 1, recording });
		engine.cancel();
		expect(ports[0].ended).toBe(false);
	});

	it('asks about the program run last and gives each question its own answer', async () => {
		engine.run('a');
		ports[0].answer({ kind: 'recorded', id: 1, recording });
		const place = { within: [], loop: loopIndex(0) };
		const first = engine.ask({ kind: 'inner', place, step: 0 });
		const second = engine.ask({ kind: 'inner', place, step: 1 });
		ports[0].answer({ kind: 'refused', id: 3, failure: { type: 'NameError', message: 'z', span: null } });
		ports[0].answer({ kind: 'answered', id: 2, answer: [] });
		expect(await first).toEqual({ kind: 'answered', answer: [], id: 2 });
		expect(await second).toMatchObject({ kind: 'refused' });
	});

	it('supersedes what is asked when another program is run', async () => {
		engine.run('a');
		ports[0].answer({ kind: 'recorded', id: 1, recording });
		const asked = engine.ask({ kind: 'inner', place: { within: [], loop: loopIndex(0) }, step: 0 });
		engine.run('b');
		expect(await asked).toEqual({ kind: 'superseded' });
		expect(ports.map(({ ended }) => ended)).toEqual([true, false]);
	});
});
