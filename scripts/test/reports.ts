/** What a stage's own report says of its tests. */
export interface Counts {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

interface VitestReport {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numPendingTests: number;
	readonly numTodoTests: number;
	readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** Of Vitest's JSON. A file that did not load has no tests in it and counts as one that failed. */
export function vitestCounts(json: string): Counts {
	const report = JSON.parse(json) as VitestReport;
	const unloaded = report.testResults.filter(
		(file) => file.status === 'failed' && file.assertionResults.length === 0
	).length;
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + unloaded,
		skipped: report.numPendingTests + report.numTodoTests
	};
}

interface PlaywrightReport {
	readonly stats: Readonly<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
	readonly errors: readonly unknown[];
}

/** Of Playwright's JSON. An error outside any test, such as a server that does not start, counts as one that failed. */
export function playwrightCounts(json: string): Counts {
	const { stats, errors } = JSON.parse(json) as PlaywrightReport;
	return {
		passed: stats.expected,
		failed: stats.unexpected + stats.flaky + errors.length,
		skipped: stats.skipped
	};
}
