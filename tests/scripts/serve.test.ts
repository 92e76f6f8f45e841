import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isTaken, serve } from '../../scripts/serve';

let folder: string;
let close: () => void = () => {};

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'lockstep-serve-'));
	mkdirSync(join(folder, 'embed'));
	writeFileSync(join(folder, 'index.html'), 'home');
	writeFileSync(join(folder, 'embed/index.html'), 'embedded');
	writeFileSync(join(folder, '404.html'), 'lost');
	writeFileSync(join(folder, 'a.js'), 'export {}');
	mkdirSync(join(folder, '_app/immutable'), { recursive: true });
	writeFileSync(join(folder, '_app/immutable/b.js'), 'export {}');
});

afterEach(() => {
	close();
	rmSync(folder, { recursive: true });
});

async function answer(url: string): Promise<[status: number, type: string | null, body: string]> {
	const response = await fetch(url);
	return [response.status, response.headers.get('content-type'), await response.text()];
}

test('serves pages, scripts and the page for what is not there', async () => {
	const server = await serve(folder, 0);
	close = server.close;
	expect(await answer(server.url)).toEqual([200, 'text/html;charset=utf-8', 'home']);
	expect(await answer(`${server.url}embed/`)).toEqual([200, 'text/html;charset=utf-8', 'embedded']);
	expect(await answer(`${server.url}a.js`)).toEqual([200, 'text/javascript', 'export {}']);
	expect(await answer(`${server.url}nowhere`)).toEqual([404, 'text/html; charset=utf-8', 'lost']);
});

test('answers to 127.0.0.1 as to localhost', async () => {
	const server = await serve(folder, 0);
	close = server.close;
	expect((await answer(server.url.replace('localhost', '127.0.0.1')))[2]).toBe('home');
});

test('what is named after its content may be kept, all else is asked for again', async () => {
	const server = await serve(folder, 0);
	close = server.close;
	const keeping = async (path: string): Promise<string | null> =>
		(await fetch(server.url + path)).headers.get('cache-control');
	expect(await keeping('_app/immutable/b.js')).toMatch(/immutable/);
	expect(await keeping('a.js')).toBe('no-cache');
	expect(await keeping('')).toBe('no-cache');
	expect(await keeping('_app/immutable/none.js')).toBeNull();
});

test('says that a port is taken', async () => {
	const server = await serve(folder, 0);
	close = server.close;
	const second = serve(folder, Number(new URL(server.url).port));
	await expect(second).rejects.toSatisfy(isTaken);
});
