import type { Page } from '@playwright/test';
import { cell, editor, enterEditor, place, settled, write, written } from '../page';
import { expect, test } from '../test';

const lesson = '/learn/vmap-over-scan/';

async function open(page: Page, fragment = ''): Promise<void> {
	await page.goto(lesson + fragment);
	await expect(cell(page, 'carry').first()).toBeAttached();
	await settled(page);
}

const exercise = (page: Page, name = 'batched-running-sum') => page.locator(`[data-exercise="${name}"]`);
const verdict = (page: Page, name?: string) => exercise(page, name).locator('[data-verdict]');

/** Goes to the exercise and writes an answer. */
async function answer(page: Page, program: string, name?: string): Promise<void> {
	await exercise(page, name).getByRole('button', { name: 'Write it' }).click();
	const check = exercise(page, name).getByRole('button', { name: 'Check', exact: true });
	await expect(check).toBeVisible();
	await write(page, program);
	await check.click();
}

const head = 'import jax\nimport jax.numpy as jnp\nfrom jax import lax\n\n';
const call = '\n\nbatched_running_sum(jnp.array([[3., 1., 4.], [1., 5., 2.]]))';
const solution = `${head}def batched_running_sum(x_batch):
  def per_row(row):
    def step(carry, x):
      new = carry + x
      return new, new
    _, ys = lax.scan(step, 0, row)
    return ys
  return jax.vmap(per_row)(x_batch)${call}`;

test('a lesson is read without JavaScript', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(lesson);
	await expect(page.getByRole('heading', { level: 1, name: 'vmap over lax.scan' })).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Why this matters' })).toBeVisible();
	await expect(page.locator('math').first()).toBeAttached();
	await page.locator('[data-scene="running-max"] summary').click();
	await expect(page.locator('[data-scene="running-max"] .outcome')).toContainText('[1., 5., 5.]]');
	// A browser made to run no scripts for a test still reads <noscript> as text.
	const source = await (await page.request.get(lesson)).text();
	expect(source).toContain('Checking needs JavaScript');
	await context.close();
});

