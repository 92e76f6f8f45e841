import { cell, open, written } from '../page';
import { expect, test } from '../test';
import type { Locator, Page } from '@playwright/test';

const over = (page: Page): Locator => page.locator('form.over input');
const dock = (page: Page): Locator => page.locator('[data-dock="data"]');
const field = (page: Page, row: number, column: number): Locator =>
	dock(page).getByLabel(`x_batch row ${row}, ${column}`, { exact: true });
const values = (page: Page): Promise<string[]> =>
	dock(page)
		.locator('table input')
		.evaluateAll((fields) => fields.map((one) => (one as HTMLInputElement).value));

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('R14: 4 becomes 9 in the lanes by two clicks, in the program and in the carry', async ({ page }) => {
	await open(page, 'running-max@2');
	await cell(page, 'x', 0, 2).click();
	await cell(page, 'x', 0, 2).click();
	await expect(over(page)).toBeFocused();
	await over(page).fill('9');
	await page.keyboard.press('Enter');
	await expect(cell(page, 'x', 0, 2)).toHaveText('9');
	await expect(cell(page, 'carry', 0, 2)).toHaveText('9');
	await expect.poll(() => written(page)).toContain('jnp.array([[3., 1., 9.], [1., 5., 2.]])');
});

test('what is no number is refused in its place, and Escape leaves all as it was', async ({ page }) => {
	await open(page, 'running-max@2');
	await cell(page, 'x', 1, 0).click();
	await page.keyboard.press('F2');
	await over(page).fill('many');
	await page.keyboard.press('Enter');
	await expect(page.locator('form.over').getByRole('alert')).toHaveText('many is not a number for float32');
	await page.keyboard.press('Escape');
	await expect(over(page)).toHaveCount(0);
	await expect(cell(page, 'x', 1, 0)).toHaveText('1');
});

test('an init that stands for all rows becomes a what-if in one of them', async ({ page }) => {
	await open(page, 'running-max@2');
	await cell(page, 'init', 1).click();
	await page.keyboard.press('F2');
	await over(page).fill('7');
	await page.keyboard.press('Enter');
	await expect(page.locator('[data-told]')).toContainText('it is a what-if now');
	await page.keyboard.press('End');
	await expect(page.locator('[data-ghost="carry"][data-lane="1"][data-step="0"]')).toHaveText('7');
});

test('the data is changed as a table: numbers, rows, chance, a spreadsheet', async ({ page }) => {
	await open(page, 'running-max@2&panel=data');
	await expect(field(page, 0, 2)).toHaveValue('4');
	await field(page, 0, 2).fill('9');
	await page.keyboard.press('Enter');
	await expect(cell(page, 'carry', 0, 2)).toHaveText('9');

	await field(page, 1, 1).fill('five');
	await page.keyboard.press('Enter');
	await expect(dock(page).getByRole('alert')).toHaveText('five is not a number for float32');
	await expect(field(page, 1, 1)).toHaveAttribute('aria-invalid', 'true');
	await field(page, 1, 1).fill('6');
	await page.keyboard.press('Enter');
	await expect(field(page, 1, 1)).not.toHaveAttribute('aria-invalid');
	await expect(cell(page, 'carry', 1, 2)).toHaveText('6');

	await dock(page).getByRole('button', { name: 'Add a row' }).click();
	await expect(cell(page, 'x', 2, 0)).toHaveText('0');
	await expect.poll(() => written(page)).toContain('[[3., 1., 9.], [1., 6., 2.], [0., 0., 0.]]');
	await dock(page).getByRole('button', { name: 'Remove row 0' }).click();
	await expect(cell(page, 'x', 0, 0)).toHaveText('1');
	await expect(cell(page, 'x', 2)).toHaveCount(0);

	await dock(page).getByRole('button', { name: 'Paste' }).click();
	await dock(page).getByLabel('Numbers of a spreadsheet').fill('1\t2\n3\t4\n5\t6');
	await dock(page).getByRole('button', { name: 'Put them in' }).click();
	await expect(cell(page, 'x', 2, 1)).toHaveText('6');
	await expect.poll(() => written(page)).toContain('jnp.array([[1., 2.], [3., 4.], [5., 6.]])');
});

test('numbers by chance come again with their seed', async ({ page }) => {
	await open(page, 'running-max@2&panel=data');
	const random = dock(page).getByRole('button', { name: 'Random' });
	const before = await values(page);
	await random.click();
	await expect.poll(() => values(page)).not.toEqual(before);
	const first = await values(page);
	await dock(page).getByLabel('seed').fill('2');
	await random.click();
	await expect.poll(() => values(page)).not.toEqual(first);
	await dock(page).getByLabel('seed').fill('1');
	await random.click();
	await expect.poll(() => values(page)).toEqual(first);
});
