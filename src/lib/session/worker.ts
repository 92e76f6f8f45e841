/// <reference lib="webworker" />
import type { Request } from './protocol';
import { Responder } from './responder';

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

addEventListener('message', ({ data }: MessageEvent<Request>) => void answer(data));

async function answer(request: Request): Promise<void> {
	const slices = responder.responding(request);
	for (let turn = slices.next(); ; turn = slices.next()) {
		if (turn.done) return postMessage(turn.value.answer, turn.value.transfer);
		await breath();
	}
}
