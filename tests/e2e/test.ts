import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

/** `SLOW=6` runs every page on a processor six times as slow, which brings to light what waits for no condition. */
const slowness = Number(process.env.SLOW ?? 1);

interface Visit {
	/**
	 * Whether the visitor saves data: the page then fetches a part of the engine when a program needs it, and none ahead of need,
	 * which takes as long as opening the page does.
	 */
	readonly savesData: boolean;
	readonly processor: undefined;
	readonly quietConsole: undefined;
}

/** Playwright's `test`, failing where the page threw or complained in its console. */
export const test = base.extend<Visit>({
	savesData: [true, { option: true }],
	context: async ({ context, savesData }, use) => {
		if (savesData)
			await context.addInitScript(() =>
				Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true })
			);
		await use(context);
	},
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
