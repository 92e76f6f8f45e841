import { carries, cell, exampleProgram, open, picture, place, settled, write } from './page';
import { expect, test } from './test';

const edited = exampleProgram('running-max').replace('1., 4.]', '1., 9.]');

test('a link reopens the very moment in another browser', async ({ page, browser }) => {
	await open(page);
	await write(page, edited);
	await expect(cell(page, 'x', 0, 2)).toHaveText('9');
	await page.getByRole('tab', { name: 'Output' }).click();
	await page.getByRole('button', { name: 'Last step' }).click();
	await settled(page);
	await expect(page).toHaveURL(/#1\./);
	await page.getByRole('button', { name: 'Share link' }).click();
	const link = await page.getByLabel('The link').inputValue();
	await page.keyboard.press('Escape');
	const here = await picture(page);

	const context = await browser.newContext({ viewport: page.viewportSize() });
	const other = await context.newPage();
	await other.goto(link);
	await expect(place(other)).toHaveText(/3 of 3/);
	await settled(other);
	expect(await carries(other, 0)).toEqual(['3', '3', '9']);
	await expect(other.getByRole('tab', { name: 'Output' })).toHaveAttribute('aria-selected', 'true');
	await expect(other.locator('[data-editor="ready"]')).toBeAttached();
	await expect.poll(() => picture(other)).toEqual(here);
	await context.close();
});

test('reload, back and forward show the same picture', async ({ page }) => {
	await open(page, 'running-max@2');
	await page.locator('header [popovertarget="examples"]').click();
	await page.getByRole('button', { name: /Fibonacci/ }).click();
	await expect(page).toHaveURL(/#fibonacci@0/);
	await page.keyboard.press('ArrowRight');
	await expect(page).toHaveURL(/#fibonacci@1/);
	await page.goBack();
	await expect(page).toHaveURL(/#running-max@2/);
	await expect(place(page)).toHaveText(/3 of 3/);
	expect(await carries(page, 0)).toEqual(['3', '3', '4']);
	await page.goForward();
	await expect(place(page)).toHaveText(/2 of 10/);
	await page.reload();
	await expect(place(page)).toHaveText(/2 of 10/);
	await expect(page).toHaveURL(/#fibonacci@1/);
});

test('a reload at once after a key shows where the key led', async ({ page }) => {
	await open(page, 'fibonacci@0');
	for (let step = 1; step < 6; step++) await page.keyboard.press('ArrowRight');
	await page.reload();
	await expect(place(page)).toHaveText(/6 of 10/);
	await expect(page).toHaveURL(/#fibonacci@5/);
});

test('a damaged link opens the first example and says so', async ({ page }) => {
	await open(page, '1.thisiscut');
	await expect(page.getByText('This link was cut short or altered on its way')).toBeVisible();
	expect(await carries(page, 0)).toEqual(['3', '', '']);
	await page.getByRole('button', { name: 'Put away' }).click();
	await expect(page.getByText('This link was cut')).toHaveCount(0);
});

test('a fragment typed into the address is followed', async ({ page }) => {
	await open(page);
	await page.evaluate(() => (location.hash = '#fibonacci@4'));
	await expect(place(page)).toHaveText(/5 of 10/);
});

test('sharing copies the link and says how long it is', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(page, 'running-max@1');
	await page.getByRole('button', { name: 'Share link' }).click();
	await expect(page.getByText('Copied.')).toBeVisible();
	const copied = await page.evaluate(() => navigator.clipboard.readText());
	expect(copied).toBe(page.url());
	await expect(page.getByText(`${copied.length} characters`)).toBeVisible();
});

test('where the clipboard is refused the link is there to be copied', async ({ page }) => {
	await page.addInitScript(() => {
		Object.defineProperty(navigator, 'clipboard', {
			value: { writeText: () => Promise.reject(new Error('refused')) }
		});
	});
	await open(page);
	await page.getByRole('button', { name: 'Share link' }).click();
	await expect(page.getByText('Copy this link')).toBeVisible();
	const chosen = await page.getByLabel('The link').evaluate((field: HTMLInputElement) => {
		return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
	});
	expect(chosen).toBe(page.url());
});
