import { keyReuseRecord, loopRecord, type LoopRecord } from '$lib/recording/export';
import { InsideWriter } from '$lib/recording/inside';
import type { LiveLoop } from '$lib/recording/live-loop';
import { longFlags } from '$lib/recording/long-queries';
import { finished } from '$lib/recording/slices';
import { record, type Run, type ScanTrace } from '$lib/session/run';
import { encodeLeaf, expectBesideScans, faulty, hasScans, textOfFault } from './observe';

/** Characters that are handed on at once. */
const pieceLength = 2 ** 18;

/**
 * What a program did as a line of JSON, in pieces: the carries of a long scan are more text than there is room for.
 * `expect` is in the conformance format.
 */
export function* jsonLine(name: string, program: string): Generator<string> {
	let piece = '';
	for (const text of told(name, program)) {
		piece += text;
		if (piece.length < pieceLength) continue;
		yield piece;
		piece = '';
	}
	yield `${piece}\n`;
}

export const faultyLine = (name: string, fault: string): string =>
	`${JSON.stringify({ name, expect: faulty(fault).expect, loops: [] })}\n`;

function* told(name: string, program: string): Generator<string> {
	let run: Run;
	try {
		run = record(program);
	} catch (fault) {
		yield faultyLine(name, textOfFault(fault)).trimEnd();
		return;
	}
	yield `{"name":${JSON.stringify(name)},"expect":`;
	yield* expectText(run);
	const { loops, reusedKeys } = run.recording;
	const inside = new InsideWriter(program);
	const records = run.live.map((live, n) => recordOf({ ...live, loop: loops[n] ?? live.loop }, inside));
	yield `,"loops":${JSON.stringify(records)}`;
	if (reusedKeys.length > 0) yield `,"reusedKeys":${JSON.stringify(reusedKeys.map(keyReuseRecord))}`;
	yield '}';
}

function* expectText(run: Run): Generator<string> {
	const besides = JSON.stringify(expectBesideScans(run));
	if (!hasScans(run)) {
		yield besides;
		return;
	}
	yield `${besides.slice(0, -1)}${besides === '{}' ? '' : ','}"scans":[`;
	for (const [n, scan] of run.scans.entries()) {
		if (n > 0) yield ',';
		yield* scanText(scan);
	}
	yield ']}';
}

function* scanText({ length, reverse, carries }: ScanTrace): Generator<string> {
	yield `{"length":${length},"reverse":${reverse},"carries":[`;
	let before = '';
	for (const leaves of carries) {
		yield before + JSON.stringify(leaves.map(encodeLeaf));
		before = ',';
	}
	yield ']}';
}

/** The flags of a loop that is not kept whole are looked for now. */
function recordOf(live: LiveLoop, inside: InsideWriter): LoopRecord {
	const { loop, windows } = live;
	const { long } = loop;
	if (!windows || !long) return inside.record(live);
	const flags = finished(longFlags(windows));
	return inside.record(live, loopRecord({ ...loop, long: { ...long, flags } }));
}
