import type { Page } from '@playwright/test';
import { carries, cell, leaveEditor, open, place, settled, write } from './page';
import { expect, test } from './test';

const nested = `import jax
import jax.numpy as jnp
from jax import lax

def cell(h, x):
  a = h * 0.5
  return jnp.tanh(a + x)

def row(xs):
  def outer(total, x):
    h = cell(total, x)
    def inner(i, acc):
      return acc + x * i
    part = lax.fori_loop(0, 5, inner, h)
    return part, h
  return lax.scan(outer, 0., xs)

jax.vmap(row)(jnp.arange(12.).reshape(3, 4) / 8)`;

const branches = `import jax
import jax.numpy as jnp
from jax import lax

def outer(total, x):
  def long(t):
    return lax.fori_loop(0, 3, lambda i, a: a + x, t)
  t = lax.cond(x > 1., long, lambda t: t, total)
  t = jax.jit(lambda t: lax.fori_loop(0, 2, lambda i, a: lax.fori_loop(0, 4, lambda j, b: b + 1., a), t))(t)
  return t, None

lax.scan(outer, 0., jnp.array([0., 1., 2., 3.]))`;

const crumbs = (page: Page): Promise<string[]> =>
	page
		.locator('[data-crumb]')
		.evaluateAll((all) => all.map((one) => (one.textContent ?? '').replace(/[◂▸]/g, '').trim()));

const press = async (page: Page, ...keys: string[]): Promise<void> => {
	for (const key of keys) await page.keyboard.press(key);
};

