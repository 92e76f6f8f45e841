import { expect, test } from 'vitest';
import { playwrightCounts, vitestCounts } from '../../scripts/test/reports';
import { runStages } from '../../scripts/test/run-stages';

const node = (code: string): string => `"${process.execPath}" -e "${code}"`;

test('a test file that did not load counts as a failure', () => {
	const report = {
		numPassedTests: 3,
		numFailedTests: 1,
		numPendingTests: 1,
		numTodoTests: 0,
		testResults: [
			{ status: 'failed', assertionResults: [] },
			{ status: 'failed', assertionResults: [{}] },
			{ status: 'passed', assertionResults: [{}] }
		]
	};
	expect(vitestCounts(JSON.stringify(report))).toEqual({ passed: 3, failed: 2, skipped: 1 });
});

test('a browser test that passes only the second time counts as a failure, and so does a server that does not start', () => {
	const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] };
	expect(playwrightCounts(JSON.stringify(report))).toEqual({ passed: 5, failed: 3, skipped: 2 });
});

test('stages go on after a failure, and what needs the failed one is left out', async () => {
	const lines: string[] = [];
	const results = await runStages(
		[
			[{ name: 'bad', command: node(`console.log('why'); process.exit(3)`) }],
			[{ name: 'good', command: node('0') }],
			[{ name: 'later', command: node('0'), needs: 'bad' }]
		],
		(line) => lines.push(line)
	);
	expect(results.map(({ name, passed, failed }) => [name, passed, failed])).toEqual([
		['bad', 0, 1],
		['good', 1, 0],
		['later', 0, 1]
	]);
	expect(lines.join('\n')).toMatch(
		/why\n[\s\S]*bad .*failed[\s\S]*good .*passed[\s\S]*later .*not run, as bad failed/
	);
});

test('a stage that leaves no report has failed', async () => {
	const report = { file: 'node_modules/.cache/lockstep/no-report.json', read: vitestCounts };
	const [result] = await runStages([[{ name: 'silent', command: node('0'), report }]], () => {});
	expect(result).toMatchObject({ passed: 0, failed: 1 });
});
