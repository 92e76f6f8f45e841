import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright';
import { buildFolder, ensureBuild } from './build';
import { findChromium } from './chromium';
import { main } from './options';
import { serve } from './serve';

/** `npm run picture`: the README's picture of the page, made by the page itself. */
await main(async () => {
	if (!ensureBuild()) return 1;
	const served = await serve(buildFolder, 0);
	const { executablePath, env } = await findChromium();
	const browser = await chromium.launch({
		executablePath,
		env: { ...(process.env as Record<string, string>), ...env }
	});
	try {
		const page = await browser.newPage({
			viewport: { width: 1440, height: 810 },
			reducedMotion: 'reduce',
			colorScheme: 'light'
		});
		await page.goto(served.url);
		await page.locator('.cm-content').waitFor();
		await page.keyboard.press('Home');
		for (const step of ['0', '1']) {
			await page.keyboard.press('ArrowRight');
			await page
				.locator(`[data-cell][data-kind=carry][data-step="${step}"][data-state=now]`)
				.first()
				.waitFor();
		}
		await page.evaluate(() => document.fonts.ready);
		mkdirSync('docs', { recursive: true });
		await page.screenshot({ path: 'docs/stage.png', animations: 'disabled' });
	} finally {
		await browser.close();
		served.close();
	}
	return 0;
});
