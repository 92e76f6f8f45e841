import { squeeze } from '../../src/lib/session/squeeze';
import { cell, leaveEditor, open, place, settled, write } from './page';
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

test('faults of four kinds are each listed as such and walked through in the order of time', async ({
	page
}) => {
	const program = `import jax
import jax.numpy as jnp
from jax import lax

table = jnp.array([1., 2., 3.])

def row(key, xs, ids):
  def step(total, inputs):
    x, i = inputs
    noise = jax.random.uniform(key)
    inverse = 1 / x
    grown = jnp.exp(x * 30.)
    return total + table[i], (noise, inverse, grown)
  return lax.scan(step, 0., (xs, ids))

keys = jax.random.split(jax.random.key(0), 2)
xs = jnp.ones((2, 6)).at[0, 2].set(0.).at[1, 3].set(4.)
ids = jnp.zeros((2, 6), int).at[0, 4].set(5)
jax.vmap(row)(keys, xs, ids)
`;
	await open(page, `1.${squeeze(JSON.stringify({ program, panel: 'faults' }))}`);
	const faults = page.locator('[data-fault]');
	await expect(faults).toHaveText([
		/first reused random key: row 0, step 1 \(and 1 more row\).*jax\.random\.uniform\(key\).*step 0/,
		/first infinity: row 0, step 2.*1 \/ x.*of 1\.0 and 0\.0/,
		/first overflow: row 1, step 3.*jnp\.exp\(x \* 30\.\).*of 120\.0/,
		/first index out of range: row 0, step 4.*table\[i\].*of \[1\.0 2\.0 3\.0\] and 5/
	]);
	const standsOn = async (kind: string, row: number, step: number): Promise<void> => {
		await expect(page.locator(`[data-fault="${kind}"]`)).toHaveAttribute('aria-current', 'true');
		await expect(page.locator('[data-dock="faults"]').getByRole('status')).toContainText(
			`row ${row}, step ${step}`
		);
		await expect(place(page)).toHaveText(new RegExp(`step ${step + 1} of 6`));
	};
	const walk: readonly [string, number, number][] = [
		['reused-key', 0, 1],
		['reused-key', 1, 1],
		['infinite', 0, 2],
		['overflow', 1, 3],
		['out of range', 0, 4]
	];
	await page.keyboard.press('Home');
	await expect(place(page)).toHaveText(/before step 1 of 6/);
	for (const stop of walk) {
		await page.keyboard.press('e');
		await standsOn(...stop);
	}
	for (const stop of walk.slice(0, -1).reverse()) {
		await page.keyboard.press('Shift+E');
		await standsOn(...stop);
	}
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

	await test.step('a NaN born in the branch not taken is named, with its row', async () => {
		await write(
			page,
			`import jax
import jax.numpy as jnp
from jax import lax

def row(xs):
  def step(total, x):
    p = lax.cond(x > 0, lambda v: jnp.log(v), lambda v: v * 2., x)
    return total + p, p
  return lax.scan(step, 0., xs)

jax.vmap(row)(jnp.array([[1., 2., 1.], [3., -4., 1.]]))
`
		);
		await expect(place(page)).toHaveText(/of 3/);
		await leaveEditor(page);
		await page.keyboard.press('End');
		await expect(place(page)).toHaveText(/step 3 of 3/);
		await page.keyboard.press('ArrowLeft');
		await expect(page.getByText('NaN in the branch not taken')).toHaveText([
			'NaN in the branch not taken: row 1, jnp.log(v). A gradient would be NaN.'
		]);
		await expect(table.locator('[data-kept="false"]')).toHaveText([/^4\.0/, /^NaN/]);
		await page.keyboard.press('ArrowLeft');
		await expect(table.locator('[data-kept="false"]')).toHaveText([/^2\.0/, /^6\.0/]);
		await expect(page.getByText('NaN in the branch not taken')).toHaveCount(0);
	});
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
	// Greyed, and still there with what it ended with.
	const number = (row: number, step: number) =>
		cell(page, 'carry', row, step).and(page.locator('[data-leaf="0"]'));
	const count = (row: number, step: number) =>
		cell(page, 'carry', row, step).and(page.locator('[data-leaf="1"]'));
	for (const [row, steps] of [
		[1, 0],
		[2, 7],
		[3, 4]
	]) {
		await expect(number(row, 7)).toHaveText('1');
		await expect(count(row, 7)).toHaveText(String(steps));
		await expect(number(row, 7)).toHaveClass(/\bidle\b/);
	}
	await expect(number(0, 7)).not.toHaveClass(/\bidle\b/);
	await expect(number(2, 6)).not.toHaveClass(/\bidle\b/);
	const fill = (row: number): Promise<string> =>
		number(row, 7)
			.locator('.box')
			.evaluate((box) => getComputedStyle(box).fill);
	await expect.poll(async () => (await fill(1)) !== (await fill(0))).toBe(true);
});
