import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { open, place, settled } from './page';
import { threeRows } from './rows';
import { expect, test } from './test';

const breakpoint = (page: Page, words: string): Locator => page.locator(`[data-breakpoint="${words}"]`);
const marks = (page: Page): Locator => page.locator('[data-mark-kind="break"]');
const dot = (page: Page): Locator => page.locator('.cm-lineNumbers .break-line');

test('a breakpoint on a line: set in the gutter or by b, stopped at, taken away', async ({ page }) => {
	await open(page, threeRows());
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	await page.locator('.cm-lineNumbers .cm-gutterElement').filter({ hasText: /^6$/ }).click();
	await expect(dot(page)).toHaveText('6');
	await expect(marks(page)).toHaveText(['3', '3', '3', '3', '3']);
	await page.keyboard.press(']');
	await expect(place(page)).toHaveText(/step 2 of 5/);
	await settled(page);
	await expect(page.locator('tr[aria-current="step"]')).toContainText('new = max(carry, x)');
	await expect(page.locator('tr[aria-current="step"] td')).toHaveText([
		/max\(3, 1\)/,
		/max\(1, 5\)/,
		/max\(2, 2\)/
	]);
	await page.keyboard.press('[');
	await expect(place(page)).toHaveText(/step 1 of 5/);
	await page.keyboard.press('b');
	await expect(dot(page)).toHaveCount(0);
	await page.keyboard.press('b');
	await expect(dot(page)).toHaveText('6');
});

test('play stops where a condition holds in a row; the breakpoint travels in the link', async ({ page }) => {
	await open(page, threeRows({ panel: 'find', speed: 4 }));
	const form = page.getByRole('form', { name: 'New breakpoint' });
	await form.getByRole('combobox', { name: 'Condition' }).fill('x == new');
	await form.getByRole('spinbutton', { name: 'Row' }).fill('1');
	await form.getByRole('button', { name: 'Set' }).click();
	await expect(breakpoint(page, 'row 1 · when x == new')).toContainText('in 4 steps');
	await expect(marks(page)).toHaveCount(4);
	await page.getByRole('button', { name: 'Play' }).click();
	await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
	await settled(page);
	await expect(place(page)).toHaveText(/step 2 of 5/);
	await page.getByRole('heading', { name: /Breakpoints/ }).click();
	await page.keyboard.press(' ');
	await expect(place(page)).toHaveText(/step 4 of 5/);
	await settled(page);
	await page.keyboard.press(']');
	await expect(place(page)).toHaveText(/step 5 of 5/);
	await page.keyboard.press(']');
	await expect(page.locator('[data-told]')).toContainText('no later breakpoint');
	await page.reload();
	await expect(breakpoint(page, 'row 1 · when x == new')).toBeVisible();
	await expect(marks(page)).toHaveCount(4);
	const { violations } = await new AxeBuilder({ page }).include('.dock').include('.timeline').analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('line, step, row and condition typed into the form, and a line clicked in the gutter, are in one link', async ({
	page
}) => {
	await open(page, threeRows({ panel: 'find' }));
	const form = page.getByRole('form', { name: 'New breakpoint' });
	const fields = { Line: '6', Step: '3', Row: '1' };
	for (const [name, text] of Object.entries(fields)) await form.getByRole('spinbutton', { name }).fill(text);
	await form.getByRole('combobox', { name: 'Condition' }).fill('new > 5');
	await form.getByRole('button', { name: 'Set' }).click();
	const typed = breakpoint(page, 'line 6 · step 3 · row 1 · when new > 5');
	await expect(typed).toContainText('in 1 step');
	await expect(form.getByRole('spinbutton', { name: 'Line' })).toHaveValue('');
	await expect(marks(page)).toHaveText(['1']);
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	await page.locator('.cm-lineNumbers .cm-gutterElement').filter({ hasText: /^7$/ }).click();
	await expect(breakpoint(page, 'line 7')).toContainText('in 5 steps');
	await page.getByRole('button', { name: 'Remove line 7' }).click();
	await expect(marks(page)).toHaveCount(1);
	await page.locator('.cm-lineNumbers .cm-gutterElement').filter({ hasText: /^7$/ }).click();
	await expect(marks(page)).toHaveText(['3', '3', '3', '3', '3']);

	await page.reload();
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	await expect(typed).toContainText('in 1 step');
	await expect(dot(page).filter({ hasText: /^7$/ })).toHaveCount(1);
	await expect(marks(page)).toHaveText(['3', '3', '3', '3', '3']);
	await breakpoint(page, 'line 7').getByRole('checkbox').uncheck();
	await page.getByRole('button', { name: 'Next breakpoint' }).click();
	await expect(place(page)).toHaveText(/step 4 of 5/);
	await expect(page.locator('tr[aria-current="step"]')).toContainText('new = max(carry, x)');
});

test('breakpoints are switched off, combined and removed', async ({ page }) => {
	const breaks = [{ line: 6, step: 3 }, { step: 1 }, { line: 2 }];
	await open(page, threeRows({ panel: 'find', marks: { breaks } }));
	await expect(marks(page)).toHaveCount(2);
	await expect(breakpoint(page, 'line 2')).toContainText('not in this loop');
	await breakpoint(page, 'step 1').getByRole('checkbox').uncheck();
	await expect(marks(page)).toHaveCount(1);
	await page.getByRole('button', { name: 'Next breakpoint' }).click();
	await expect(place(page)).toHaveText(/step 4 of 5/);
	await page.getByRole('button', { name: 'Remove line 6 · step 3' }).click();
	await expect(marks(page)).toHaveCount(0);
	await page.getByRole('combobox', { name: 'Condition to find' }).fill('new == 9');
	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: 'Stop there' }).click();
	await expect(breakpoint(page, 'when new == 9')).toContainText('in 1 step');
});
