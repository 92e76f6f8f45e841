import type { Page } from '@playwright/test';
import { leaveEditor, open, place, settled, timeline, write } from './page';
import { expect, test } from './test';

const helper = `import jax.numpy as jnp
from jax import lax

def half(x):
  return x / 2.

def step(c, x):
  c = c + x
  c = half(c)
  return c, c

lax.scan(step, 0., jnp.arange(6.))`;

async function typeStep(page: Page, text: string): Promise<void> {
	await page.keyboard.press('g');
	await expect(page.locator('#go-to')).toBeFocused();
	await page.keyboard.type(text);
	await page.keyboard.press('Enter');
}

test('going to a step by what is typed, and being told of a wrong one', async ({ page }) => {
	await open(page, 'ema@0');
	await typeStep(page, '5');
	await expect(place(page)).toHaveText(/step 6 of 8/);
	await typeStep(page, 'start');
	await expect(place(page)).toHaveText(/before step 1 of 8/);
	await typeStep(page, 'end');
	await expect(place(page)).toHaveText(/step 8 of 8/);
	await typeStep(page, '8');
	await expect(page.locator('#go-to-trouble')).toHaveText('There is no step 8. The steps are 0 to 7.');
	await page.keyboard.press('Escape');
	await typeStep(page, 'soon');
	await expect(page.locator('#go-to-trouble')).toHaveText(/“soon” is no step/);
	await page.keyboard.press('Escape');
	await expect(place(page)).toHaveText(/step 8 of 8/);
});

test('jumps are undone and done again, steps are not', async ({ page }) => {
	await open(page, 'ema@0');
	await typeStep(page, '6');
	await expect(page).toHaveURL(/ema@6$/);
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('ArrowLeft');
	await expect(page).toHaveURL(/ema@4$/);
	await page.keyboard.press('m');
	await page.keyboard.type('here');
	await page.keyboard.press('Enter');
	await expect(page.locator('[data-flag="4"]')).toHaveCount(1);
	await page.keyboard.press('Home');
	await expect(page).toHaveURL(/ema@start/);
	await page.keyboard.press('Alt+ArrowLeft');
	await expect(place(page)).toHaveText(/step 5 of 8/);
	await page.goBack();
	await expect(place(page)).toHaveText(/step 1 of 8/);
	await expect(page.locator('[data-flag="4"]'), 'what is laid over the run stays').toHaveCount(1);
	await page.keyboard.press('Alt+ArrowRight');
	await expect(place(page)).toHaveText(/step 5 of 8/);
	await page.goForward();
	await expect(place(page)).toHaveText(/before step 1 of 8/);
});

test('many jumps at once leave few entries', async ({ page }) => {
	await open(page, 'ema@0');
	const before = await page.evaluate(() => history.length);
	// On a slow machine, too, the presses are at once.
	await page.clock.setFixedTime(Date.now());
	for (let n = 0; n < 20; n++) await page.keyboard.press(n % 2 === 0 ? 'End' : 'Home');
	for (let n = 0; n < 20; n++) await page.keyboard.press('ArrowRight');
	await expect(place(page)).toHaveText(/8 of 8/);
	expect(await page.evaluate(() => history.length)).toBe(before + 1);
});

test('the same equation in the next step, and over to the next one', async ({ page }) => {
	await open(page, 'running-max@0');
	await page.keyboard.press('.');
	await expect(page.locator('[data-span-active]')).toHaveText('jnp.maximum(carry, x)');
	await page.keyboard.press('>');
	await expect(page).toHaveURL(/running-max@1c:0/);
	await page.keyboard.press('<');
	await expect(page).toHaveURL(/running-max@0c:0/);
	await page.keyboard.press('o');
	await expect(page).toHaveURL(/running-max@0$/);
});

