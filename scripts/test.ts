import { main } from './options';
import { runStages, type StageResult } from './test/run-stages';
import { stages } from './test/stages';

/** `npm test`: every stage, to the end, then the sum of all tests. A stage that is one check counts as one. */
await main(async () => {
	const begin = performance.now();
	const results = await runStages(stages, (line) => console.log(line));
	const passed = sum(results, 'passed');
	const failed = sum(results, 'failed');
	console.log(`\nAll stages: ${((performance.now() - begin) / 1000).toFixed(0)} s`);
	console.log(`${passed} passed, ${failed} failed`);
	return failed > 0 ? 1 : 0;
});

function sum(results: readonly StageResult[], key: 'passed' | 'failed'): number {
	return results.reduce((total, result) => total + result[key], 0);
}
