import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { parseArgs } from 'node:util';
import { main, UsageError, userFile } from './options';
import { answerPrograms, jsonOfAll, observeAll } from './program/threads';
import { wordsFor } from './program/words';

const usage = 'usage: npm run --silent lockstep -- run FILE.py... [--json]';
const secondsPerProgram = 60;

if (isMainThread) await main(lockstep);
else answerPrograms();

/** Runs programs without a page: a line of JSON each, or in words. In JSON an error of a program is a result. */
async function lockstep(): Promise<number> {
	const { files, json } = wanted();
	const programs = files.map(textOf);
	if (json) {
		const named = files.map((file, n) => ({ name: basename(file, '.py'), program: programs[n] ?? '' }));
		for await (const text of jsonOfAll(named, secondsPerProgram))
			if (!process.stdout.write(text)) await once(process.stdout, 'drain');
		return 0;
	}
	let at = 0;
	let failed = 0;
	for await (const observation of observeAll(programs, secondsPerProgram, 'without scans')) {
		const [file = '', program = ''] = [files[at], programs[at]];
		at++;
		if (observation.expect.error) failed++;
		if (files.length > 1) console.log(`${at > 1 ? '\n' : ''}== ${file}`);
		process.stdout.write(wordsFor(observation, file, program));
	}
	return failed > 0 ? 1 : 0;
}

function textOf(file: string): string {
	try {
		return readFileSync(userFile(file), 'utf8');
	} catch {
		throw new UsageError(`${file} cannot be read.`);
	}
}

function wanted(): { files: string[]; json: boolean } {
	const { values, positionals } = parseArgs({
		options: { json: { type: 'boolean' } },
		allowPositionals: true
	});
	const [command, ...files] = positionals;
	if (command !== 'run' || files.length === 0) throw new UsageError(usage);
	return { files, json: values.json ?? false };
}
