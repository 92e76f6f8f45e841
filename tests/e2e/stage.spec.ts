import type { Locator, Page } from '@playwright/test';
import { expect, test } from './test';

const cell = (page: Page, kind: string, lane: number, step: number): Locator =>
	page.locator(`[data-cell][data-kind=${kind}][data-lane="${lane}"][data-step="${step}"]`);

test.beforeEach(async ({ page }) => {
	await page.goto('/');
	await expect(cell(page, 'x', 0, 0)).toBeVisible();
});

test('a step that is clicked is the present one', async ({ page }) => {
	await cell(page, 'x', 0, 2).click();
	await expect(cell(page, 'carry', 0, 2)).toHaveAttribute('data-state', 'now');
	await expect(cell(page, 'carry', 0, 2)).toHaveText('4');
	await expect(cell(page, 'y', 1, 2)).toHaveText('5');
	await cell(page, 'init', 0, 0).click();
	await expect(cell(page, 'init', 0, 0)).toHaveAttribute('data-state', 'now');
	await expect(cell(page, 'carry', 0, 0)).toHaveText('');
});

test('a value of the future is nowhere in the page’s picture', async ({ page }) => {
	await page.keyboard.press('Home');
	await expect(cell(page, 'carry', 1, 1)).toHaveAttribute('data-state', 'future');
	for (const kind of ['carry', 'y', 'final']) {
		for (const ahead of await page.locator(`[data-kind=${kind}]`).all()) await expect(ahead).toHaveText('');
	}
});

test('a cell under the pointer tells its exact value and lights what it was made of', async ({ page }) => {
	await page.keyboard.press('End');
	await expect(cell(page, 'final', 0, 3)).toHaveText('4');
	await cell(page, 'carry', 0, 2).hover();
	await expect(page.getByText('carry after step 2')).toBeVisible();
	await expect(page.getByText('float32[] · changed in this step')).toBeVisible();
	await expect(page.locator('[data-cell] .lit')).toHaveCount(3);
	await page.mouse.move(2, 2);
	await expect(page.locator('[data-cell] .lit')).toHaveCount(0);
});

test('the body table computes in every lane what the lanes show', async ({ page }) => {
	await page.keyboard.press('End');
	const row = page.getByRole('row', { name: 'new = max(carry, x)' });
	await expect(row.getByRole('cell')).toHaveText(['max(3, 4) → 4', 'max(5, 2) → 5']);
	await expect(row).toHaveAttribute('aria-current', 'step');
	const litXs = page.locator('[data-kind=x][data-step="2"] .lit');
	await row.getByRole('rowheader').hover();
	await expect(litXs).toHaveCount(2);
	await row.getByRole('cell').last().hover();
	await expect(litXs).toHaveCount(1);
});

test('lanes are read aloud, a sentence each', async ({ page }) => {
	await page.keyboard.press('End');
	await expect(page.getByRole('img', { name: 'row 0. Step 2: x 4, carry 3 to 4, y 4.' })).toBeAttached();
	await expect(page.getByRole('img', { name: 'row 1. Step 2: x 2, carry keeps 5, y 5.' })).toBeAttached();
});

test('nothing runs over at any size', async ({ page }) => {
	for (const [width, height] of [
		[1440, 810],
		[1280, 720],
		[1024, 768],
		[390, 844]
	])
		await test.step(`${width} by ${height}`, async () => {
			await page.setViewportSize({ width, height });
			await page.keyboard.press('End');
			await expect(cell(page, 'carry', 0, 2)).toHaveText('4');
			const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
			expect(over).toBeLessThanOrEqual(0);
			expect(await outside(page)).toEqual([]);
			await page.keyboard.press('Home');
			await expect(cell(page, 'carry', 0, 2)).toHaveText('');
		});
});

/** Cells that are not within the stage from left to right, or not there at all. */
const outside = (page: Page): Promise<string[]> =>
	page.getByRole('region', { name: 'Stage' }).evaluate((stage) => {
		const { left, right } = stage.getBoundingClientRect();
		return [...document.querySelectorAll('svg [data-cell]')]
			.filter((one) => {
				const box = one.getBoundingClientRect();
				return !(box.width > 0 && box.left >= left - 8 && box.right <= right + 8);
			})
			.map((one) => one.outerHTML.slice(0, 160));
	});
