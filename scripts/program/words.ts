import type { Failure } from '$lib/recording/recording';
import type { LoopSummary, Observation } from './observe';

/** What a program did, as a person reads it in a terminal: its output, its value or its error, and its loops. */
export function wordsFor(observation: Observation, file: string, program: string): string {
	const { expect, text, failure, fault, loops } = observation;
	const lines = [
		...(text === null || text === 'None' ? [] : [text]),
		...(failure ? traceback(failure, file, program) : []),
		...(fault === null ? [] : [`Lockstep itself failed: ${fault}`]),
		...loops.map(loopLine)
	];
	const stdout = expect.stdout ?? '';
	const gap = stdout === '' || stdout.endsWith('\n') ? '' : '\n';
	return stdout + gap + lines.map((line) => `${line}\n`).join('');
}

/** Python's form, then our help. */
function traceback({ type, message, span, why, instead }: Failure, file: string, program: string): string[] {
	const source = span === null ? '' : (program.split('\n')[span.line - 1] ?? '');
	const indent = source.length - source.trimStart().length;
	const end = span === null ? 0 : Math.min(span.column + span.to - span.from, source.trimEnd().length);
	const place =
		span === null
			? []
			: [
					'Traceback (most recent call last):',
					`  File "${file}", line ${span.line}`,
					`    ${source.trim()}`,
					`    ${' '.repeat(Math.max(span.column - indent, 0))}${'^'.repeat(Math.max(end - span.column, 1))}`
				];
	const help = [why, instead && `Instead: ${instead}`].filter((line) => line !== undefined && line !== '');
	return [
		...place,
		message === '' ? type : `${type}: ${message}`,
		...(help.length > 0 ? ['', ...help] : [])
	] as string[];
}

function loopLine({ kind, name, length, lanes, reverse }: LoopSummary): string {
	const steps = `${length} ${length === 1 ? 'step' : 'steps'}`;
	const across = lanes === null ? '' : ` × ${lanes} ${lanes === 1 ? 'lane' : 'lanes'}`;
	return `${kind} ${name}: ${steps}${across}${reverse ? ', in reverse' : ''}`;
}
