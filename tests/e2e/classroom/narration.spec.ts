import type { Page } from '@playwright/test';
import { open } from '../page';
import { expect, test } from '../test';
import { fragmentOf, manyRows } from './class';

/** Writes down all that the live region says from now on. */
const listen = (page: Page): Promise<void> =>
	page.evaluate(() => {
		const said: string[] = [];
		Object.assign(window, { said });
		const region = document.querySelector('[data-live]');
		if (!region) throw new Error('no live region');
		new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, {
			childList: true,
			characterData: true,
			subtree: true
		});
	});

const said = (page: Page): Promise<string[]> =>
	page.evaluate(() => (window as unknown as { said: string[] }).said.filter(Boolean));

const live = '[data-live]';

test('R15: one sentence for each step that has come to rest', async ({ page }) => {
	await open(page, 'running-max@0');
	await expect(page.locator(live)).toHaveText(/^step 1 of/);
	await listen(page);
	await page.keyboard.press('ArrowRight');
	await expect(page.locator(live)).toHaveText(/^step 2 of 3: row 0 kept 3, row 1 is now 5/);
	expect(await said(page)).toHaveLength(1);
});

test('R15: quiet while it plays twenty steps at four times the speed', async ({ page }) => {
	await open(page, fragmentOf(manyRows(4, 20), { moment: 'start', speed: 4 }));
	await expect(page.locator(live)).toHaveText(/^before step 1/);
	await listen(page);
	// Time passes as it is told to: twenty steps are seven seconds.
	await page.clock.install();
	await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000);
	await page.keyboard.press(' ');
	await page.clock.runFor(9000);
	await expect(page.locator(live)).toHaveText(/^step 20 of 20/);
	expect(await said(page)).toEqual(['playing', expect.stringMatching(/^step 20 of 20/)]);
});

test('R15: says as much as is wanted, and the device remembers it', async ({ page }) => {
	await open(page, 'running-max@1');
	await page.getByRole('button', { name: 'Settings' }).click();
	const verbosity = page.getByLabel('Read aloud at each step');
	await verbosity.selectOption('the step alone');
	await expect(page.locator(live)).toHaveText(/^step 2 of 3$/);
	await verbosity.selectOption('the row in focus');
	await expect(page.locator(live)).toHaveText(/^step 2 of 3: row 0 kept 3$/);
	await verbosity.selectOption('how many rows changed');
	await expect(page.locator(live)).toHaveText(/^step 2 of 3: \d of 2 rows changed$/);
	await page.reload();
	await expect(page.locator(live)).toHaveText(/rows changed$/);
	await page.getByRole('button', { name: 'Settings' }).click();
	await page.getByRole('button', { name: 'Erase what this device keeps' }).click();
	await expect(page.getByText('Erased.')).toBeVisible();
	expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test('R17: letters and signs can be switched off as keys', async ({ page }) => {
	await open(page, 'running-max@1');
	const letters = page.getByLabel('Letters and signs work as keys');
	await page.getByRole('button', { name: 'Settings' }).click();
	await letters.uncheck();
	await page.keyboard.press('Escape');
	await expect(letters).toBeHidden();
	await page.locator('body').press('?');
	await page.keyboard.press('Shift+T');
	await page.keyboard.press('ArrowRight');
	await expect(page.locator(live)).toHaveText(/^step 3 of 3/);
	await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
	await expect(page.locator('[data-trace]')).toHaveCount(0);
});
