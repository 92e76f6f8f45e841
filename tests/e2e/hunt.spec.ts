import type { Page } from '@playwright/test';
import { squeeze } from '../../src/lib/session/squeeze';
import { cell, place } from './page';
import { expect, test } from './test';

/**
 * Five programs with planted faults, each found from the opening of its link in at most five actions; an action is a key
 * or a click. The comments number them.
 */
const head = 'import jax\nimport jax.numpy as jnp\nfrom jax import lax\n\n';
const link = (program: string): string => `/#1.${squeeze(JSON.stringify({ program: head + program }))}`;

async function openLink(page: Page, program: string): Promise<void> {
	await page.goto(link(program));
	// A loop without an end is stopped only when it has used up what a page may work.
	await expect(page.locator('.picture[data-status="ready"], .picture[data-status="failed"]')).toBeVisible({
		timeout: 50_000
	});
}

test('the log of a negative number in one of 64 rows at step 37: two keys', async ({ page }) => {
	await openLink(
		page,
		`def row(xs):
  def step(total, x):
    total = total + jnp.log(x)
    return total, total
  return lax.scan(step, 0., xs)

data = 1 + jnp.arange(64.)[:, None] * jnp.ones(100)
jax.vmap(row)(data.at[23, 37].set(-3.))`
	);
	// 1. The next fault: the cursor stands on the row, the step and the expression.
	await page.keyboard.press('e');
	await expect(place(page)).toHaveText(/step 38 of 100/);
	await expect(page.locator('[data-span-active]')).toHaveText('jnp.log(x)');
	await expect(cell(page, 'x', 23, 37)).toHaveText('-3');
	// 2. Its list says it in words.
	await page.getByRole('button', { name: 'Faults' }).click();
	await expect(page.locator('[data-fault="nan"]')).toContainText('row 23, step 37');
	await expect(page.locator('[data-fault="nan"]')).toContainText('of -3.0');
});

test('an int carry that turns into a float: nothing to do but to read', async ({ page }) => {
	await openLink(
		page,
		`def row(xs):
  def step(count, x):
    count = count + 1
    count = count * x
    return count, x
  return lax.scan(step, jnp.int32(0), xs)

jax.vmap(row)(jnp.ones((3, 4)))`
	);
	const failure = page.locator('[data-failure]');
	await expect(failure).toContainText('TypeError');
	await expect(failure).toContainText('line 8');
	await expect(failure).toContainText('count * x');
	await expect(failure.locator('[data-same="false"]')).toHaveText(/count.*int32\[\].*float32\[\]/);
	await expect(page.locator('.cm-content .hovered')).toHaveText('count * x');
});

test('a carry of which one leaf of three changes its shape: nothing to do but to read', async ({ page }) => {
	await openLink(
		page,
		`def row(xs):
  def step(state, x):
    recent = jnp.append(state['recent'], x)
    return {'count': state['count'] + 1, 'recent': recent, 'total': state['total'] + x}, x
  return lax.scan(step, {'count': 0, 'recent': jnp.zeros(2), 'total': 0.}, xs)

jax.vmap(row)(jnp.ones((3, 4)))`
	);
	const leaves = page.locator('[data-failure]').getByRole('row');
	await expect(leaves).toHaveText([
		/carry.*goes in.*comes out/,
		/count.*int32\[\].*—.*int32\[\]/,
		/recent.*float32\[2\].*≠.*float32\[3\]/,
		/total.*float32\[\].*—.*float32\[\]/
	]);
	await expect(page.locator('[data-same="false"]')).toHaveCount(1);
	await expect(page.locator('.cm-content .hovered')).toHaveText("jnp.append(state['recent'], x)");
});

test('a wrong init: three clicks', async ({ page }) => {
	await openLink(
		page,
		`def row(xs):
  def step(best, x):
    best = jnp.maximum(best, x)
    return best, best
  return lax.scan(step, 0., xs)

jax.vmap(row)(jnp.array([[-3., -1., -4.], [2., -5., 6.]]))`
	);
	// 1. To the end: the greatest of -3, -1 and -4 is told to be 0.
	await page.keyboard.press('End');
	await expect(cell(page, 'carry', 0, 2)).toHaveText('0');
	// 2. This value. 3. Where it came from: the init alone.
	await cell(page, 'carry', 0, 2).click();
	await page.keyboard.press('c');
	await expect(page.locator('[data-dock="cause"]')).toContainText('came from init best of row 0 alone');
});

test('an x too few: two actions', async ({ page }) => {
	await openLink(
		page,
		`def row(xs):
  def step(total, x):
    total = total + x
    return total, total
  return lax.scan(step, 0., xs[1:])

jax.vmap(row)(jnp.array([[10., 20., 30.], [1., 2., 3.]]))`
	);
	// 1. The start: the x's that are to come begin with the second of the data.
	await page.keyboard.press('Home');
	await expect(cell(page, 'x', 0, 0)).toHaveText('20');
	// 2. The first step: there are two of three.
	await page.keyboard.press('ArrowRight');
	await expect(place(page)).toHaveText(/step 1 of 2/);
});

test('a while loop that one row never leaves: two actions', async ({ page }) => {
	await openLink(
		page,
		`def count_down(n):
  def body(s):
    n, k = s
    return n - 2, k + 1
  return lax.while_loop(lambda s: s[0] != 0, body, (n, 0))

jax.vmap(count_down)(jnp.array([4, 6, 7, 8]))`
	);
	await expect(page.locator('[data-failure]')).toContainText('stopped after');
	// 1. Which way the rows go. 2. At the end all have ended but one.
	await page.getByRole('button', { name: 'Branches' }).click();
	await page.keyboard.press('End');
	const rows = page.locator('[data-dock="branches"]');
	await expect(rows).toContainText('row 0 ended after 2 steps');
	await expect(rows).toContainText('row 2 goes on');
	await expect(rows).toContainText('row 3 ended after 4 steps');
});
