import { readFileSync, readdirSync } from 'node:fs';
import { ProgramError } from '$lib/core/errors';
import { runProgram } from '$lib/python/program';

/** A program and what Python 3.11 does (with the syntax of 3.12) with it, or, where the title says `(ours)`, what Lockstep is to do. */
export interface Spec {
	readonly file: string;
	readonly title: string;
	readonly source: string;
	/** What it prints; then, where it fails, `!! Type: message @line`. */
	readonly expected: string;
}

const folder = new URL('./spec/', import.meta.url);

/** All programs of `spec/*.spec`: `### title`, the program, `==>`, what is expected. */
export function readSpecs(): Spec[] {
	return readdirSync(folder)
		.filter((file) => file.endsWith('.spec'))
		.sort()
		.flatMap((file) => parseSpecs(file, readFileSync(new URL(file, folder), 'utf8')));
}

function parseSpecs(file: string, text: string): Spec[] {
	return text
		.split(/^### /m)
		.slice(1)
		.map((part) => {
			const [head, expected = ''] = part.split('\n==>\n');
			const end = head.indexOf('\n');
			return {
				file,
				title: head.slice(0, end),
				source: head.slice(end + 1),
				expected: expected.trimEnd().replace(/\\\n/g, '')
			};
		});
}

/** What a program prints, and its error. */
export function outcome(source: string): string {
	let printed = '';
	try {
		runProgram(source, { write: (text) => (printed += text) });
	} catch (error) {
		if (!(error instanceof ProgramError)) throw error;
		printed += `!! ${error.type}: ${error.message}`.trimEnd() + ` @${error.span?.line}\n`;
	}
	return printed.trimEnd();
}
