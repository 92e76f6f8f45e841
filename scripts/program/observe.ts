import '$lib/session/whole';
import type { NDArray } from '$lib/array/ndarray';
import type { ProgramError } from '$lib/core/errors';
import { encodeValue } from '$lib/python/encode';
import { record, type Run, type ScanTrace } from '$lib/session/run';
import type { Failure, Recording } from '$lib/recording/recording';
import type { ArrayRecord, ErrorRecord, Expect, ScanRecord } from './format';

/** What can be told of a run in words or in the conformance format. Plain data: it crosses between threads. */
export interface Observation {
	readonly expect: Expect;
	/** `repr` of the last expression; null without one. */
	readonly text: string | null;
	/** An error of the program. */
	readonly failure: Failure | null;
	/** A fault of ours, with its stack. */
	readonly fault: string | null;
	readonly loops: readonly LoopSummary[];
}

export interface LoopSummary {
	readonly kind: Recording['loops'][number]['kind'];
	readonly name: string;
	readonly length: number;
	readonly lanes: number | null;
	readonly reverse: boolean;
}

/** Runs a program in this thread. A fault of the engine is observed too, never thrown. */
export function observe(program: string, scans: 'with scans' | 'without scans' = 'with scans'): Observation {
	try {
		return observed(record(program), scans === 'with scans');
	} catch (fault) {
		return faulty(textOfFault(fault));
	}
}

export const textOfFault = (fault: unknown): string =>
	fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);

/** As a program is reported on which the engine itself broke. */
export function faulty(fault: string): Observation {
	const message = fault.split('\n', 1)[0] ?? '';
	return {
		expect: { error: { type: 'internal', message, line: 0 } },
		text: null,
		failure: null,
		fault,
		loops: []
	};
}

function observed(run: Run, withScans: boolean): Observation {
	const { outcome, loops } = run.recording;
	return {
		expect: {
			...expectBesideScans(run),
			...(withScans && hasScans(run) && { scans: run.scans.map(scanRecord) })
		},
		text: outcome.kind === 'value' ? outcome.text : null,
		failure: outcome.kind === 'error' ? outcome.error : null,
		fault: null,
		loops: loops.map(({ kind, name, length, lanes, axes, reverse }) => ({
			kind,
			name,
			length,
			lanes: axes.length > 0 ? lanes : null,
			reverse
		}))
	};
}

/** All but the scans, which may be long. */
export const expectBesideScans = ({ recording, value, isExpression, error }: Run): Expect => ({
	...(isExpression && !error ? { result: encodeValue(value) } : {}),
	...(recording.stdout === '' ? {} : { stdout: recording.stdout }),
	...(error ? { error: errorRecord(error) } : {})
});

export const hasScans = ({ error, scans }: Run): boolean => !error && scans.length > 0;

/** Functions are named in messages without their lines, as in the cases. */
const errorRecord = ({ type, message, span }: ProgramError): ErrorRecord => ({
	type,
	message: message.replaceAll(/(program\.py):\d+/g, '$1'),
	line: span?.line ?? 0
});

const scanRecord = ({ length, reverse, carries }: ScanTrace): ScanRecord => ({
	length,
	reverse,
	carries: Array.from(carries, (leaves) => leaves.map(encodeLeaf))
});

/** A carry leaf. A random key is its two words, under the name of its own element type. */
export function encodeLeaf(leaf: NDArray): ArrayRecord {
	const value = encodeValue(leaf);
	if ('array' in value) return value.array;
	if ('key' in value) return { ...value.key, dtype: leaf.dtype };
	throw new Error('internal: a carry leaf is an array');
}
