import { carries, open } from '../page';
import { expect, test } from '../test';
import { fragmentOf, manyRows } from './class';

test('R16: the loop as a table is one key away, and holds what the lanes hold', async ({ page }) => {
	await open(page, 'running-max@2');
	await page.keyboard.press('Shift+T');
	const table = page.getByRole('table', { name: /^scan of 2 rows, 3 steps/ });
	await expect(table).toBeVisible();
	await expect(page.getByRole('region', { name: 'Table of the loop' })).toBeFocused();
	await expect(table.getByRole('columnheader')).toHaveText(['row', 'value', 'start', ...'012']);
	for (const lane of [0, 1]) {
		const row = table.locator(`tbody[data-lane="${lane}"] tr[data-role="carry"]`);
		const values = await row.locator('td').allTextContents();
		expect(values.slice(1).map(Number)).toEqual((await carries(page, lane)).map(Number));
		await expect(table.locator(`tbody[data-lane="${lane}"] th[scope="rowgroup"]`)).toHaveText(`row ${lane}`);
	}
	for (const scope of await table
		.locator('th')
		.evaluateAll((heads) => heads.map((one) => one.getAttribute('scope'))))
		expect(['col', 'row', 'rowgroup']).toContain(scope);
});

test('R16: it keeps back what comes later, and a lock takes it away', async ({ page }) => {
	await open(page, 'running-max@2&panel=table');
	const cells = page.locator('tbody[data-lane="0"] tr[data-role="carry"] td');
	await expect(cells.last()).toHaveText('4.0');
	await page.goto('about:blank');
	const program = manyRows(2, 6);
	await open(page, fragmentOf(program, { moment: '2', panel: 'table', marks: { hide: true } }));
	await expect(cells).toHaveCount(7);
	for (const later of [4, 5, 6]) await expect(cells.nth(later)).toHaveText('…');
	await page.keyboard.press('ArrowRight');
	await expect(cells.nth(4)).toHaveText(/\d/);
	await expect(cells.nth(5)).toHaveText('…');
	await page.goto('about:blank');
	await open(page, fragmentOf(program, { panel: 'table', marks: { locks: ['hidden-table'] } }));
	await expect(page.locator('[data-trace]')).toHaveCount(0);
});

test('R16: of a large loop it holds a window, and says so', async ({ page }) => {
	await open(page, fragmentOf(manyRows(200, 60), { moment: '30', panel: 'table' }));
	await expect(page.locator('[data-window]')).toHaveText(/steps 6 to 53 of 60 and rows 0 to 15 of 200/);
});
