import type { Locator, Page } from '@playwright/test';
import { cell, open, settled, write } from './page';
import { expect, test } from './test';

const text = (page: Page, form: 'row' | 'batched'): Locator => page.locator(`[data-jaxpr="${form}"]`);
const equation = (page: Page, form: 'row' | 'batched', eqn: number): Locator =>
	text(page, form).locator(`[data-eqn="${eqn}"]`);
const lit = (page: Page, form: 'row' | 'batched'): Locator => text(page, form).locator('[data-lit]');
const code = (page: Page): Locator => page.locator('[data-body-code]');

test('an equation that is pointed at lights the code, the cells, the table and its twins', async ({
	page
}) => {
	await open(page, 'rnn-cell@2&tab=jaxpr');
	await expect(text(page, 'row')).toContainText('before vmap: one row');
	await equation(page, 'row', 2).locator('.eqn').hover();
	await expect(lit(page, 'row')).toHaveText(/h:f32\[4\] = add f g/);
	await expect(lit(page, 'batched')).toHaveText([/transpose\[/, /k:f32\[3,4\] = add j i/]);
	await expect(code(page).locator('.hovered')).toHaveText(['W @ ', 'h', ' + U * ', 'x']);
	await expect(page.locator('tr.lit')).toHaveAttribute('data-eqn', '2');
	await equation(page, 'batched', 4).locator('.eqn').hover();
	await expect(lit(page, 'row')).toHaveText(/j:f32\[4\] = tanh i/);
	await expect(code(page).locator('.hovered')).toHaveText(['jnp.tanh(z)']);
	await page.locator('[data-place]').hover();
	await expect(page.locator('[data-lit]')).toHaveCount(0);
});

test('code and cells that are pointed at light the equations in both jaxprs', async ({ page }) => {
	await open(page, 'rnn-cell@2&tab=jaxpr');
	await code(page).getByText('jnp.tanh(z)').hover();
	await expect(lit(page, 'row')).toHaveText(/= tanh i/);
	await expect(lit(page, 'batched')).toHaveText(/= tanh m/);
	await cell(page, 'y', 1, 2).hover();
	await expect(lit(page, 'row')).toHaveText(/= reduce_sum/);
	await expect(lit(page, 'batched')).toHaveText(/= reduce_sum/);
});

test('the equation being carried out is marked, and keys go to another and back', async ({ page }) => {
	await open(page, 'rnn-cell@2c:3&tab=jaxpr');
	const here = text(page, 'row').locator('[aria-current="step"]');
	await expect(here).toHaveText(/= add h c/);
	await here.locator('.eqn').focus();
	await page.keyboard.press('ArrowUp');
	await expect(equation(page, 'row', 2).locator('.eqn')).toBeFocused();
	await expect(lit(page, 'batched')).toHaveCount(2);
	await page.keyboard.press('Home');
	await page.keyboard.press('ArrowDown');
	await expect(equation(page, 'row', 1).locator('.eqn')).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(here).toHaveText(/= mul b e/);
	await expect(text(page, 'batched').locator('[aria-current="step"]')).toHaveCount(3);
	await expect(page).toHaveURL(/@2c:1/);
	await page.keyboard.press('Alt+ArrowLeft');
	await expect(here).toHaveText(/= add h c/);
});

test('the batched jaxpr tells the axis of the rows, and what they share', async ({ page }) => {
	await open(page, 'rnn-cell@0&tab=jaxpr');
	const shared = text(page, 'batched').locator('.line .shared');
	await expect(shared.first()).toHaveText('a:f32[4,4]');
	await expect(shared.first()).toHaveAttribute('title', 'W, an outer value: one value for all rows');
	const rows = text(page, 'batched').locator('[data-line="1"] .rows, [data-line="0"] .rows');
	await expect(rows).toHaveText(['3', '3']);
	await expect(
		text(page, 'batched').locator('[title="h, the carry: rows along axis 0"]').first()
	).toBeVisible();
	await page.getByRole('radio', { name: 'before vmap' }).check();
	await expect(text(page, 'batched')).toHaveCount(0);
	await expect(text(page, 'row').locator('.rows')).toHaveCount(0);
	await expect(page).toHaveURL(/jaxpr=before/);
	await page.reload();
	await expect(text(page, 'row')).toBeVisible();
	await expect(text(page, 'batched')).toHaveCount(0);
	await page.getByText('The whole equation').click();
	await expect(page.locator('[data-whole]')).toContainText('= scan[');
});

test('the jaxprs inside an equation are folded, and it is never wider than the pane', async ({ page }) => {
	await open(page, 'running-max@0&tab=jaxpr');
	const inner = Array.from({ length: 4 }, (_, n) => `      c = c * ${n + 2}. + y`).join('\n');
	await page.getByRole('tab', { name: 'Program' }).click();
	await write(
		page,
		`import jax, jax.numpy as jnp
from jax import lax
def per_row(row):
  def outer(carry, x):
    def inner(c, y):
${inner}
      return c, None
    new, _ = lax.scan(inner, carry, jnp.arange(2.))
    return new + x, new
  return lax.scan(outer, 0., row)
jax.vmap(per_row)(jnp.ones((2, 3)))
`
	);
	await page.getByRole('tab', { name: 'jaxpr' }).click();
	await settled(page);
	const fold = text(page, 'row').locator('.fold');
	await expect(fold).toHaveText(/^… \d+ lines$/);
	await expect(text(page, 'row')).not.toContainText('length=2');
	await fold.click();
	await expect(text(page, 'row')).toContainText('length=2');
	await expect(fold).toHaveText('fold');
	await expect
		.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth))
		.toBe(true);
});
