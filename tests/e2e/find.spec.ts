import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { cell, open, place, settled } from './page';
import { threeRows } from './rows';
import { expect, test } from './test';

const told = (page: Page): Locator => page.locator('[data-told]');
const focused = (page: Page): Locator => page.locator('text.label.focused');

/** Presses a key and expects to stand after a step, counted from one. */
async function goes(page: Page, key: string, step: number): Promise<void> {
	await page.keyboard.press(key);
	await expect(place(page)).toHaveText(new RegExp(`step ${step} of 5`));
	await settled(page);
}

test('n and N jump along the changes of a value in its row, and say where there are none', async ({
	page
}) => {
	await open(page, threeRows());
	await goes(page, 'n', 3);
	await page.keyboard.press('n');
	await expect(told(page)).toContainText('no later change of carry in row 0');
	await goes(page, 'Shift+N', 1);
	await cell(page, 'carry', 1, 0).click();
	await goes(page, 'n', 2);
	await goes(page, 'n', 4);
	await cell(page, 'x', 1, 0).click();
	await goes(page, 'n', 2);
});

test('changes of any row, and of all rows at once', async ({ page }) => {
	await open(page, threeRows({ panel: 'find' }));
	for (const step of [2, 3, 4, 5]) {
		await page.getByRole('button', { name: 'Next change in any row' }).click();
		await expect(place(page)).toHaveText(new RegExp(`step ${step} of 5`));
	}
	await expect(told(page)).toContainText('row 2, step 4');
	await expect(focused(page)).toHaveText('row 2');
	await page.getByRole('button', { name: 'Previous change in any row' }).click();
	await expect(told(page)).toContainText('row 1, step 3');
	await expect(place(page)).toHaveText(/step 4 of 5/);
	await expect(focused(page)).toHaveText('row 1');
	await page.getByRole('button', { name: 'Next change in all rows at once' }).click();
	await expect(told(page)).toContainText('no later change of carry in all rows at once');
	await page.getByRole('button', { name: 'Previous change in all rows at once' }).click();
	await expect(told(page)).toContainText('row 0, step 0 (and 2 more rows)');
	await page.getByRole('heading', { name: 'Where this holds' }).click();
	await page.keyboard.press('Home');
	await expect(place(page)).toHaveText(/before step 1 of 5/);
	await page.getByRole('button', { name: 'Next change in all rows at once' }).click();
	await expect(place(page)).toHaveText(/step 1 of 5/);
	await expect(told(page)).toContainText('row 0, step 0 (and 2 more rows)');
});

test('where an expression holds: listed in rows, marked on the timeline, walked by f and F', async ({
	page
}) => {
	await open(page, threeRows());
	await page.keyboard.press('f');
	await expect(page.getByRole('combobox', { name: 'Condition to find' })).toBeFocused();
	await page.keyboard.type('new > 3');
	await page.keyboard.press('Enter');
	await expect(page.locator('[data-total]')).toHaveText('holds in 4 of 5 steps');
	await expect(page.locator('[data-hit]')).toHaveText([
		'row 1, step 1',
		'row 0, step 2 (and 1 more row)',
		'row 0, step 3 (and 1 more row)',
		'row 0, step 4 (and 2 more rows)'
	]);
	await expect(page.locator('[data-mark-kind="hit"]')).toHaveText(['1', '2', '2', '3']);
	await page.getByRole('heading', { name: 'Where this holds' }).click();
	await goes(page, 'f', 2);
	await expect(focused(page)).toHaveText('row 1');
	await goes(page, 'f', 3);
	await goes(page, 'Shift+F', 2);
	await page.locator('[data-hit="4"]').click();
	await expect(place(page)).toHaveText(/step 5 of 5/);
	await page.keyboard.press('f');
	await expect(told(page)).toContainText('no later hit');
	await page.reload();
	await expect(page.locator('[data-mark-kind="hit"]')).toHaveCount(4);
	const { violations } = await new AxeBuilder({ page }).include('.dock').include('.timeline').analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('a condition that never holds, one that is wrong, one with many values', async ({ page }) => {
	await open(page, threeRows({ panel: 'find', marks: { find: 'new > 99' } }));
	await expect(page.locator('[data-total]')).toHaveText('never holds');
	const field = page.getByRole('combobox', { name: 'Condition to find' });
	const fault = page.getByRole('alert');
	await field.fill('new = 4');
	await page.keyboard.press('Enter');
	await expect(fault).toContainText('write == instead of =');
	await field.fill('jnp.array([x, new]) > 2');
	await page.keyboard.press('Enter');
	await expect(fault).toContainText('Ask with .any() or .all().');
	await field.fill('x > 3 and lane == 1');
	await page.keyboard.press('Enter');
	await expect(page.locator('[data-hit]')).toHaveText(['row 1, step 1', 'row 1, step 3', 'row 1, step 4']);
});
