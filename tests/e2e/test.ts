import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

/** Playwright's `test`, failing where the page threw or complained in its console. */
export const test = base.extend<{ quietConsole: undefined }>({
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
