import { squeeze } from '../../src/lib/session/squeeze';
import {
	carries,
	cell,
	editor,
	enterEditor,
	exampleProgram,
	leaveEditor,
	open,
	place,
	write,
	writeWhileBusy,
	written
} from './page';
import { expect, test } from './test';

const worked = exampleProgram('running-max');

test('4. becomes 9. and the lanes follow', async ({ page }) => {
	await open(page, 'running-max@2');
	expect(await carries(page, 0)).toEqual(['3', '3', '4']);
	await write(page, worked.replace('1., 4.]', '1., 9.]'));
	await expect(cell(page, 'carry', 0, 2)).toHaveText('9');
	await expect(cell(page, 'x', 0, 2)).toHaveText('9');
	await expect(place(page)).toHaveText(/3 of 3/);
	await expect(page).toHaveURL(/#1\./);
	await page.getByRole('tab', { name: 'Output' }).click();
	await expect(page.locator('[data-result]')).toContainText('[3., 3., 9.]');
});

test('what is typed while the page is busy and the pointer moves is kept', async ({ page }) => {
	// Fewer lines than before: the editor has something to measure.
	const short = 'x = 1\nx + 1';
	await open(page);
	await writeWhileBusy(page, short);
	await expect(page.getByRole('heading', { name: 'No loop ran' })).toBeVisible();
	expect(await written(page)).toBe(short);
});

test('an error is told in its place, the picture stays, and it recovers', async ({ page }) => {
	await open(page, 'running-max@1');
	await write(page, worked.replace('jnp.maximum(carry, x)', 'jnp.maximum(carry, z)'));
	const failure = page.locator('[data-failure]');
	await expect(failure).toContainText("NameError: name 'z' is not defined");
	await expect(page.locator('.error-line')).toContainText("name 'z' is not defined");
	await expect(page.locator('.cm-lintRange-error')).toHaveText('z');
	expect(await carries(page, 1)).toEqual(['1', '5', '']);
	await expect(page.locator('[data-span-active]')).toHaveCount(0);
	await write(page, worked);
	await expect(failure).toHaveCount(0);
	await expect(page.locator('.error-line')).toHaveCount(0);
	await expect(page.locator('[data-span-active]')).toHaveText('jnp.maximum(carry, x)');
	await expect(place(page)).toHaveText(/2 of 3/);
});

/** Slow for what it counts: long before the work limit there is time to press a button. */
const endless = `import jax.numpy as jnp
x = jnp.float32(0)
while True:
  x = x + 1.`;

test('a program that never ends is stopped by the work limit', async ({ page }) => {
	await open(page);
	await write(page, 'while True:\n  pass\n');
	await expect(page.locator('[data-failure]')).toContainText(/stopped after [\d,]+ operations/, {
		timeout: 30_000
	});
	await expect(cell(page, 'carry', 0, 0)).toHaveText('3');
});

test('a program that never ends is cancelled and the page lives', async ({ page }) => {
	await open(page);
	await write(page, endless);
	await page.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.getByText('Stopped.')).toBeVisible();
	await expect(cell(page, 'carry', 0, 0)).toHaveText('3');
	await leaveEditor(page);
	await page.keyboard.press('ArrowRight');
	await expect(place(page)).toHaveText(/2 of 3/);
	await write(page, worked.replace('1., 5., 2.', '7., 5., 2.'));
	await expect(cell(page, 'carry', 1, 0)).toHaveText('7');
});

test('no program and no loop are told, not left blank', async ({ page }) => {
	await open(page);
	await write(page, '1 + 1');
	await expect(page.getByRole('heading', { name: 'No loop ran' })).toBeVisible();
	await page.getByRole('tab', { name: 'Output' }).click();
	await expect(page.locator('[data-result]')).toHaveText('2');
	await page.getByRole('tab', { name: 'Program' }).click();
	await enterEditor(page);
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.press('Delete');
	await expect(page.getByRole('heading', { name: 'No program yet' })).toBeVisible();
});

test('what was typed is offered again after another program was opened', async ({ page }) => {
	await open(page);
	await write(page, `${worked}\n# mine`);
	await expect(page).toHaveURL(/#1\./);
	await page.locator('header [popovertarget="examples"]').click();
	await page.getByRole('button', { name: /running sum/ }).click();
	await expect(page).toHaveURL(/#running-sum/);
	await page.getByRole('button', { name: 'Bring it back' }).click();
	await expect(editor(page)).toContainText('# mine');
});

/** More rows than have their values beside a line together: row n doubles and adds n + 1. */
const eightRows = `import jax
import jax.numpy as jnp
from jax import lax

def row(x):
  def step(c, _):
    twice = c * 2.
    c = twice + x
    return c, None
  return lax.scan(step, 1., None, length=3)[0]

jax.vmap(row)(jnp.arange(8.) + 1)`;

test('beside the active line stand the focus row’s values, those of the equation that one stands on', async ({
	page
}) => {
	const program = squeeze(JSON.stringify({ program: eightRows, moment: '0', lane: 2 }));
	await open(page, `1.${program}`);
	const values = page.locator('.cm-line.active-line .values');
	// Row 2: 1 × 2 + 3; row 3: 1 × 2 + 4, and a step later 6 × 2 + 4.
	await expect(values).toHaveText('5');
	await expect(values).toHaveClass(/carry/);
	await expect(page.locator('.cm-line.active-line')).toContainText('c = twice + x');
	await page.keyboard.press('ArrowDown');
	await expect(values).toHaveText('6');
	await page.keyboard.press('ArrowRight');
	await expect(place(page)).toHaveText(/step 2 of 3/);
	await expect(values).toHaveText('16');
	await page.keyboard.press(',');
	await page.keyboard.press(',');
	await expect(page.locator('.cm-line.active-line')).toContainText('twice = c * 2.');
	await expect(values).toHaveText('12');
	await expect(values).not.toHaveClass(/carry/);
	await page.keyboard.press('ArrowUp');
	await expect(values).toHaveText('10');
});

test('R8: code and picture point at each other', async ({ page }) => {
	await open(page, 'running-max@1');
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	await cell(page, 'carry', 0, 1).hover();
	await expect(page.locator('.cm-content .hovered').first()).toBeVisible();
	await page.locator('.cm-content [data-span-active]').hover();
	await expect(page.locator('[data-cell] .lit').first()).toBeAttached();
});
