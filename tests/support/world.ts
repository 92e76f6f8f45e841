import type { Recording } from '$lib/recording/recording';
import type { Port } from '$lib/session/engine';
import type { Answer, Request } from '$lib/session/protocol';
import { Responder } from '$lib/session/responder';
import type { World } from '$lib/session/session.svelte';

/** A browser's history with its fragments, the last entry being the one that is shown. */
export class FakeBar {
	entries: string[];

	constructor(
		fragment = '',
		readonly tab: Storage | null = new FakeStorage(),
		readonly isReturn = false
	) {
		this.entries = [fragment];
	}

	read(): string {
		return this.entries[this.entries.length - 1];
	}

	replace(fragment: string): void {
		this.entries[this.entries.length - 1] = `#${fragment}`;
	}

	push(fragment: string): void {
		this.entries.push(`#${fragment}`);
	}

	back(): void {
		this.entries.pop();
	}
}

export class FakeStorage implements Storage {
	#items = new Map<string, string>();

	get length(): number {
		return this.#items.size;
	}
	clear(): void {
		this.#items.clear();
	}
	getItem(key: string): string | null {
		return this.#items.get(key) ?? null;
	}
	key(n: number): string | null {
		return [...this.#items.keys()][n] ?? null;
	}
	removeItem(key: string): void {
		this.#items.delete(key);
	}
	setItem(key: string, value: string): void {
		this.#items.set(key, value);
	}
}

/** A world whose engine answers runs at once with what `record` makes of a program, or never where that is null. */
export class FakeWorld implements World {
	asked: string[] = [];
	ended = 0;
	/** Questions are answered by the engine itself. */
	readonly #responder = new Responder();

	constructor(
		readonly bar: FakeBar,
		private readonly record: (program: string) => Recording | null,
		readonly storage: Storage | null = new FakeStorage()
	) {}

	now = (): number => Date.now();

	openEngine = (): Port => {
		const port: Port = {
			onmessage: null,
			onerror: null,
			terminate: () => void this.ended++,
			postMessage: (request: Request) => {
				const answer = this.#answer(request);
				if (answer) queueMicrotask(() => port.onmessage?.({ data: answer } as MessageEvent<Answer>));
			}
		};
		return port;
	};

	#answer(request: Request): Answer | null {
		if (request.kind === 'prepare') return null;
		if (request.kind === 'ask') return this.#responder.answer(request);
		this.asked.push(request.program);
		const recording = this.record(request.program);
		if (recording) this.#responder.answer(request);
		return recording && { kind: 'recorded', id: request.id, recording };
	}
}
