import { join } from 'node:path';
import { playwrightCounts, vitestCounts, type Counts } from './reports';

/** One part of `npm test`. */
export interface Stage {
	readonly name: string;
	/** A command line for the shell. */
	readonly command: string;
	readonly env?: Readonly<Record<string, string>>;
	/** Where the stage counts its tests itself; a stage without is one check. */
	readonly report?: { readonly file: string; readonly read: (json: string) => Counts };
	/** Not run, and failed, where the stage of this name failed. */
	readonly needs?: string;
}

const reports = 'node_modules/.cache/lockstep/reports';
const unitReport = join(reports, 'unit.json');
const e2eReport = join(reports, 'e2e.json');

/** In order; the stages of one row run at the same time, being of one thread each. */
export const stages: readonly (readonly Stage[])[] = [
	[
		{ name: 'types', command: 'npm run --silent check' },
		{ name: 'lint', command: 'npm run --silent lint' },
		{ name: 'style', command: 'npm run --silent style' }
	],
	[
		{
			name: 'unit',
			command: `npm run --silent unit -- --reporter=default --reporter=json --outputFile.json=${unitReport}`,
			report: { file: unitReport, read: vitestCounts }
		}
	],
	[{ name: 'build', command: 'npm run --silent build -- --logLevel warn' }],
	[
		{
			name: 'e2e',
			command: 'npm run --silent e2e -- --reporter=list,json',
			env: { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport },
			report: { file: e2eReport, read: playwrightCounts },
			needs: 'build'
		}
	]
];
