/**
 * `node scripts/run.js SCRIPT.ts [ARGUMENT...]`: bundles a TypeScript script (with `$lib`) and runs it, on any Node from
 * 20.19 on. Scripts run at the root of the repository; `INIT_CWD` is where the user stood.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules/.cache/lockstep/scripts');

const [script, ...args] = process.argv.slice(2);
if (!script) {
	console.error('usage: node scripts/run.js SCRIPT.ts [ARGUMENT...]');
	process.exit(2);
}

const entry = resolve(script);
process.env.INIT_CWD ??= process.cwd();
process.chdir(root);
// tsconfig.json extends a file that SvelteKit writes.
if (!existsSync('.svelte-kit/tsconfig.json'))
	execFileSync(process.execPath, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync'], { stdio: 'inherit' });
const bundle = await bundled(entry);
process.argv = [process.argv[0] ?? 'node', bundle, ...args];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(bundle).href);

/**
 * One self-contained module beside its source map, named after its content, so that scripts running at once do not
 * disturb one another. Packages stay outside.
 * @param {string} file
 * @returns {Promise<string>} the module's path
 */
async function bundled(file) {
	const name = relative(join(root, 'scripts'), file)
		.replace(/\.ts$/, '')
		.replaceAll(/[^\w-]+/g, '-');
	const code = await codeOf(file);
	const hash = createHash('sha256').update(code).digest('hex').slice(0, 12);
	const path = join(cache, `${name}-${hash}.mjs`);
	if (!existsSync(path)) {
		mkdirSync(cache, { recursive: true });
		const draft = `${path}.${process.pid}`;
		writeFileSync(draft, code);
		renameSync(draft, path);
		forget(name);
	}
	return path;
}

/**
 * Deletes bundles of the script that no run can still need.
 * @param {string} name
 */
function forget(name) {
	const hourAgo = Date.now() - 3600 * 1000;
	for (const file of readdirSync(cache)) {
		const path = join(cache, file);
		if (file.startsWith(`${name}-`) && statSync(path).mtimeMs < hourAgo) rmSync(path);
	}
}

/** @param {string} file */
async function codeOf(file) {
	const result = await build({
		root,
		configFile: false,
		envDir: false,
		publicDir: false,
		logLevel: 'warn',
		resolve: { alias: { $lib: join(root, 'src/lib') } },
		build: {
			ssr: file,
			write: false,
			outDir: cache,
			target: 'node20',
			minify: false,
			sourcemap: 'inline',
			rolldownOptions: { output: { codeSplitting: false, entryFileNames: `${basename(file, '.ts')}.mjs` } }
		}
	});
	const outputs = Array.isArray(result) ? result : [result];
	for (const output of outputs)
		if ('output' in output) for (const chunk of output.output) if (chunk.type === 'chunk') return chunk.code;
	throw new Error(`internal: nothing was made of ${file}`);
}