test('a line’s next execution, from the editor’s cursor and typed', async ({ page }) => {
	await open(page);
	await write(page, helper);
	await expect(place(page)).toHaveText(/1 of 6/);
	await page.locator('.cm-line', { hasText: 'return x / 2.' }).click();
	await leaveEditor(page);
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	await page.keyboard.press('l');
	await expect(place(page)).toHaveText(/2 of 6/);
	await expect(page.locator('[data-span-active]')).toHaveText('x / 2.');
	await page.keyboard.press('l');
	await expect(place(page)).toHaveText(/3 of 6/);
	await page.keyboard.press('Shift+L');
	await expect(place(page)).toHaveText(/2 of 6/);
	await typeStep(page, 'line 8');
	await expect(place(page)).toHaveText(/3 of 6/);
	await expect(page.locator('[data-span-active]')).toHaveText('c + x');
	await typeStep(page, 'line 2');
	await expect(page.locator('#go-to-trouble')).toHaveText(/Line 2 is not carried out after this/);
});

test('calls are rows that fold', async ({ page }) => {
	await open(page);
	await write(page, helper);
	const call = page.locator('tr[data-call]');
	await expect(call).toContainText('c = half(c)');
	await expect(page.locator('tr[data-eqn]')).toHaveCount(2);
	await page.getByRole('button', { name: 'Equations of c = half(c)' }).click();
	await expect(page.locator('tr[data-eqn]')).toHaveCount(1);
	await call.getByRole('button', { name: 'c = half(c)', exact: true }).click();
	await expect(call).toHaveClass(/active/);
	await expect(page.locator('[data-span-active]')).toHaveText('half(c)');
});

test('bookmarks with notes are on the timeline and in the link', async ({ page, browser }) => {
	await open(page, 'ema@2');
	await page.keyboard.press('m');
	await page.keyboard.type('first bend');
	await page.keyboard.press('Enter');
	await page.keyboard.press('End');
	await settled(page);
	await page.getByRole('button', { name: /^Marks/ }).click();
	await page.getByLabel(/^Bookmark/).fill('the end');
	await page.getByRole('button', { name: 'Keep', exact: true }).click();
	await expect(page.locator('[data-flag]')).toHaveCount(2);
	await expect(page).toHaveURL(/marks=/);
	await page.getByRole('button', { name: 'Share link' }).click();
	const link = await page.getByLabel('The link').inputValue();

	const context = await browser.newContext();
	const other = await context.newPage();
	await other.goto(link);
	await expect(other.locator('[data-flag="2"] title')).toHaveText('step 2: first bend');
	await other.getByRole('button', { name: /^Marks/ }).click();
	await other.locator('[data-bookmark]', { hasText: 'first bend' }).click();
	await expect(place(other)).toHaveText(/step 3 of 8/);
	await other.getByRole('button', { name: 'Forget the bookmark at step 2' }).click();
	await expect(other.locator('[data-flag]')).toHaveCount(1);
	await context.close();
});

test('a stretch that is marked plays over and over until Escape', async ({ page }) => {
	await open(page, 'ema@0');
	const box = await timeline(page).boundingBox();
	if (!box) throw new Error('the timeline is not there');
	const at = (step: number): number => box.x + (box.width * (step + 0.5)) / 8;
	await page.keyboard.down('Shift');
	await page.mouse.move(at(4), box.y + 24);
	await page.mouse.down();
	await page.mouse.move(at(5), box.y + 24, { steps: 4 });
	await page.mouse.up();
	await page.keyboard.up('Shift');
	await expect(page.locator('[data-range]')).toHaveAttribute('data-range', '4 5');
	await expect(place(page)).toHaveText(/step 1 of 8/);
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	await page.getByLabel('Speed').selectOption('4');
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	await page.keyboard.press(' ');
	for (const step of [5, 6, 5, 6]) await expect(place(page)).toHaveText(new RegExp(`step ${step} of 8`));
	await page.keyboard.press(' ');
	await page.keyboard.press('Escape');
	await expect(page.locator('[data-range]')).toHaveCount(0);
	await page.keyboard.press('r');
	await expect(page.locator('[data-range]')).toHaveAttribute('data-range', /^[345] 7$/);
	await page.keyboard.press('Shift+R');
	await expect(page.locator('[data-range]')).toHaveAttribute('data-range', /^([345]) \1$/);
});
