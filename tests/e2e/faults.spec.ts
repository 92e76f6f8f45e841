import { cell, open, place, settled, write } from './page';
import { expect, test } from './test';

/** 64 rows, 48 steps; the log of a negative number in row 41 at step 37, and in row 50 at step 40. */
const planted = `import jax
import jax.numpy as jnp
from jax import lax

def row(xs):
  def step(total, x):
    p = jnp.log(x)
    return total + p, p
  return lax.scan(step, 0., xs)

data = jnp.ones((64, 48)).at[41, 37].set(-0.02).at[50, 40].set(-1.)
jax.vmap(row)(data)
`;

test('the first NaN of many rows is one key away, and the next one another', async ({ page }) => {
	await open(page);
	await write(page, planted);
	await expect(page.getByRole('button', { name: 'Faults 2' })).toBeVisible();
	await page.keyboard.press('Escape');
	await page.keyboard.press('Tab');
	await page.keyboard.press('e');
	await expect(place(page)).toHaveText(/step 38 of 48/);
	await expect(page).toHaveURL(/./);
	await expect(cell(page, 'carry', 41, 37)).toBeAttached();
	await expect(page.locator('[data-span-active]')).toHaveText('jnp.log(x)');
	await expect(page.locator('[data-mark="made"]', { hasText: 'NaN' })).toHaveCount(1);
	await page.keyboard.press('e');
	await expect(place(page)).toHaveText(/step 41 of 48/);
	await page.keyboard.press('Shift+E');
	await expect(place(page)).toHaveText(/step 38 of 48/);
});

test('faults are listed with their row, step, expression and operands, and lead there', async ({ page }) => {
	await open(page);
	await write(page, planted);
	await page.getByRole('button', { name: 'Faults' }).click();
	const fault = page.locator('[data-fault="nan"]');
	await expect(fault).toContainText('first NaN: row 41, step 37 (and 1 more row)');
	await expect(fault).toContainText('jnp.log(x) of -0.02');
	await fault.click();
	await settled(page);
	await expect(place(page)).toHaveText(/step 38 of 48/);
	await expect(fault).toHaveAttribute('aria-current', 'true');
});

test('a run without faults says so', async ({ page }) => {
	await open(page, 'running-max@1&panel=faults');
	await expect(page.getByText('No NaN or infinity was made of numbers')).toBeVisible();
});

test('both branches of a cond are there, with what each row keeps', async ({ page }) => {
	await open(page);
	await write(
		page,
		planted.replace('p = jnp.log(x)', 'p = lax.cond(x > 0, lambda v: jnp.log(v), lambda v: v * 2., x)')
	);
	await page.getByRole('button', { name: 'Branches' }).click();
	const table = page.locator('[data-branches]');
	await expect(table.getByRole('columnheader', { name: 'row 0 takes True' })).toBeVisible();
	await expect(table.locator('[data-kept="false"]').first()).toContainText('2.0');
	await expect(table.locator('[data-kept="true"]').first()).toHaveText('0.0');
});

test('rows that have left a while loop are told, with the work that is lost on them', async ({ page }) => {
	await open(page);
	await write(
		page,
		`import jax
import jax.numpy as jnp
from jax import lax

def collatz(n):
  def body(s):
    n, k = s
    return jnp.where(n % 2 == 0, n // 2, 3 * n + 1), k + 1
  return lax.while_loop(lambda s: s[0] != 1, body, (n, 0))

jax.vmap(collatz)(jnp.array([6, 1, 3, 16]))
`
	);
	await page.getByRole('button', { name: 'Branches' }).click();
	await expect(page.locator('[data-idle]')).toHaveText(/13 of 32 row-steps \(41 %\)/);
	await page.keyboard.press('Escape');
	await page.keyboard.press('End');
	await expect(page.getByText('row 1 ended after 0 steps')).toBeVisible();
});
