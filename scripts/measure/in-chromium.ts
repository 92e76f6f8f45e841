import { chromium, type Browser, type Page } from 'playwright';
import { buildFolder, ensureBuild } from '../build';
import { findChromium } from '../chromium';
import { serve } from '../serve';
import { squeeze } from '$lib/session/squeeze';

/** Opens the production build in a real Chromium for as long as `use` takes. `url` ends with a slash. */
export async function inChromium<T>(use: (browser: Browser, url: string) => Promise<T>): Promise<T> {
	if (!ensureBuild()) throw new Error('The build failed.');
	const { executablePath, env } = await findChromium();
	const served = await serve(buildFolder, 0);
	const browser = await chromium.launch({
		executablePath,
		env: { ...process.env, ...env } as Record<string, string>
	});
	try {
		return await use(browser, served.url);
	} finally {
		await browser.close();
		served.close();
	}
}

/** A fresh page that has run a program of `steps` steps and stands still; `patience` in milliseconds. */
export async function openProgram(
	browser: Browser,
	url: string,
	program: string,
	steps: number,
	patience = 90_000
): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1440, height: 810 } });
	page.setDefaultTimeout(patience);
	await page.goto(`${url}#1.${squeeze(JSON.stringify({ program }))}`);
	await page.locator(`[role="slider"][aria-label="Timeline"][aria-valuemax="${steps}"]`).waitFor();
	await page.locator('[data-cell][data-kind="carry"]').first().waitFor({ state: 'attached' });
	await page.locator('.app[data-playing], [data-moving]').first().waitFor({ state: 'detached' });
	return page;
}
