import type { Locator, Page } from '@playwright/test';
import { squeeze } from '../../src/lib/session/squeeze';
import { cell, open, settled, write } from './page';
import { expect, test } from './test';

const program = (body: string): string => `import jax
import jax.numpy as jnp
from jax import lax

def row(xs):
  def step(carry, x):
${body}
    return new, new
  return lax.scan(step, 0., xs)

jax.vmap(row, axis_name='rows')(jnp.array([[3., 1., 4., 2.], [2., 7., 1., 5.]]))
`;

const maximum = program('    new = jnp.maximum(carry, x)');

const part = (page: Page, kind: string, lane: number, step: number): Locator =>
	page.locator(`[data-trail-cell="${kind}"][data-lane="${lane}"][data-step="${step}"]`);

const dock = (page: Page): Locator => page.getByRole('region', { name: 'Closer look' });

async function run(page: Page, text: string): Promise<void> {
	await open(page);
	await write(page, text);
	await expect(page.locator('[data-status="ready"]')).toBeAttached();
	await expect(cell(page, 'x', 1, 3)).toHaveText('5');
	await page.locator('.picture').click({ position: { x: 4, y: 4 } });
	await page.keyboard.press('End');
	await settled(page);
}

test('a value is followed back to what it came from, by click and by key', async ({ page }) => {
	await run(page, maximum);
	await cell(page, 'final', 1).click();
	await page.keyboard.press('c');
	await expect(dock(page).locator('[data-summary]')).toHaveText('It came from x at step 1 of row 1 alone.');
	await expect(part(page, 'x', 1, 1)).toHaveAttribute('data-part', 'made');
	await expect(part(page, 'x', 1, 2)).toHaveAttribute('data-part', 'lost');
	await expect(part(page, 'carry', 1, 0)).toHaveAttribute('data-part', 'lost');
	await expect(page.locator('[data-trail-cell][data-lane="0"]')).toHaveCount(0);
	await expect(dock(page).locator('[data-hop]')).toHaveText([
		/row 1, step 3\s*new = max\(carry 7, x 5\) → 7\s*carry won/,
		/row 1, step 2\s*new = max\(carry 7, x 1\) → 7\s*carry won/,
		/row 1, step 1\s*new = max\(carry 2, x 7\) → 7\s*x won/
	]);
	await dock(page).locator('[data-hop]').last().click();
	await expect(cell(page, 'carry', 1, 1)).toHaveAttribute('data-state', 'now');
	await page.keyboard.press('Escape');
	await expect(page.locator('[data-trail]')).toHaveCount(0);
	await expect(dock(page)).toContainText('Click a value in the picture');
});

test('and forward to what it went into', async ({ page }) => {
	await run(page, maximum);
	await cell(page, 'x', 0, 0).click();
	await page.keyboard.press('Shift+C');
	await expect(dock(page).locator('[data-summary]')).toHaveText(
		'It went into carry after steps 0–1 and y of steps 0–1 of row 0 alone.'
	);
	await expect(part(page, 'carry', 0, 1)).toHaveAttribute('data-part', 'made');
	await expect(part(page, 'carry', 0, 2)).toHaveAttribute('data-part', 'lost');
	await dock(page).getByRole('button', { name: 'came from' }).click();
	await expect(dock(page).locator('[data-summary]')).toHaveText(
		'It was given from outside: nothing in the loop made it.'
	);
	await cell(page, 'carry', 0, 2).click();
	await expect(dock(page).locator('[data-summary]')).toHaveText('It came from x at step 2 of row 0 alone.');
});

