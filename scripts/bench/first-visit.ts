import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildFolder, ensureBuild } from '../build';
import { atMost, plain, type Figure, type Unit } from '../measure/figure';

/** A chunk in the manifest Vite leaves beside what it builds. */
interface Chunk {
	readonly file: string;
	readonly imports?: readonly string[];
	readonly dynamicImports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

/** What the page itself loads, what its worker loads, and what comes later, less what is there already. */
export function run(): Figure[] {
	if (!ensureBuild()) throw new Error('The build failed.');
	const manifest = JSON.parse(
		readFileSync('.svelte-kit/output/client/.vite/manifest.json', 'utf8')
	) as Manifest;
	const first = closure(manifest, keysOfPage(manifest, 'index.html'));
	const later = laterParts(manifest, first).reduce(
		(sum, keys) => sum + bytesOf(keys.map((key) => fileOf(manifest, key))),
		0
	);
	return [
		atMost('the engine of a first visit, with Python, gzip', bytesOf(firstOfWorker()) / 1000, 90, kilobytes),
		plain(
			'all of the engine, most of it fetched when a program needs it',
			bytesOf(workers()) / 1000,
			kilobytes
		),
		plain(
			'first visit, gzip: the page',
			bytesOf([...first].map((key) => fileOf(manifest, key))) / 1000,
			kilobytes
		),
		plain('what the page loads later: the editor, ...', later / 1000, kilobytes)
	];
}

const kilobytes: Unit = { digits: 0, name: 'kB' };

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
function laterParts(manifest: Manifest, first: ReadonlySet<string>): string[][] {
	const roots = [...first].flatMap((key) => manifest[key]?.dynamicImports ?? []);
	return [...new Set(roots)]
		.filter((key) => !first.has(key) && !key.startsWith('.svelte-kit/generated/'))
		.map((key) => [...closure(manifest, [key])].filter((part) => !first.has(part)));
}

const assets = '_app/immutable';

function workers(): string[] {
	const folders = readdirSync(join(buildFolder, assets));
	if (!folders.includes('workers')) return [];
	return readdirSync(join(buildFolder, assets, 'workers'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.js'))
		.map((name) => join(assets, 'workers', name));
}

/** What the worker imports at once; the examples of the menu need no more (tests/parts). */
function firstOfWorker(): string[] {
	const seen = new Set<string>();
	const visit = (file: string): void => {
		if (seen.has(file)) return;
		seen.add(file);
		const code = readFileSync(join(buildFolder, file), 'utf8');
		for (const [, target] of code.matchAll(/(?:\bfrom|\bimport)\s*"(\.{1,2}\/[^"]+\.js)"/g))
			visit(join(dirname(file), target ?? ''));
	};
	workers()
		.filter((file) => /\bworker-[\w-]+\.js$/.test(file))
		.forEach(visit);
	return [...seen];
}

/** Of files in the build, each compressed by itself. */
function bytesOf(files: readonly string[]): number {
	return files.reduce(
		(total, file) => total + gzipSync(readFileSync(join(buildFolder, file)), { level: 9 }).length,
		0
	);
}
