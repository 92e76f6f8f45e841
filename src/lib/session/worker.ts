/// <reference lib="webworker" />
import type { Answer, Request } from './protocol';
import { record } from './run';

/** The engine's side of the protocol: one program at a time, in the order they come. */
addEventListener('message', ({ data }: MessageEvent<Request>) => postMessage(answer(data)));

function answer({ id, program }: Request): Answer {
	try {
		return { kind: 'recorded', id, recording: record(program).recording };
	} catch (fault) {
		return { kind: 'crashed', id, message: fault instanceof Error ? fault.message : String(fault) };
	}
}
