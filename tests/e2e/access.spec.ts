import { faults } from './axe';
import { open, write } from './page';
import { expect, test } from './test';

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`in ${colorScheme}`, () => {
		test.use({ colorScheme });

		test('the page is free of faults, at rest and inside a step', async ({ page }) => {
			await open(page, 'running-max@1');
			await expect(page.locator('[data-editor="ready"]')).toBeAttached();
			expect(await faults(page)).toEqual([]);
			await page.keyboard.press('Shift+ArrowRight');
			await expect(page.locator('.app')).toHaveAttribute('data-stage', 'pull');
			expect(await faults(page)).toEqual([]);
		});

		test('its tabs and its dialog are', async ({ page }) => {
			await open(page);
			for (const tab of ['jaxpr', 'Output']) {
				await page.getByRole('tab', { name: tab }).click();
				expect(await faults(page)).toEqual([]);
			}
			await page.getByRole('button', { name: 'Keys' }).click();
			expect(await faults(page)).toEqual([]);
			await page.keyboard.press('Escape');
			await page.locator('header [popovertarget="examples"]').click();
			expect(await faults(page)).toEqual([]);
		});

		test('an error and a page without a program are', async ({ page }) => {
			await open(page);
			await write(page, 'nothing');
			await expect(page.locator('[data-failure]')).toBeVisible();
			expect(await faults(page)).toEqual([]);
			await write(page, ' ');
			await expect(page.getByRole('heading', { name: 'No program yet' })).toBeVisible();
			expect(await faults(page)).toEqual([]);
		});

		for (const fragment of ['rnn-cell@2', 'trapped-water@1.3'])
			test(`${fragment} is`, async ({ page }) => {
				await open(page, fragment);
				expect(await faults(page)).toEqual([]);
			});
	});
}
