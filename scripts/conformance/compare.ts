import type { ErrorRecord, Expect, ScanRecord, Value } from '../program/format';
import { arrayDifference, clipped, valueDifference, type Difference } from './compare-values';

/** Everything that is compared of a program, in the order in which a difference tells most. */
export function differenceOf(actual: Expect, expected: Expect): Difference {
	return (
		errorDifference(actual.error, expected.error) ??
		stdoutDifference(actual.stdout ?? '', expected.stdout ?? '') ??
		resultDifference(actual.result, expected.result) ??
		(expected.scans ? scansDifference(actual.scans ?? [], expected.scans) : null)
	);
}

function errorDifference(actual: ErrorRecord | undefined, expected: ErrorRecord | undefined): Difference {
	if (!expected) return actual ? `raised ${inWords(actual)}` : null;
	if (!actual) return `did not raise ${inWords(expected)}`;
	if (actual.type !== expected.type) return `raised ${inWords(actual)}; expected ${inWords(expected)}`;
	const [got, wanted] = [headOf(actual.message), headOf(expected.message)];
	if (got !== wanted) return `${expected.type} says "${got}"; expected "${wanted}"`;
	return actual.line === expected.line
		? null
		: `${expected.type} at line ${actual.line}; expected line ${expected.line}`;
}

const inWords = (error: ErrorRecord): string =>
	`${error.type}: ${clipped(headOf(error.message))} (line ${error.line})`;

/** A message up to the end of its first line or its first sentence, white space folded. */
export const headOf = (message: string): string =>
	(message.trimStart().split(/\n|\. /, 1)[0] ?? '').replaceAll(/\s+/g, ' ').trim();

function stdoutDifference(actual: string, expected: string): Difference {
	if (actual === expected) return null;
	const [got, wanted] = [actual.split('\n'), expected.split('\n')];
	const at = wanted.findIndex((line, i) => line !== got[i]);
	const line = at === -1 ? wanted.length : at;
	return `printed line ${line + 1} is ${quoted(got[line])}; expected ${quoted(wanted[line])}`;
}

const quoted = (line: string | undefined): string =>
	line === undefined ? 'missing' : clipped(JSON.stringify(line));

function resultDifference(actual: Value | undefined, expected: Value | undefined): Difference {
	if (!expected) return actual ? 'has a result; expected none' : null;
	return actual ? valueDifference(actual, expected, 'result') : 'has no result';
}

function scansDifference(actual: readonly ScanRecord[], expected: readonly ScanRecord[]): Difference {
	if (actual.length !== expected.length) return `ran ${actual.length} scans; expected ${expected.length}`;
	for (const [i, wanted] of expected.entries()) {
		const got = actual[i];
		const difference = got ? scanDifference(got, wanted, `scan ${i}`) : 'missing';
		if (difference !== null) return difference;
	}
	return null;
}

function scanDifference(actual: ScanRecord, expected: ScanRecord, at: string): Difference {
	if (actual.length !== expected.length)
		return `${at} has length ${actual.length}; expected ${expected.length}`;
	if (actual.reverse !== expected.reverse) return `${at} has reverse=${actual.reverse}`;
	if (actual.carries.length !== expected.carries.length)
		return `${at} has ${actual.carries.length} carries; expected ${expected.carries.length}`;
	for (const [step, wanted] of expected.carries.entries()) {
		const got = actual.carries[step] ?? [];
		if (got.length !== wanted.length) return `${at} carries ${got.length} leaves; expected ${wanted.length}`;
		for (const [leaf, array] of wanted.entries()) {
			const difference = arrayDifference(
				got[leaf] ?? array,
				array,
				`${at} carry ${leaf} after ${step} steps`
			);
			if (difference !== null) return difference;
		}
	}
	return null;
}
