import { cell, editor, enterEditor, open, written } from '../page';
import { expect, test } from '../test';
import type { Locator, Page } from '@playwright/test';

const told = (page: Page): Locator => page.locator('[data-told]');

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** A scene of the running maximum with locks, set in its menu and opened by its link. */
async function locked(page: Page, ...names: string[]): Promise<void> {
	await open(page, 'running-max@2');
	await page.getByRole('button', { name: 'Keep as scene' }).click();
	await page.getByRole('navigation', { name: 'Scenes' }).getByRole('button', { name: 'Edit' }).click();
	const menu = page.getByRole('dialog', { name: 'Edit scenes' });
	await menu.getByText('Locks', { exact: true }).click();
	for (const name of names) await menu.getByLabel(name).check();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', { name: 'Open a copy' })).toBeVisible();
	await page.getByRole('button', { name: 'Share link' }).click();
	await expect(page.getByLabel('The link')).toHaveValue(/#2\./);
	const link = await page.getByLabel('The link').inputValue();
	await page.goto('about:blank');
	await page.goto(link);
	await expect(page.getByRole('button', { name: 'Open a copy' })).toBeVisible();
	await expect(cell(page, 'x', 0, 2)).toHaveText('4');
}

test('R33: a read-only program takes nothing and says why; a copy takes all', async ({ page }) => {
	await locked(page, 'the program is read-only');
	await expect(page.getByText('This scene is read-only.')).toBeVisible();
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	await expect(editor(page)).toHaveAttribute('aria-readonly', 'true');
	const before = await written(page);
	await enterEditor(page);
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText('print(1)');
	await expect(told(page)).toContainText('This scene is read-only. Open a copy to change it.');
	await page.keyboard.press('Delete');
	expect(await written(page)).toBe(before);
	await page.keyboard.press('Escape');
	await page.keyboard.press('Tab');

	await cell(page, 'x', 0, 2).click();
	await page.keyboard.press('F2');
	await expect(page.locator('form.over')).toHaveCount(0);
	await expect(told(page)).toContainText('read-only');

	await page.getByRole('button', { name: 'Compare' }).click();
	await expect(page.locator('#compare-field')).toHaveAttribute('readonly', '');
	await expect(page.locator('#compare-field')).toHaveAttribute('tabindex', '-1');
	await page.getByRole('button', { name: 'Data', exact: true }).click();
	const number = page.getByLabel('x_batch row 0, 2', { exact: true });
	await expect(number).toHaveAttribute('readonly', '');
	await expect(number).toHaveAttribute('tabindex', '-1');

	await page.getByRole('button', { name: 'Open a copy' }).click();
	await expect(page.getByText('This scene is read-only.', { exact: true })).toHaveCount(0);
	await expect(number).not.toHaveAttribute('readonly');
	await number.fill('9');
	await page.keyboard.press('Enter');
	await expect(cell(page, 'carry', 0, 2)).toHaveText('9');
});

test('R33: where only the data may be changed, the rest stays', async ({ page }) => {
	await locked(page, 'only the data can be changed');
	await enterEditor(page);
	const before = await written(page);
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText('print(1)');
	await expect(told(page)).toContainText('only the numbers of the data can be changed');
	expect(await written(page)).toBe(before);
	await page.keyboard.press('Escape');
	await page.keyboard.press('Tab');
	await cell(page, 'x', 0, 2).click();
	await page.keyboard.press('F2');
	await page.locator('form.over input').fill('9');
	await page.keyboard.press('Enter');
	await expect(cell(page, 'carry', 0, 2)).toHaveText('9');
	await expect.poll(() => written(page)).toBe(before.replace('4.]', '9.]'));
});

test('R33: the program and the tables can be hidden', async ({ page }) => {
	await locked(page, 'the program is hidden', 'tables and panels are hidden');
	await expect(page.getByText('The program is hidden in this scene.').last()).toBeVisible();
	await expect(editor(page)).toHaveCount(0);
	await expect(page.getByRole('tablist', { name: 'Program' })).toHaveCount(0);
	await expect(page.getByRole('region', { name: 'Closer look' })).toHaveCount(0);
	await expect(page.getByText('one program, two rows')).toHaveCount(0);
	await page.getByRole('button', { name: 'Open a copy' }).click();
	await expect(editor(page)).toBeVisible();
	await expect(page.getByRole('region', { name: 'Closer look' })).toBeVisible();
	await page.goBack();
	await expect(editor(page)).toHaveCount(0);
});

test('R33: the menu says that locks keep no secret', async ({ page }) => {
	await open(page, 'running-max@2');
	await page.getByRole('button', { name: 'Keep as scene' }).click();
	await page.getByRole('navigation', { name: 'Scenes' }).getByRole('button', { name: 'Edit' }).click();
	await page.getByText('Locks', { exact: true }).click();
	await expect(page.getByText('Locks are no secret: everything in a link can be read')).toBeVisible();
});