test('through a minimum and a where to the one that was taken, an outer value among them', async ({
	page
}) => {
	const body = `    low = jnp.minimum(x, cap)
    new = jnp.where(x > 3., low, carry)`;
	await run(page, program(body).replace('def row', 'cap = jnp.array(4.5)\n\ndef row'));
	const lost = (made: string): Locator =>
		dock(page)
			.locator('[data-hop][data-step="2"]')
			.filter({ hasText: `${made} = ` })
			.locator('.lost');
	const summary = dock(page).locator('[data-summary]');
	await cell(page, 'final', 0).click();
	await page.keyboard.press('c');
	await expect(summary).toHaveText('It came from x at step 2 of row 0 alone.');
	await expect(part(page, 'x', 0, 2)).toHaveAttribute('data-part', 'made');
	await expect(part(page, 'carry', 0, 1)).toHaveAttribute('data-part', 'lost');
	await expect(lost('low')).toHaveText(['cap', '4.5']);
	await expect(lost('new').last()).toHaveText('0.0');

	await cell(page, 'final', 1).click();
	await expect(summary).toHaveText('It came from cap.');
	await expect(dock(page)).toContainText(/low = min\(x 5, cap 4\.5\) → 4\.5\s*cap won/);
	await expect(part(page, 'carry', 1, 2)).toHaveAttribute('data-part', 'lost');

	await cell(page, 'init', 0).click();
	await dock(page).getByRole('button', { name: 'went into' }).click();
	await expect(summary).toHaveText('It went into carry after steps 0–1 and y of steps 0–1 of row 0 alone.');
	await expect(part(page, 'carry', 0, 1)).toHaveAttribute('data-part', 'made');
	await expect(part(page, 'carry', 0, 2)).toHaveAttribute('data-part', 'lost');
});

test('without a selected value it is the focus row’s carry as it stands', async ({ page }) => {
	await run(page, maximum);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('c');
	await expect(dock(page).getByRole('heading')).toHaveText('carry after step 3, row 1');
});

test('rows that stay apart are proved to, with a sentence', async ({ page }) => {
	await run(page, maximum);
	await dock(page).getByRole('button', { name: 'Cause' }).click();
	await expect(dock(page).locator('[data-crossing]')).toHaveText(
		/^No value crosses rows: \d equations? checked, for every step and any numbers\.$/
	);
});

test('where rows meet, the expression is named, and a click singles it out', async ({ page }) => {
	await run(page, program("    new = carry + x * lax.psum(x, 'rows')"));
	await cell(page, 'final', 0).click();
	await page.keyboard.press('c');
	await expect(dock(page).locator('[data-summary]')).toHaveText(
		'It came from x at steps 0–3 and init carry of 2 rows.'
	);
	await expect(dock(page).locator('[data-crossing]')).toHaveText("Values cross rows at lax.psum(x, 'rows').");
	await dock(page).getByRole('button', { name: "lax.psum(x, 'rows')" }).click();
	await expect(page.locator('tr[data-eqn][aria-current="step"]')).toContainText('psum');
});

/** Four rows put in front by hand, without vmap. */
const byHand = (mean: string): string =>
	`1.${squeeze(
		JSON.stringify({
			program: `import jax.numpy as jnp
from jax import lax

def step(c, x):
  mean = ${mean}
  c = 0.5 * c + (x - mean)
  return c, c

xs = jnp.sin(jnp.arange(24.)).reshape(3, 4, 2)
lax.scan(step, jnp.zeros((4, 2)), xs)`,
			panel: 'cause'
		})
	)}`;

test('the rows of a batch made by hand are told apart too, or where they meet', async ({ page }) => {
	await open(page, byHand('x.mean(axis=0)'));
	const said = dock(page).locator('[data-crossing]');
	await expect(said).toHaveText('Values cross rows of the leading axis at x.mean(axis=0).');
	await dock(page).getByRole('button', { name: 'x.mean(axis=0)' }).click();
	await expect(page.locator('tr[data-eqn][aria-current="step"]')).toContainText('sum(x)');
	await expect(page.locator('[data-span-active]')).toHaveText('x.mean(axis=0)');
	await page.goto(`/#${byHand('x.mean(axis=1, keepdims=True)')}`);
	await expect(said).toHaveText(
		/^No value crosses rows of the leading axis: \d equations? checked, for every step and any numbers\.$/
	);
});
