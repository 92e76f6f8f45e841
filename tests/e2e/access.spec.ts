import type { Page } from '@playwright/test';
import { faults } from './axe';
import { open, write } from './page';
import { expect, test } from './test';

// All other tests open the page in light.
test.use({ colorScheme: 'dark' });
// What axe does takes the longer, the busier the machine is.
test.beforeEach(() => test.slow());

/** What axe finds wrong with the page as it stands, in dark and in light. */
async function faultsInBoth(page: Page): Promise<string[]> {
	const found: string[] = [];
	for (const colorScheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme });
		await expect.poll(() => page.evaluate(changing), 'colours stand still').toBe(0);
		found.push(...(await faults(page)).map((fault) => `${colorScheme}: ${fault}`));
	}
	return found;
}

const changing = (): number =>
	document.getAnimations().filter((animation) => animation instanceof CSSTransition).length;

test('the page is free of faults, at rest and inside a step', async ({ page }) => {
	await open(page, 'running-max@1');
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	expect(await faultsInBoth(page)).toEqual([]);
	await page.keyboard.press('Shift+ArrowRight');
	await expect(page.locator('.app')).toHaveAttribute('data-stage', 'pull');
	expect(await faultsInBoth(page)).toEqual([]);
});

test('its tabs and its dialog are', async ({ page }) => {
	await open(page);
	for (const tab of ['jaxpr', 'Output']) {
		await page.getByRole('tab', { name: tab }).click();
		await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
		expect(await faultsInBoth(page)).toEqual([]);
	}
	await page.getByRole('button', { name: 'Keys' }).click();
	await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
	expect(await faultsInBoth(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await page.locator('header [popovertarget="examples"]').click();
	await expect(page.getByRole('group', { name: 'Programs' })).toBeVisible();
	expect(await faultsInBoth(page)).toEqual([]);
});

test('an error and a page without a program are', async ({ page }) => {
	await open(page);
	await write(page, 'nothing');
	await expect(page.locator('[data-failure]')).toBeVisible();
	expect(await faultsInBoth(page)).toEqual([]);
	await write(page, ' ');
	await expect(page.getByRole('heading', { name: 'No program yet' })).toBeVisible();
	expect(await faultsInBoth(page)).toEqual([]);
});

for (const fragment of ['rnn-cell@2', 'trapped-water@1.3'])
	test(`${fragment} is`, async ({ page }) => {
		await open(page, fragment);
		expect(await faultsInBoth(page)).toEqual([]);
	});
