import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, fromEnvironment, fromPath, sources, type Browser } from '../../scripts/chromium';

const browser = (executablePath: string): Browser => ({ executablePath, env: {} });

describe('the choice of a Chromium', () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
		for (const name of ['chromium', 'google-chrome']) {
			writeFileSync(join(folder, name), '');
			chmodSync(join(folder, name), 0o755);
		}
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	test('goes from the most deliberate source to the least', () => {
		expect(Object.keys(sources)).toEqual(['environment', 'playwright', 'path', 'applications', 'package']);
	});

	test('takes the first source that has one and asks no other', async () => {
		const asked: string[] = [];
		const source = (name: string, answer: Browser | null) => () => {
			asked.push(name);
			return answer;
		};
		const found = await findChromium([
			source('a', null),
			source('b', browser('/b')),
			source('c', browser('/c'))
		]);
		expect(found.executablePath).toBe('/b');
		expect(asked).toEqual(['a', 'b']);
	});

	test('names the three ways to get one where no source has one', async () => {
		const nothing = findChromium([() => null]);
		await expect(nothing).rejects.toThrow(/npx playwright install chromium/);
		await expect(nothing).rejects.toThrow(/npm install --include=optional/);
		await expect(nothing).rejects.toThrow(/CHROMIUM_PATH=/);
	});

	test('reads the variables, CHROMIUM_PATH first', () => {
		const [own, other] = [join(folder, 'chromium'), join(folder, 'google-chrome')];
		expect(
			fromEnvironment({ CHROME_PATH: other, PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: other, CHROMIUM_PATH: own })
		).toEqual(browser(own));
		expect(fromEnvironment({ PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: other })).toEqual(browser(other));
		expect(fromEnvironment({})).toBeNull();
	});

	test('says so when a variable names no file', () => {
		expect(() => fromEnvironment({ CHROMIUM_PATH: join(folder, 'none') })).toThrow(/CHROMIUM_PATH is .*none/);
	});

	test('looks for commands on PATH, chromium before chrome', () => {
		expect(fromPath({ PATH: folder }, 'linux')).toEqual(browser(join(folder, 'chromium')));
		expect(fromPath({ PATH: join(folder, 'empty') }, 'linux')).toBeNull();
	});
});

const shipped = await sources.package();

test.skipIf(shipped === null)(
	'the Chromium shipped in npm opens a page',
	async () => {
		if (shipped === null) throw new Error('internal: skipped above');
		const opened = await chromium.launch({
			executablePath: shipped.executablePath,
			env: { ...(process.env as Record<string, string>), ...shipped.env }
		});
		try {
			const page = await opened.newPage();
			await page.setContent('<h1 id="a">three lanes</h1>');
			expect(await page.locator('#a').boundingBox()).toMatchObject({ x: 8 });
			expect(await page.evaluate(() => 6 * 7)).toBe(42);
		} finally {
			await opened.close();
		}
	},
	30_000
);
