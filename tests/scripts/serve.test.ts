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

test('says that a port is taken', async () => {
	const server = await serve(folder, 0);
	close = server.close;
	const second = serve(folder, Number(new URL(server.url).port));
	await expect(second).rejects.toSatisfy(isTaken);
});
