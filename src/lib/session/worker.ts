/// <reference lib="webworker" />
import type { Request } from './protocol';
import { Responder } from './responder';

const responder = new Responder();

addEventListener('message', ({ data }: MessageEvent<Request>) => {
	const { answer, transfer } = responder.respond(data);
	postMessage(answer, transfer);
});
