import { isMainThread } from 'node:worker_threads';
import { parseArgs } from 'node:util';
import { casesOf } from './conformance/cases';
import { differenceOf } from './conformance/compare';
import { main, UsageError, userFile } from './options';
import type { Case } from './program/format';
import { answerPrograms, observeAll } from './program/threads';

const usage = 'usage: npm run --silent conformance -- FILE.jsonl... [--name PART] [--list]';
const secondsPerCase = 20;

if (isMainThread) await main(conformance);
else answerPrograms();

/** Compares what the engine does with what the cases say. Failing ones are told, one a line. */
async function conformance(): Promise<number> {
	const { files, part, list } = wanted();
	const cases = files.flatMap((file) => casesOf(userFile(file))).filter(({ name }) => name.includes(part));
	if (list) {
		for (const { name } of cases) console.log(name);
		return 0;
	}
	const failed = await failures(cases);
	console.log(`${cases.length - failed} passed, ${failed} failed`);
	return failed > 0 ? 1 : 0;
}

async function failures(cases: readonly Case[]): Promise<number> {
	let failed = 0;
	let at = 0;
	const programs = cases.map(({ source }) => source);
	for await (const { expect } of observeAll(programs, secondsPerCase)) {
		const one = cases[at++];
		const difference = one ? differenceOf(expect, one.expect) : 'internal: one answer too many';
		if (difference === null) continue;
		failed++;
		console.log(`${one?.name}: ${difference.replaceAll(/\s+/g, ' ')}`);
	}
	return failed;
}

function wanted(): { files: string[]; part: string; list: boolean } {
	const { values, positionals } = parseArgs({
		options: { name: { type: 'string' }, list: { type: 'boolean' } },
		allowPositionals: true
	});
	if (positionals.length === 0) throw new UsageError(usage);
	return { files: positionals, part: values.name ?? '', list: values.list ?? false };
}
