import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildFolder, ensureBuild } from '../build';

export const title = 'JavaScript of a first visit, gzip (production build)';

/** A chunk in the manifest Vite leaves beside what it builds. */
interface Chunk {
	readonly file: string;
	readonly name?: string;
	readonly imports?: readonly string[];
	readonly dynamicImports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

/** What the page itself loads, what its worker loads, and each part that comes later, less what is there already. */
export function run(): string[] {
	if (!ensureBuild()) throw new Error('The build failed.');
	const manifest = JSON.parse(
		readFileSync('.svelte-kit/output/client/.vite/manifest.json', 'utf8')
	) as Manifest;
	const first = closure(manifest, keysOfPage(manifest, 'index.html'));
	return [
		line('page', bytesOf([...first].map((key) => fileOf(manifest, key)))),
		...workers().map((file) => line(`worker ${nameOf(file)}`, bytesOf([file]))),
		...laterParts(manifest, first).map(([name, keys]) =>
			line(`later: ${name}`, bytesOf(keys.map((key) => fileOf(manifest, key))))
		)
	];
}

const line = (name: string, bytes: number): string =>
	`${name.padEnd(32)} ${(bytes / 1000).toFixed(1).padStart(7)} kB`;

const fileOf = (manifest: Manifest, key: string): string => manifest[key]?.file ?? '';

/** Chunks the page names itself, to be loaded at once. */
function keysOfPage(manifest: Manifest, page: string): string[] {
	const html = readFileSync(join(buildFolder, page), 'utf8');
	return Object.keys(manifest).filter((key) => html.includes(fileOf(manifest, key)));
}

/** The chunks and all they import statically. */
function closure(manifest: Manifest, keys: readonly string[], seen = new Set<string>()): Set<string> {
	for (const key of keys) {
		if (seen.has(key)) continue;
		seen.add(key);
		closure(manifest, manifest[key]?.imports ?? [], seen);
	}
	return seen;
}

/** What the chunks of the page import on demand. Other pages are no part of it. */
function laterParts(manifest: Manifest, first: ReadonlySet<string>): [name: string, keys: string[]][] {
	const roots = [...first].flatMap((key) => manifest[key]?.dynamicImports ?? []);
	return [...new Set(roots)]
		.filter((key) => !first.has(key) && !key.startsWith('.svelte-kit/generated/'))
		.map((key) => [
			manifest[key]?.name ?? key,
			[...closure(manifest, [key])].filter((part) => !first.has(part))
		]);
}

const assets = '_app/immutable';

function workers(): string[] {
	const folders = readdirSync(join(buildFolder, assets));
	if (!folders.includes('workers')) return [];
	return readdirSync(join(buildFolder, assets, 'workers'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.js'))
		.map((name) => join(assets, 'workers', name));
}

const nameOf = (file: string): string => file.replace(/^.*\//, '').replace(/-[\w-]{8}\.js$/, '');

/** Of files in the build, each compressed by itself. */
function bytesOf(files: readonly string[]): number {
	return files.reduce(
		(total, file) => total + gzipSync(readFileSync(join(buildFolder, file)), { level: 9 }).length,
		0
	);
}
