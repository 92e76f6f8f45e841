import { carries, cell, editor, open, place } from './page';
import { expect, test } from './test';

test('the worked example stands in its lanes', async ({ page }) => {
	await open(page);
	await expect(page).toHaveTitle(/Lockstep/);
	await expect(place(page)).toHaveText(/scan\s+step\s+1 of 3/);
	await expect(page.getByLabel('Place in the program')).toHaveText(
		/running_max_batch\s*›\s*vmap per_row × 2 rows\s*›\s*scan\s+step\s+1 of 3/
	);
	await page.keyboard.press('End');
	await expect(place(page)).toHaveText(/3 of 3/);
	expect(await carries(page, 0)).toEqual(['3', '3', '4']);
	expect(await carries(page, 1)).toEqual(['1', '5', '5']);
	await expect(cell(page, 'y', 1, 2)).toHaveText('5');
});

test('the lanes are there before the editor', async ({ page }) => {
	const held: string[] = [];
	await page.route('**/*.js', async (route) => {
		// The worker goes on fetching parts, after the test too.
		if (route.request().url().includes('/workers/')) return route.continue();
		const response = await route.fetch();
		if ((await response.text()).includes('cm-content')) held.push(route.request().url());
		else await route.fulfill({ response });
	});
	await page.goto('/');
	await expect(cell(page, 'carry', 0, 0)).toHaveText('3');
	await expect.poll(() => held.length).toBeGreaterThan(0);
	await expect(editor(page)).toHaveCount(0);
	await expect(page.locator('[data-span-active]')).toHaveText('jnp.maximum(carry, x)');
	await page.keyboard.press('ArrowRight');
	await expect(cell(page, 'carry', 1, 1)).toHaveText('5');
});

test('the program can be read without JavaScript', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto('/');
	await expect(page.locator('pre.program')).toContainText('jnp.maximum(carry, x)');
	await context.close();
});

test('nothing is asked of others and nothing is left behind', async ({ page, context, baseURL }) => {
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url()));
	await open(page);
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	expect(
		asked.filter((url) => !url.startsWith(baseURL ?? '')).filter((url) => !url.startsWith('data:'))
	).toEqual([]);
	expect(asked.filter((url) => url.includes('#'))).toEqual([]);
	expect(await context.cookies()).toEqual([]);
	expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test('every example of the menu runs', async ({ page }) => {
	await open(page);
	const menu = page.getByRole('group', { name: 'Programs' });
	const button = page.locator('header [popovertarget="examples"]');
	await button.click();
	const names = await menu.getByRole('button').allTextContents();
	expect(names.length).toBeGreaterThanOrEqual(8);
	await page.keyboard.press('Escape');
	for (const name of names) {
		await button.click();
		await menu.getByRole('button', { name, exact: true }).click();
		await expect(button).toContainText(name);
		await expect(page.locator('.picture')).toHaveAttribute('data-status', 'ready');
		await expect(page.locator('[data-failure]')).toHaveCount(0);
		await expect(cell(page, 'carry').first()).toBeAttached();
	}
});
