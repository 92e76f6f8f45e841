import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

/** `SLOW=6` runs every page on a processor six times as slow, which brings to light what waits for no condition. */
const slowness = Number(process.env.SLOW ?? 1);

/** Playwright's `test`, failing where the page threw or complained in its console. */
export const test = base.extend<{ quietConsole: undefined; processor: undefined }>({
	processor: [
		async ({ page }, use) => {
			if (slowness > 1) {
				const browser = await page.context().newCDPSession(page);
				await browser.send('Emulation.setCPUThrottlingRate', { rate: slowness });
			}
			await use(undefined);
		},
		{ auto: true }
	],
	quietConsole: [
		async ({ page }, use) => {
			const complaints: string[] = [];
			page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
			page.on('console', (message) => {
				if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
			});
			await use(undefined);
			if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`);
		},
		{ auto: true }
	]
});
