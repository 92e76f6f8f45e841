/// <reference lib="webworker" />
import type { Slices } from '$lib/recording/slices';
import { loadHinted, loadInTurn, PartMissing, withParts } from '$lib/parts/part';
import type { Answer, Answerable, Request } from './protocol';
import { Responder, type Response } from './responder';

const responder = new Responder();

const { port1: here, port2: there } = new MessageChannel();
const waiting: (() => void)[] = [];
here.onmessage = () => waiting.shift()?.();

/** Lets messages in that have come meanwhile. */
const breath = (): Promise<void> =>
	new Promise((resolve) => {
		waiting.push(resolve);
		there.postMessage(null);
	});

/** The program that runs, or waits for parts: questions are about it. */
let run: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<Request>) => {
	if (data.kind === 'prepare') void loadInTurn();
	else if (data.kind === 'run') run = answer(data);
	else void run.then(() => answer(data));
});

async function answer(request: Answerable): Promise<void> {
	if (request.kind === 'run') await loadHinted(request.program);
	try {
		const { answer, transfer } = await withParts(() => finish(responder.responding(request)));
		postMessage(answer, transfer);
	} catch (error) {
		if (!(error instanceof PartMissing)) throw error;
		postMessage({ kind: 'unreached', id: request.id, part: error.part } satisfies Answer);
	}
}

async function finish(slices: Slices<Response>): Promise<Response> {
	for (let turn = slices.next(); ; turn = slices.next()) {
		if (turn.done) return turn.value;
		await breath();
	}
}