async function openProgram(page: Page, program: string): Promise<void> {
	await open(page);
	await write(page, program);
	await expect(page.locator('[data-inner]').first()).toBeVisible();
	await leaveEditor(page);
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

test('steps lead into equations, calls and an inner loop, and out of each', async ({ page }) => {
	await openProgram(page, nested);
	await press(page, 'ArrowRight', 'i');
	await expect.poll(() => crumbs(page)).toEqual(['vmap row × 3 rows', 'scan step 2 of 4', 'cell']);
	await expect(page.locator('[data-span-active]')).toHaveText('cell(total, x)');
	await expect(page.locator('tr[data-call].active')).toContainText('h = cell(total, x)');

	await press(page, 'i', '.');
	await expect.poll(() => crumbs(page)).toEqual(['vmap row × 3 rows', 'scan step 2 of 4', 'cell', '+']);
	await expect(page.locator('[data-span-active]')).toHaveText('a + x');
	await press(page, ',', 'o', '.');
	await expect.poll(() => crumbs(page)).toEqual(['vmap row × 3 rows', 'scan step 2 of 4', 'fori_loop']);

	await press(page, 'Enter');
	await expect(place(page)).toHaveText('fori_loop step 1 of 5');
	await expect
		.poll(() => crumbs(page))
		.toEqual(['vmap row × 3 rows', 'scan step 2 of 4', 'fori_loop step 1 of 5']);
	await expect(page.locator('[data-caption]')).toContainText('scan step 1 ›');
	await expect(page.getByRole('slider', { name: 'Timeline' })).toHaveAttribute('aria-valuemax', '5');
	await press(page, 'End');
	await settled(page);
	const last = (await carries(page, 1)).at(-1);
	await press(page, 'Escape');
	await expect.poll(() => crumbs(page)).toEqual(['vmap row × 3 rows', 'scan step 2 of 4', 'fori_loop']);
	await press(page, 'Escape');
	await expect(place(page)).toHaveText('scan step 2 of 4');
	await expect(cell(page, 'carry', 1, 1)).toHaveText(last ?? '');
});

test('the same inner loop in the neighbouring steps, by keys and by the path', async ({ page }) => {
	await openProgram(page, nested);
	await page.getByRole('button', { name: 'fori_loop inner', exact: true }).click();
	await expect(place(page)).toHaveText('fori_loop step 1 of 5');
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	await press(page, 'ArrowRight', '>');
	await expect.poll(() => crumbs(page)).toContain('scan step 2 of 4');
	await expect(place(page)).toHaveText('fori_loop step 2 of 5');
	await page.getByRole('button', { name: 'The same in the next step of scan' }).click();
	await expect.poll(() => crumbs(page)).toContain('scan step 3 of 4');
	await press(page, '<');
	await expect.poll(() => crumbs(page)).toContain('scan step 2 of 4');
	await page.getByRole('button', { name: 'scan step 2 of 4' }).click();
	await expect(place(page)).toHaveText('scan step 2 of 4');
	await press(page, 'o');
	await expect(page.locator('tr.active')).toContainText('part');
});

test('the link holds the path: reload, back and an edit keep it', async ({ page }) => {
	await openProgram(page, nested);
	await press(page, 'ArrowRight', 'i', '.', 'i');
	await expect(place(page)).toHaveText('fori_loop step 1 of 5');
	await press(page, 'ArrowRight', 'ArrowRight');
	await settled(page);
	const here = await carries(page, 2);
	await page.goBack();
	await expect(place(page)).toHaveText('scan step 2 of 4');
	await expect.poll(() => crumbs(page)).toEqual(['vmap row × 3 rows', 'scan step 2 of 4', 'fori_loop']);
	await page.goForward();
	await expect(place(page)).toHaveText('fori_loop step 3 of 5');
	await expect.poll(() => carries(page, 2)).toEqual(here);
	await page.reload();
	await expect(place(page)).toHaveText('fori_loop step 3 of 5');
	await expect.poll(() => carries(page, 2)).toEqual(here);

	await write(page, nested.replace('fori_loop(0, 5', 'fori_loop(0, 6'));
	await expect(place(page)).toHaveText('fori_loop step 3 of 6');
	await expect.poll(() => crumbs(page)).toContain('scan step 2 of 4');
	await write(page, nested.replace('lax.fori_loop(0, 5, inner, h)', 'inner(2, h)'));
	await expect(place(page)).toHaveText('scan step 2 of 4');
});

test('loops in branches and in jit, two deep, and a branch that is not taken', async ({ page }) => {
	await openProgram(page, branches);
	await page.getByRole('button', { name: 'Into fori_loop <lambda>' }).first().click();
	await expect(page.locator('[data-told]')).toHaveText(
		/In step 0 no loop ran here: its branch was not taken/
	);
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	await press(page, 'End');
	await expect(page.locator('[data-told]')).toHaveCount(0);
	await page.getByRole('button', { name: 'Into fori_loop <lambda>' }).first().click();
	await expect(place(page)).toHaveText('fori_loop step 1 of 3');
	await page
		.getByRole('navigation', { name: 'Loops of the program' })
		.getByRole('button', { name: /^2 / })
		.click();
	await expect(place(page)).toHaveText('fori_loop step 1 of 2');
	await page.locator('[data-inner]').click();
	await expect(place(page)).toHaveText('fori_loop step 1 of 4');
	await expect
		.poll(() => crumbs(page))
		.toEqual(['scan step 4 of 4', '<lambda>', 'fori_loop step 1 of 2', 'fori_loop step 1 of 4']);
	await page.getByRole('button', { name: 'The same in the previous step of scan' }).click();
	await expect
		.poll(() => crumbs(page))
		.toEqual(['scan step 3 of 4', '<lambda>', 'fori_loop step 1 of 2', 'fori_loop step 1 of 4']);
});

test('a jitted function in a checkpointed body is gone into, along and out of as a plain one is', async ({
	page
}) => {
	await open(page);
	await write(
		page,
		`import jax
import jax.numpy as jnp
from jax import lax

@jax.jit
def cell(h, x):
  a = h * 0.5 + x
  return jnp.tanh(a)

@jax.checkpoint
def step(h, x):
  new = cell(h, x)
  return new * 2., new

rows = jnp.arange(6.).reshape(2, 3)
jax.vmap(lambda row: lax.scan(step, 0., row))(rows)
`
	);
	await expect(page.locator('tr[data-call]')).toContainText('new = cell(h, x)');
	await leaveEditor(page);
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	const active = page.locator('[data-span-active]');
	await press(page, 'i');
	await expect(active).toHaveText('cell(h, x)');
	await press(page, 'i');
	await expect(active).toHaveText('h * 0.5');
	await press(page, '.', '.');
	await expect(active).toHaveText('jnp.tanh(a)');
	await press(page, 'o');
	await expect(active).toHaveText('cell(h, x)');
	await press(page, '.');
	await expect(active).toHaveText('new * 2.');
	await press(page, ',');
	await expect(active).toHaveText('cell(h, x)');
});