test('R1: a lesson is alive: predict, reveal, on to the next scene', async ({ page }) => {
	await open(page);
	await expect(page.locator('.picture [data-caption]')).toContainText('Each lane is one row of the batch');
	await page.keyboard.press('PageDown');
	await expect(place(page)).toHaveText(/step 1 of 3/);
	await page.keyboard.press('PageDown');
	const asked = page.locator('[data-predict="asked"]');
	await expect(asked).toContainText('row 0');
	const text = page.locator('#worked-example');
	await expect(text).toContainText('once the questions of the scene are answered');
	await expect(text).not.toContainText('the carry stays 3');
	await asked.getByRole('button', { name: '1', exact: false }).first().click();
	const told = page.locator('[data-predict="told"]');
	await expect(told.locator('[data-truth]')).toHaveText('3');
	await page.keyboard.press('PageDown');
	await page.keyboard.press('PageDown');
	await page.getByRole('button', { name: 'Skip', exact: true }).click();
	await expect(text).toContainText('the carry stays 3');
	await page.getByRole('button', { name: 'Run it' }).first().click();
	await expect(page.locator('[data-failure]')).toContainText('NameError');
	await expect(page).toHaveURL(/#vmap-over-scan\/4/);
});

test('the text comes along with the scene, and a link leads to its place', async ({ page }) => {
	await open(page, '#vmap-over-scan/5');
	await expect(page.locator('[data-scene="body-inside-reads-row"]')).toBeInViewport();
	await expect(page.locator('[data-scene="body-inside-reads-row"] > button')).toHaveText('Shown now');
	await page.keyboard.press('PageUp');
	await expect(page.locator('[data-scene="body-outside-reads-row"] > button')).toHaveText('Shown now');
});

test('a right answer is right, on random data too, and stays solved on this device', async ({ page }) => {
	await open(page);
	await answer(page, solution);
	await expect(verdict(page)).toHaveAttribute('data-verdict', 'right');
	await expect(exercise(page).getByText('Solved')).toBeVisible();
	await page.goto(lesson);
	await expect(exercise(page).getByText('Solved')).toBeVisible();
	await exercise(page).getByRole('button', { name: 'Write it' }).click();
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	await expect.poll(() => written(page)).toBe(solution);
});

const wrong = (
	title: string,
	program: string,
	message: string,
	at: readonly [number, number],
	told: readonly [string, string],
	name?: string
) =>
	test(`R10: ${title} parts from the reference at row ${at[0]}, step ${at[1]}`, async ({ page }) => {
		await open(page);
		await answer(page, program, name);
		await expect(verdict(page, name)).toHaveAttribute('data-message', message);
		const example = exercise(page, name).locator('[data-counterexample]');
		await expect(example).toHaveAttribute('data-lane', String(at[0]));
		await expect(example).toHaveAttribute('data-step', String(at[1]));
		await expect(example.locator('[data-expected]')).toHaveText(told[0]);
		await expect(example.locator('[data-got]')).toHaveText(told[1]);
		await expect(example.locator('[data-run]').first()).toBeVisible();
		await expect(
			example.locator(
				`[data-run="Yours"] [data-first][data-step="${at[1]}"], [data-run="As it should be"] [data-ring]`
			)
		).not.toHaveCount(0);
		await expect(verdict(page, name)).toHaveRole('status');
		await expect(verdict(page, name)).toContainText(
			`Row ${at[0]}, step ${at[1]}: expected ${told[0]}, got ${told[1]}.`
		);
	});

wrong(
	'a scan over the rows (M3)',
	solution
		.replace('  def per_row(row):\n', '')
		.replace(
			'    _, ys = lax.scan(step, 0, row)\n    return ys\n  return jax.vmap(per_row)(x_batch)',
			'    _, ys = lax.scan(step, jnp.zeros_like(x_batch[0]), x_batch)\n    return ys'
		)
		.replaceAll('\n    ', '\n  '),
	'scan-over-rows',
	[1, 0],
	['1', '4']
);
wrong(
	'a sum that starts from the first number (M9)',
	solution.replace('(step, 0, row)', '(step, row[0], row)'),
	'counts-first-twice',
	[0, 0],
	['3', '6']
);
wrong(
	'a y that is the old carry (M10)',
	solution.replace('return new, new', 'return new, carry'),
	'old-carry-emitted',
	[0, 0],
	['3', '0']
);
wrong(
	'a maximum from 0 (M8), on [[-1]],',
	`${head}def running_max_batch(x_batch):
  def per_row(row):
    def step(carry, x):
      new = jnp.maximum(carry, x)
      return new, new
    _, ys = lax.scan(step, 0., row)
    return ys
  return jax.vmap(per_row)(x_batch)

running_max_batch(jnp.array([[3., 1., 4.], [1., 5., 2.]]))`,
	'starts-at-zero',
	[0, 0],
	['-1', '0'],
	'running-max-batch'
);

test('hints come one at a time, the solution when asked for', async ({ page }) => {
	await open(page);
	const hints = exercise(page).getByRole('list', { name: 'Hints' }).locator('> li');
	await exercise(page).getByRole('button', { name: 'A hint' }).click();
	await expect(hints).toHaveCount(1);
	await exercise(page).getByRole('button', { name: 'Another hint' }).click();
	await expect(hints).toHaveCount(2);
	await expect(exercise(page).getByText('A solution')).toHaveCount(0);
	await exercise(page).getByRole('button', { name: 'Show the solution' }).click();
	await expect(exercise(page).getByText('A solution')).toBeVisible();
});

test('a place of a lesson is found from any page', async ({ page }) => {
	await page.goto('/#vmap-over-scan/2');
	await expect(page).toHaveURL(/learn\/vmap-over-scan\/#vmap-over-scan\/2/);
	await expect(page.locator('[data-scene="pair"] > button')).toHaveText('Shown now');
});

test('R36: blocks are put in order with keys alone, and one that does not belong is told of', async ({
	page
}) => {
	await open(page);
	const puzzle = page.locator('[data-exercise="batched-running-sum"] [data-puzzle]');
	await puzzle.getByText('Put blocks in order instead').press('Enter');
	const take = (block: string): Promise<void> =>
		puzzle.locator(`[data-block="${block}"] > button`).press('Enter');
	for (const block of ['body-outside', 'function', 'helper', 'scan', 'give', 'batch']) await take(block);
	await puzzle.getByRole('button', { name: 'Check these blocks' }).press('Enter');
	await expect(verdict(page)).toHaveAttribute('data-message', 'body-outside');

	await puzzle.getByRole('button', { name: 'Out: One step of one row' }).press('Enter');
	for (const block of ['emit', 'body']) await take(block);
	for (let place = 6; place > 2; place--)
		await puzzle.locator('[data-block="body"] [data-by="-1"]').press('Enter');
	for (let place = 6; place > 3; place--)
		await puzzle.locator('[data-block="emit"] [data-by="-1"]').press('Enter');
	await puzzle.getByRole('button', { name: 'Check these blocks' }).press('Enter');
	await expect(verdict(page)).toHaveAttribute('data-verdict', 'right');
});

test('R35: the carries of a row are filled in by hand', async ({ page }) => {
	await open(page);
	const hand = exercise(page).locator('[data-by-hand]');
	await hand.locator('summary').click();
	await expect(hand.getByRole('button', { name: 'Grade' })).toBeVisible();
	// Names that are only heard must not give the page a length to scroll.
	expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
	const first = hand.getByLabel('Carry after step 0');
	await first.fill('99');
	await hand.getByRole('button', { name: 'Grade' }).click();
	await expect(hand.locator('[data-hand="wrong"]')).toContainText('after step 0: it should be');
	const [, right] =
		/should be (-?[\d.]+)\./.exec((await hand.locator('[data-hand]').textContent()) ?? '') ?? [];
	await first.fill(right);
	await hand.getByRole('button', { name: 'Grade' }).click();
	await expect(hand.locator('[data-hand="unfinished"]')).toContainText('After step 1');
});

test('the list of lessons leads to each', async ({ page }) => {
	await page.goto('/');
	await page.getByRole('link', { name: 'Lessons' }).click();
	for (const name of ['carry-x-and-y', 'vmap-over-scan', 'batched-rnn'])
		await expect(page.locator(`a[href*="${name}"]`)).toBeVisible();
	await page.locator('a[href*="batched-rnn"]').click();
	await expect(page.getByRole('heading', { level: 1 }).last()).toContainText('RNN');
	await expect(cell(page, 'carry').first()).toBeAttached();
});

test('a student on a phone opens, steps, solves', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await page.goto(lesson);
	await expect(page.getByRole('heading', { level: 1, name: 'vmap over lax.scan' })).toBeVisible();
	await page.locator('[data-scene="running-max"] > button').click();
	await page.getByRole('button', { name: 'Program and lanes' }).click();
	await expect(cell(page, 'carry').first()).toBeVisible();
	await page.getByRole('button', { name: 'Step forward' }).click();
	await expect(place(page)).toHaveText(/step 1 of 3/);
	await page.getByRole('button', { name: 'Text', exact: true }).click();
	await exercise(page).getByRole('button', { name: 'Write it' }).click();
	await enterEditor(page);
	await write(page, solution);
	await page.getByRole('button', { name: 'Text', exact: true }).click();
	await exercise(page).getByRole('button', { name: 'Check', exact: true }).click();
	await expect(verdict(page)).toHaveAttribute('data-verdict', 'right');
	await expect(editor(page)).toBeHidden();
});
