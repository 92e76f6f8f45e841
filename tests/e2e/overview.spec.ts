import type { Page } from '@playwright/test';
import { squeeze } from '../../src/lib/session/squeeze';
import { open, place, settled } from './page';
import { expect, test } from './test';

/** Row n grows by n each step, but row 11 has a NaN from step 20 on. */
const program = `import jax
import jax.numpy as jnp
from jax import lax

def row(xs):
  def step(total, x):
    total = total + x
    return total, x
  return lax.scan(step, 0., xs)

data = jnp.arange(40.)[:, None] * jnp.ones(60)
jax.vmap(row)(data.at[11, 20].set(jnp.nan))`;

const fragment = `1.${squeeze(JSON.stringify({ program }))}`;

/** The rows drawn in full, from the top. */
const inFull = (page: Page): Promise<(string | null)[]> =>
	page
		.locator('svg[aria-label="Lanes"] [data-cell]')
		.evaluateAll((cells) => [...new Set(cells.map((one) => one.getAttribute('data-lane')))]);

const bar = (page: Page) => page.getByRole('group', { name: 'Rows of the heat map' });

/** In px of the page: the middle of a place in the map, and of a step. */
async function pointOf(page: Page, row: number, step: number): Promise<{ x: number; y: number }> {
	const box = await page.locator('[data-heat]').boundingBox();
	if (!box) throw new Error('there is no map');
	return { x: box.x + (box.width * (step + 0.5)) / 60, y: box.y + (box.height * (row + 0.5)) / 40 };
}

test('rows are pinned by a click with Shift, by a key and by a button, and stay in the link', async ({
	page
}) => {
	await open(page, fragment);
	expect(await inFull(page)).toEqual(['0', '1', '2']);
	const there = await pointOf(page, 22, 5);
	await page.keyboard.down('Shift');
	await page.mouse.click(there.x, there.y);
	await page.keyboard.up('Shift');
	await expect.poll(() => inFull(page)).toEqual(['0', '22']);
	const here = await pointOf(page, 9, 30);
	await page.mouse.click(here.x, here.y);
	await expect(place(page)).toHaveText(/step 31 of 60/);
	await page.keyboard.press('p');
	await expect.poll(() => inFull(page)).toEqual(['9', '22']);
	await page.keyboard.press('ArrowDown');
	await expect.poll(() => inFull(page)).toEqual(['9', '10', '22']);
	await bar(page).getByRole('button', { name: 'Unpin row 9' }).click();
	await expect.poll(() => inFull(page)).toEqual(['10', '22']);
	await bar(page).getByRole('button', { name: 'Pin row 10' }).click();
	await expect(bar(page).getByRole('button', { name: 'Unpin row 10' })).toBeVisible();
	await page.reload();
	await settled(page);
	await expect.poll(() => inFull(page)).toEqual(['10', '22']);
});

test('rows are sorted, and the arrows go along as they stand', async ({ page }) => {
	await open(page, fragment);
	await bar(page).getByLabel('Sort by').selectOption('first NaN');
	const top = await pointOf(page, 0, 3);
	await page.mouse.click(top.x, top.y);
	await expect.poll(() => inFull(page)).toEqual(['11', '0', '1']);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('p');
	await expect(bar(page).getByRole('button', { name: 'Unpin row 0' })).toBeVisible();
});

test('rows are chosen and put together by expressions', async ({ page }) => {
	await open(page, fragment);
	const map = page.locator('svg[aria-label="Lanes"]');
	await bar(page).getByLabel('Rows where').fill('x > 35');
	await page.keyboard.press('Enter');
	await expect(map).toContainText('4 of 40 rows');
	await bar(page).getByLabel('Rows where').fill('');
	await page.keyboard.press('Enter');
	await expect(map).toContainText('every row');
	await bar(page).getByLabel('Group by').fill('x < 10');
	await page.keyboard.press('Enter');
	await expect(map).toContainText('False · 30');
	await expect(map).toContainText('True · 10');
	await bar(page).getByLabel('Group by').fill('xx < 10');
	await page.keyboard.press('Enter');
	await expect(page.locator('[data-expression-fault="NameError"]')).toBeVisible();
});

test('the map shows another leaf, and nothing before its time', async ({ page }) => {
	await open(page, fragment);
	await bar(page).getByLabel('Map').selectOption('x');
	await expect(page.locator('svg[aria-label="Lanes"] .title')).toContainText('x · every row');
	const clip = (): Promise<number> =>
		page.locator('[data-heat]').evaluate((one) => {
			const right = Number(/inset\(0(?:px)? ([\d.]+)px/.exec(getComputedStyle(one).clipPath)?.[1] ?? 0);
			return Math.round(60 * (1 - right / one.clientWidth));
		});
	await page.keyboard.press('Home');
	await expect.poll(clip).toBe(0);
	await page.keyboard.press('ArrowRight');
	await settled(page);
	await expect.poll(clip).toBe(1);
	await page.keyboard.press('End');
	await expect.poll(clip).toBe(60);
});
