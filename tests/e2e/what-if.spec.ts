import { squeeze } from '../../src/lib/session/squeeze';
import { cell, open, place, written } from './page';
import { expect, test } from './test';
import type { Locator, Page } from '@playwright/test';

const dock = (page: Page): Locator => page.locator('[data-dock="compare"]');
const field = (page: Page): Locator => page.locator('#compare-field');
const ghost = (page: Page, kind: string, lane: number, step: number): Locator =>
	page.locator(`[data-ghost="${kind}"][data-lane="${lane}"][data-step="${step}"]`);

test('an x is changed in place, the ghost shows what would be, and keeping it writes the program', async ({
	page
}) => {
	await open(page, 'running-max@2');
	await cell(page, 'x', 0, 1).click();
	await page.keyboard.press('=');
	await expect(field(page)).toBeFocused();
	await field(page).fill('9');
	await page.keyboard.press('Enter');
	await expect(ghost(page, 'x', 0, 1)).toHaveText('9');
	await expect(ghost(page, 'carry', 0, 1)).toHaveText('9');
	await expect(page.locator('[data-ghost][data-first]')).toHaveAttribute('data-step', '1');
	await expect(cell(page, 'carry', 0, 1)).toHaveText('3');
	await expect(page.locator('[data-ghost][data-lane="1"]')).toHaveCount(0);
	await expect(page).toHaveURL(/marks=/);

	await dock(page).getByRole('button', { name: 'Keep' }).click();
	await expect.poll(() => written(page)).toContain('jnp.array([[3., 9., 4.], [1., 5., 2.]])');
	await expect(cell(page, 'carry', 0, 1)).toHaveText('9');
	await expect(page.locator('[data-ghost]')).toHaveCount(0);
	await expect(dock(page).locator('[data-edit]')).toHaveCount(0);
});

test('edits stack and each can be dropped; a link brings them back', async ({ page }) => {
	await open(page, 'running-max@2&panel=compare');
	await cell(page, 'x', 0, 0).click();
	await field(page).press('ArrowUp');
	await expect(dock(page).locator('[data-edit]')).toHaveText([/x row 0, step 0\s*3\.0 → 4/]);
	await cell(page, 'init', 1).click();
	await field(page).fill('7');
	await page.keyboard.press('Enter');
	await expect(dock(page).locator('[data-edit]')).toHaveCount(2);
	await page.keyboard.press('Escape');
	await page.keyboard.press('End');
	await expect(ghost(page, 'carry', 0, 0)).toHaveText('4');
	await expect(ghost(page, 'carry', 1, 0)).toHaveText('7');
	await page.reload();
	await expect(ghost(page, 'carry', 1, 0)).toHaveText('7');
	await dock(page).getByRole('button', { name: 'Drop this edit' }).first().click();
	await expect(ghost(page, 'carry', 0, 0)).toHaveCount(0);
	await expect(ghost(page, 'carry', 1, 0)).toHaveText('7');
});

test('an edit that no number of the program stands for is offered as code', async ({ page }) => {
	await open(page, 'running-max@2&panel=compare');
	await cell(page, 'init', 1).click();
	await field(page).fill('7');
	await page.keyboard.press('Enter');
	await dock(page).getByRole('button', { name: 'Keep' }).click();
	await expect(dock(page).locator('[data-paste]')).toContainText('.at[1].set(7)');
	await expect.poll(() => written(page)).toContain('lax.scan(step, -jnp.inf, row)');
});

test('a number of the program is changed, and what is no number is refused in place', async ({ page }) => {
	await open(page, 'ema@2&panel=compare');
	const numbers = dock(page).getByRole('group', { name: 'Numbers of the program' });
	await numbers.getByRole('button').first().click();
	const own = page.locator('#what-if-number');
	await own.fill('many');
	await own.press('Enter');
	await expect(dock(page).getByRole('alert').first()).toHaveText('many is not a number for float32');
	await own.fill('0.75');
	await own.press('Enter');
	await expect(dock(page).locator('[data-edit="number"]')).toContainText('→ 0.75');
	await expect(page.locator('[data-ghost]').first()).toBeVisible();
});

/** Drags the name of a number to the right. */
async function drag(page: Page, id: string, pixels: number): Promise<void> {
	const form = dock(page)
		.locator('form')
		.filter({ has: page.locator(`#${id}`) });
	const name = form.getByTitle('Drag to change');
	await name.hover();
	const box = await name.boundingBox();
	if (!box) throw new Error('internal: nothing to drag');
	const [x, y] = [box.x + 4, box.y + box.height / 2];
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x + pixels, y);
	await page.mouse.up();
}

test('an x, an init and a number of the program are dragged; keeping them writes each', async ({ page }) => {
	const program = `import jax, jax.numpy as jnp
from jax import lax
def fade(start, xs):
  return lax.scan(lambda c, x: (0.25 * c + x, None), start, xs)
jax.vmap(fade)(jnp.array([3., 4.]), jnp.array([[1., 2.], [5., 6.]]))`;
	await open(page, `1.${squeeze(JSON.stringify({ program, panel: 'compare' }))}`);
	const edits = dock(page).locator('[data-edit]');
	await cell(page, 'x', 1, 1).click();
	await expect(field(page)).toHaveValue('6.0');
	await drag(page, 'compare-field', 40);
	await expect(ghost(page, 'x', 1, 1)).toHaveText('11');
	await cell(page, 'init', 1).click();
	await expect(field(page)).toHaveValue('4.0');
	await drag(page, 'compare-field', -16);
	await expect(edits).toHaveText([/6\.0 → 11\.0/, /4\.0 → 2\.0/]);
	await dock(page).getByRole('button', { name: '0.25', exact: true }).click();
	await page.locator('#what-if-number').fill('many');
	await drag(page, 'what-if-number', 8);
	await expect(page.locator('#what-if-number')).toHaveValue('1.25');
	await expect(edits).toHaveText([/6\.0 → 11\.0/, /4\.0 → 2\.0/, /0\.25 → 1\.25/]);
	await place(page).click();
	await page.keyboard.press('End');
	await expect(ghost(page, 'carry', 1, 0)).toHaveText('7.50');

	await dock(page).getByRole('button', { name: 'Keep' }).click();
	const kept = program.replace('0.25', '1.25').replace('4.]', '2.]').replace('6.]', '11.]');
	await expect.poll(() => written(page)).toBe(kept);
	await expect(cell(page, 'carry', 1, 0)).toHaveText('7.50');
	await expect(edits).toHaveCount(0);
});

test('the heat map marks what would be another value, and says so beside its scale', async ({ page }) => {
	const program = `import jax
import jax.numpy as jnp
from jax import lax

def row(xs):
  return lax.scan(lambda total, x: (total + x, None), 0., xs)

jax.vmap(row)(jnp.ones((40, 60)))`;
	await open(page, `1.${squeeze(JSON.stringify({ program }))}`);
	const legend = page.locator('[data-legend="parted"]');
	await expect(cell(page, 'x', 0, 0)).toBeAttached();
	await expect(legend).toHaveCount(0);
	await cell(page, 'x', 0, 0).click();
	await page.keyboard.press('=');
	await field(page).fill('9');
	await page.keyboard.press('Enter');
	await expect(page.locator('[data-parted]')).toHaveAttribute('data-parted', '60');
	await expect(legend).toBeVisible();
});
