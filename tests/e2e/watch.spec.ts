import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { cell, open, settled } from './page';
import { threeRows } from './rows';
import { expect, test } from './test';

const field = (page: Page): Locator => page.getByRole('combobox', { name: 'Expression to watch' });
const watching = (page: Page, expression: string): Locator => page.locator(`[data-watching="${expression}"]`);
const value = (page: Page, expression: string): Locator => watching(page, expression).locator('output');

test('a watch is a row in every lane, in the body table and in the list, never before its time', async ({
	page
}) => {
	await open(page, threeRows());
	await page.keyboard.press('w');
	await expect(field(page)).toBeFocused();
	await page.keyboard.type('new * 10 + lane');
	await page.keyboard.press('Enter');
	await expect(value(page, 'new * 10 + lane')).toHaveText('30');
	await expect(cell(page, 'watch', 1, 0)).toHaveText('11');
	await expect(cell(page, 'watch', 1, 1)).toHaveText('');
	await expect(cell(page, 'watch', 1, 1)).toHaveAttribute('data-state', 'future');

	await page.getByRole('button', { name: 'Step forward' }).click();
	await settled(page);
	await page.keyboard.press('ArrowDown');
	await expect(value(page, 'new * 10 + lane')).toHaveText('51');
	await expect(cell(page, 'watch', 2, 1)).toHaveText('22');
	await expect(page.locator('tr[data-watch="new * 10 + lane"] td')).toHaveText(['30', '51', '22']);

	await page.keyboard.press('Shift+ArrowRight');
	await settled(page);
	await expect(value(page, 'new * 10 + lane')).toHaveText('not yet');
	await expect(cell(page, 'watch', 1, 2)).toHaveText('');
	await page.reload();
	await expect(cell(page, 'watch', 1, 1)).toHaveText('51');
});

test('what is wrong with an expression is said at its place, and mended there', async ({ page }) => {
	await open(page, threeRows({ panel: 'watch', marks: { watches: ['carry + nwe'] } }));
	const fault = watching(page, 'carry + nwe').getByRole('alert');
	await expect(fault).toContainText("NameError at nwe: name 'nwe' is not defined");
	await expect(fault).toContainText('Did you mean new?');
	await expect(cell(page, 'watch')).toHaveCount(0);
	await page.getByRole('combobox', { name: 'Watch 1' }).fill('carry + new');
	await page.keyboard.press('Enter');
	await expect(value(page, 'carry + new')).toHaveText('3');
	await expect(page.getByRole('alert')).toHaveCount(0);
	const { violations } = await new AxeBuilder({ page }).include('.dock').include('.timeline').analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('a selected value is watched by its name; watches are put in order and taken away', async ({ page }) => {
	await open(page, threeRows({ marks: { watches: ['x if x > 2 else 0', 'step'] } }));
	await cell(page, 'carry', 1, 0).click();
	await page.keyboard.press('w');
	await expect(value(page, 'new')).toHaveText('1');
	await expect(value(page, 'step')).toHaveText('0');
	await expect(value(page, 'x if x > 2 else 0')).toHaveText('0');
	await expect(cell(page, 'watch', 0, 0).first()).toHaveText('3');
	await page.getByRole('button', { name: 'Move new up' }).click();
	const order = (): Promise<(string | null)[]> =>
		page
			.locator('[data-watching]')
			.evaluateAll((list) => list.map((one) => one.getAttribute('data-watching')));
	await expect.poll(order).toEqual(['x if x > 2 else 0', 'new', 'step']);
	await page.getByRole('button', { name: 'Watch step no more' }).click();
	await expect.poll(order).toEqual(['x if x > 2 else 0', 'new']);
	await expect(page.locator('[data-watch]')).toHaveCount(2);
});
