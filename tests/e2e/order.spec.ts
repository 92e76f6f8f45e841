import type { Locator, Page } from '@playwright/test';
import { exampleProgram, open, place, settled, write } from './page';
import { expect, test } from './test';

const dock = (page: Page): Locator => page.locator('[data-dock="compare"]');
const now = (page: Page): Locator => dock(page).locator('[data-tick][data-state="now"]');
const told = (page: Page): Locator => dock(page).locator('[data-tick-text]');

test('the order of steps is as the batch runs or row by row, and keys move through it', async ({ page }) => {
	await open(page, 'running-max@1&panel=compare');
	await expect(told(page)).toHaveText('tick 2 of 3: all 2 rows do step 1');
	await expect(now(page)).toHaveCount(2);
	await dock(page).getByRole('radio', { name: 'row by row' }).check();
	await expect(told(page)).toHaveText('tick 2 of 6: row 0 does step 1');
	await page.reload();
	await expect(told(page)).toHaveText('tick 2 of 6: row 0 does step 1');
	await expect(page).toHaveURL(/order=row/);
	await page.locator('[data-place]').click();
	await page.keyboard.press('ArrowDown');
	await expect(told(page)).toHaveText('tick 5 of 6: row 1 does step 1');
	await page.keyboard.press('ArrowRight');
	await expect(told(page)).toHaveText('tick 6 of 6: row 1 does step 2');
	await dock(page).locator('[data-tick="0"]').click();
	await expect(told(page)).toHaveText('tick 1 of 6: row 0 does step 0');
	await page.keyboard.press('Alt+ArrowLeft');
	await expect(told(page)).toHaveText('tick 6 of 6: row 1 does step 2');
});

test('prints have an order of their own', async ({ page }) => {
	await open(page, 'running-max@0&panel=compare');
	await expect(dock(page).getByRole('radio', { name: 'as it came out' })).toHaveCount(0);
	await write(
		page,
		exampleProgram('running-max').replace(
			'      return new, new',
			"      jax.debug.print('{}', new)\n      return new, new"
		)
	);
	await dock(page).getByRole('radio', { name: 'as it came out' }).check();
	await expect(dock(page).locator('[data-ticks="6"]')).toBeVisible();
	await expect(told(page)).toHaveText('tick 1 of 6: row 0 does step 0');
});

test('a scan and associative_scan stand beside one another as trees, parting where float32 does', async ({
	page
}) => {
	await open(page, 'running-sum@0&panel=compare');
	await write(
		page,
		`import jax, jax.numpy as jnp
from jax import lax
def total(xs):
  def step(carry, x):
    return carry + x, None
  return lax.scan(step, jnp.float32(0.), xs)
jax.vmap(total)(jnp.array([[1e8, 3., 3., 3., 3.], [1., 2., 3., 4., 5.]]))
`
	);
	await settled(page);
	await dock(page)
		.getByRole('combobox', { name: 'from' })
		.selectOption({ label: 'the order of associative_scan' });
	const scan = dock(page).locator('[data-combine="scan"]');
	const tree = dock(page).locator('[data-combine="associative_scan"]');
	await expect(scan).toContainText('row 0: scan: 5 combines, depth 5');
	await expect(tree).toContainText('associative_scan: 7 combines, depth 4');
	await expect(scan.locator('[data-parts]')).toHaveCount(1);
	await expect(tree.locator('[data-parts]')).toHaveCount(1);
	await expect(dock(page).locator('[data-parting]')).toContainText('They first part at step 2');
	await expect(dock(page).locator('[data-divergence="carry"]')).toContainText(
		'row 0, step 2: carry is 100000000.0 here, 100000010.0 in that order'
	);
	await expect(place(page)).not.toHaveText(/3 of 5/);
	await dock(page).getByRole('button', { name: 'Go there' }).click();
	await expect(place(page)).toHaveText(/3 of 5/);
	await page.locator('[data-place]').click();
	await page.keyboard.press('ArrowDown');
	await expect(dock(page).locator('[data-parting]')).toHaveText('Both orders give the same numbers.');
	await expect(scan.locator('[data-node="prefix"]').last()).toContainText('15');
});
