import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where the production build lies. */
export const buildFolder = 'build';

const inputs = ['src', 'static', 'package-lock.json', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json'];

/** Builds unless the build is newer than everything it is made from. Answers whether there is a build now. */
export function ensureBuild(): boolean {
	return isFresh() || build();
}

function isFresh(): boolean {
	const page = join(buildFolder, 'index.html');
	return existsSync(page) && statSync(page).mtimeMs > Math.max(...inputs.map(newest));
}

/** Time of the last change in a file or anywhere in a folder, in milliseconds; 0 for what does not exist. */
function newest(path: string): number {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat) return 0;
	if (!stat.isDirectory()) return stat.mtimeMs;
	return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function build(): boolean {
	console.log('Building ...');
	const run = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
		// What goes well needs no words; what fails is on the other stream.
		stdio: ['ignore', 'ignore', 'inherit']
	});
	return run.status === 0;
}
