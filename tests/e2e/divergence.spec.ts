import { squeeze } from '../../src/lib/session/squeeze';
import { cell, exampleProgram, open, place, settled, write } from './page';
import { expect, test } from './test';
import type { Locator, Page } from '@playwright/test';

const dock = (page: Page): Locator => page.locator('[data-dock="compare"]');
const result = (page: Page): Locator => page.locator('[data-divergence]');

const against = (page: Page, name: string): Promise<string[]> =>
	dock(page).getByRole('combobox', { name: 'from' }).selectOption({ label: name });

test('two rows are compared, and a key goes to where they part', async ({ page }) => {
	await open(page, 'running-max@2&panel=compare');
	await expect(result(page)).toContainText('row 0, step 0: carry is 3.0 here, 1.0 in the other row');
	await page.keyboard.press('d');
	await expect(page.locator('[data-place]')).toHaveText(/1 of 3/);
	await expect(page.locator('[data-ring]')).toBeVisible();
	await dock(page).getByLabel('within').fill('3');
	await page.keyboard.press('Enter');
	await expect(result(page)).toContainText('They are the same in every step.');
});

test('two that part in the middle do so at a step, which is gone to: rows, float16, an edited x', async ({
	page
}) => {
	const program = `import jax, jax.numpy as jnp
from jax import lax
def total(xs):
  def step(carry, x):
    seen, total = carry
    return (seen + 1, total + x), None
  return lax.scan(step, (0, 0.), xs)
jax.vmap(total)(jnp.array([[1., 1., 1., 3., 2.], [1., 1., 1., 7., 2.], [1024., 1024., 1., 3., 2.]]))`;
	await open(page, `1.${squeeze(JSON.stringify({ program, panel: 'compare' }))}`);
	await expect(result(page)).toContainText('row 0, step 3: total is 6.0 here, 10.0 in the other row');
	await expect(place(page)).not.toHaveText(/4 of 5/);
	await page.keyboard.press('d');
	await expect(place(page)).toHaveText(/4 of 5/);

	await against(page, 'the same in float16');
	await expect(result(page)).toContainText('row 2, step 2: total is 2049.0 here, 2048.0 in float16');
	await dock(page).getByRole('button', { name: 'Go there' }).click();
	await expect(place(page)).toHaveText(/3 of 5/);

	await settled(page);
	await cell(page, 'x', 1, 1).click();
	await expect(page.locator('#compare-field')).toHaveValue('1.0');
	await page.locator('#compare-field').fill('9');
	await page.keyboard.press('Enter');
	await against(page, 'the edited run');
	await expect(result(page)).toContainText('row 1, step 1: total is 2.0 here, 10.0 with the edits');
	await expect(result(page)).toHaveAttribute('data-divergence', 'carry');
	await dock(page).getByRole('button', { name: 'Go there' }).click();
	await expect(place(page)).toHaveText(/2 of 5/);
});

test('another program is pasted, and compared', async ({ page }) => {
	await open(page, 'running-max@0&panel=compare');
	await against(page, 'another program');
	await expect(result(page)).toContainText('Choose a program, or paste one.');
	const other = exampleProgram('running-max').replace('1., 5., 2.', '1., 5., 8.');
	await dock(page).getByLabel('The other program').fill(other);
	await expect(result(page)).toContainText('row 1, step 2: x is 2.0 here, 8.0 in the other program');
	await dock(page).getByRole('button', { name: 'Go there' }).click();
	await expect(page.locator('[data-place]')).toHaveText(/3 of 3/);
	await expect(page.locator('[data-ghost="x"][data-first]')).toHaveText('8');
	await expect(cell(page, 'x', 1, 2)).toHaveText('2');
	await dock(page).getByLabel('The other program').fill('oops');
	await expect(result(page)).toContainText("name 'oops' is not defined");
});

test('float16 and the order of associative_scan are compared', async ({ page }) => {
	await open(page, 'logistic-map@0&panel=compare');
	await against(page, 'the same in float16');
	await expect(result(page)).toContainText('in float16');
	await page.goto('/#running-max@0&panel=compare');
	await expect(result(page)).toContainText('in the other row');
	await against(page, 'the order of associative_scan');
	await expect(result(page)).toContainText('They are the same in every step.');
	await expect(dock(page).locator('[data-tree]')).toContainText('3 steps one after the other, 3 operations');
	await expect(dock(page).locator('[data-tree]')).toContainText('associative_scan: 3 levels');
});

test('prints are told by row and step, in the order that is chosen', async ({ page }) => {
	await open(page, 'running-max@0');
	const program = exampleProgram('running-max').replace(
		'      return new, new',
		"      jax.debug.print('new {}', new)\n      return new, new"
	);
	await write(page, program);
	await page.getByRole('tab', { name: 'Output' }).click();
	const places = page.locator('[data-print-order] .where');
	await expect(places.nth(1)).toHaveText('row 1, step 0');
	await page.getByRole('radio', { name: 'row by row' }).check();
	await expect(places).toHaveText([
		'row 0, step 0', 'row 0, step 1', 'row 0, step 2', 'row 1, step 0', 'row 1, step 1', 'row 1, step 2'
	]); // prettier-ignore
	await places.nth(5).click();
	await expect(page.locator('[data-place]')).toHaveText(/3 of 3/);
});
