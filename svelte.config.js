import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** The commit, so that two builds of one commit are the same; without git, the version of the package. */
function versionName() {
	try {
		return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
			stdio: 'pipe',
			encoding: 'utf8'
		}).trim();
	} catch {
		return JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')).version;
	}
}

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter({ fallback: '404.html', precompress: true }),
		// One build runs unchanged under any folder of any host.
		paths: { relative: true },
		// Kit takes the fragment of a link, where the state of the page is, for an element's id.
		prerender: { handleMissingId: 'ignore' },
		version: { name: versionName() },
		typescript: {
			config: (config) => ({
				...config,
				include: [...config.include, '../*.js', '../*.ts', '../scripts/**/*.js', '../scripts/**/*.ts']
			})
		}
	}
};
