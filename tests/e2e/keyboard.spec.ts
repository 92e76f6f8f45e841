import { carries, cell, open, place, settled, tabTo, timeline } from './page';
import { expect, test } from './test';

test('everything can be done with the keyboard alone', async ({ page }) => {
	await open(page);
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();

	await tabTo(page, page.getByRole('button', { name: /running max/ }));
	await page.keyboard.press('Enter');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/#running-sum/);

	await tabTo(page, page.getByRole('tab', { name: 'Program' }));
	await page.keyboard.press('ArrowRight');
	await expect(page.getByRole('tabpanel', { name: 'jaxpr' })).toContainText('scan[');
	await page.keyboard.press('ArrowRight');
	await expect(page.locator('[data-result]')).toContainText('Array(');
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('ArrowLeft');

	await page.keyboard.press('Tab');
	await expect(page.locator('.cm-content')).toBeFocused();
	await page.keyboard.press('ArrowRight');
	await expect(place(page)).toHaveText(/1 of 6/);
	await page.keyboard.press('Escape');
	await page.keyboard.press('Tab');
	await expect(page.locator('.cm-content')).not.toBeFocused();

	await tabTo(page, timeline(page));
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowUp');
	await expect(timeline(page)).toHaveAttribute('aria-valuetext', 'step 3 of 6');
	await page.keyboard.press('End');
	await expect(timeline(page)).toHaveAttribute('aria-valuenow', '6');
	await page.keyboard.press('Home');
	await expect(timeline(page)).toHaveAttribute('aria-valuenow', '0');
	await expect(timeline(page)).toHaveAttribute('aria-valuetext', 'before step 1 of 6');

	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
});

test('keys write text in the editor and move nothing', async ({ page }) => {
	await open(page);
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	await page.locator('.cm-content').click();
	for (const key of ['ArrowRight', 'End', 'Home', 'PageDown', '?']) await page.keyboard.press(key);
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(page.locator('.cm-content')).toContainText('?');
});

test.describe('with reduced motion', () => {
	test.use({ contextOptions: { reducedMotion: 'reduce' } });

	test('pictures change at once and nothing is lost', async ({ page }) => {
		await open(page);
		await page.keyboard.press('ArrowRight');
		await expect(place(page)).toHaveText(/2 of 3/);
		await expect(page.locator('.app')).not.toHaveAttribute('data-stage', /./);
		expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
		expect(await carries(page, 1)).toEqual(['1', '5', '']);
		for (const beat of ['pull', 'combine', 'emit']) {
			await page.keyboard.press('Shift+ArrowRight');
			await expect(page.locator('.app')).toHaveAttribute('data-stage', beat);
		}
		await page.keyboard.press('Home');
		await page.keyboard.press(' ');
		await expect(cell(page, 'carry', 0, 2)).toHaveText('4', { timeout: 10_000 });
		await settled(page);
	});
});
