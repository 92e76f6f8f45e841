import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Counts } from './reports';
import { type Stage } from './stages';

export interface StageResult extends Counts {
	readonly name: string;
}

/** Runs all rows in order, whatever fails; prints what a failing stage said, and a line a stage. */
export async function runStages(
	rows: readonly (readonly Stage[])[],
	print: (line: string) => void
): Promise<StageResult[]> {
	const results: StageResult[] = [];
	for (const row of rows) {
		const hasFailed = (name: string) => results.some((result) => result.name === name && result.failed > 0);
		results.push(
			...(await Promise.all(
				row.map((stage) =>
					stage.needs && hasFailed(stage.needs) ? leftOut(stage, stage.needs, print) : runStage(stage, print)
				)
			))
		);
	}
	return results;
}

function leftOut(stage: Stage, needs: string, print: (line: string) => void): StageResult {
	print(`${stage.name.padEnd(6)} not run, as ${needs} failed`);
	return { name: stage.name, passed: 0, failed: 1, skipped: 0 };
}

async function runStage(stage: Stage, print: (line: string) => void): Promise<StageResult> {
	if (stage.report) {
		mkdirSync(dirname(stage.report.file), { recursive: true });
		rmSync(stage.report.file, { force: true });
	}
	const begin = performance.now();
	const { code, output } = await run(stage);
	const counts = countsOf(stage, code);
	if (code !== 0 || counts.failed > 0) print(`\n${output.trimEnd()}\n`);
	const seconds = ((performance.now() - begin) / 1000).toFixed(1).padStart(6);
	print(`${stage.name.padEnd(6)} ${seconds} s  ${wordsFor(stage, counts)}`);
	return { name: stage.name, ...counts };
}

function run(stage: Stage): Promise<{ code: number; output: string }> {
	return new Promise((resolve) => {
		let output = '';
		const child = spawn(stage.command, {
			shell: true,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, ...stage.env }
		});
		const keep = (text: Buffer) => (output += text.toString());
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		child.on('error', (error) => resolve({ code: 1, output: output + String(error) }));
		child.on('close', (code) => resolve({ code: code ?? 1, output }));
	});
}

/** A stage that ends badly has failed at least once, even if its report knows of no failure or does not exist. */
function countsOf(stage: Stage, code: number): Counts {
	const counts = reported(stage) ?? { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 };
	return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function reported(stage: Stage): Counts | null {
	if (!stage.report) return null;
	const { file, read } = stage.report;
	return existsSync(file) ? read(readFileSync(file, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
}

function wordsFor(stage: Stage, { passed, failed, skipped }: Counts): string {
	if (!stage.report) return failed > 0 ? 'failed' : 'passed';
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
