import type { Page } from '@playwright/test';
import { cell, editor, place, settled, tabTo, written } from '../page';
import { expect, test } from '../test';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const solution = `import jax
import jax.numpy as jnp
from jax import lax

def batched_running_sum(x_batch):
  def per_row(row):
    def step(carry, x):
      new = carry + x
      return new, new
    _, ys = lax.scan(step, 0, row)
    return ys
  return jax.vmap(per_row)(x_batch)

batched_running_sum(jnp.array([[3., 1., 4.], [1., 5., 2.]]))`;

async function openLesson(page: Page): Promise<void> {
	await page.goto('/learn/vmap-over-scan/');
	await expect(cell(page, 'carry').first()).toBeAttached();
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
}

/** The scene, the step, and what is asked or told there. */
const stand = (page: Page): Promise<string> =>
	page.evaluate(() =>
		['[aria-label="Scenes"] [aria-current="step"]', '[data-place]', '[data-predict]', '[data-failure]']
			.map((part) => document.querySelector(part)?.textContent?.trim() ?? '')
			.join(' / ')
	);

test('R17: a whole lesson is walked and its exercise solved by keyboard alone', async ({ page }) => {
	test.slow();
	await openLesson(page);
	await page.evaluate(() => {
		addEventListener('pointerdown', () => document.body.setAttribute('data-touched', ''), true);
	});
	const exercise = page.locator('[data-exercise="batched-running-sum"]');
	const check = exercise.getByRole('button', { name: 'Check', exact: true });
	const asked = page.locator('[data-predict="asked"]');
	const told = page.locator('[data-predict="told"]');
	let questions = 0;
	for (let n = 0; n < 80 && (await check.count()) === 0; n++) {
		const before = await stand(page);
		if ((await asked.count()) > 0) {
			questions++;
			await page.keyboard.press('a');
			if (questions === 1) {
				await expect(asked.locator('[data-option="0"]')).toBeFocused();
				await page.keyboard.press('Enter');
				await expect(told.locator('[data-given]')).toBeVisible();
			} else {
				await tabTo(page, asked.getByRole('button', { name: 'Skip' }));
				await page.keyboard.press('Enter');
				await expect(told).toBeVisible();
			}
		} else await page.keyboard.press('PageDown');
		await expect.poll(() => stand(page)).not.toBe(before);
		await expect(page.locator('.picture')).not.toHaveAttribute('data-status', 'running');
		await settled(page);
	}
	expect(questions).toBe(5);

	await tabTo(page, editor(page));
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText(solution);
	await expect.poll(() => written(page)).toBe(solution);
	await page.keyboard.press('Escape');
	await tabTo(page, check, 'Shift+Tab');
	await page.keyboard.press('Enter');
	await expect(exercise.locator('[data-verdict]')).toHaveAttribute('data-verdict', 'right');
	await expect(check).toBeFocused();
	await expect(page.locator('[data-touched]')).toHaveCount(0);
});

test('R17: Tab leads through all of a lesson and out again, and to the lanes at once', async ({ page }) => {
	await openLesson(page);
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: 'Skip to the lanes' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('region', { name: 'Picture' })).toBeFocused();
	await page.keyboard.press('PageDown');
	await expect(place(page)).toHaveText(/step 1 of 3/);
	// Out at the end of the page, in at its beginning and out again; who never comes out is trapped.
	const seen: string[] = [];
	let outside = 0;
	for (let n = 0; n < 200 && outside < 2; n++) {
		await page.keyboard.press('Tab');
		const stop = await page.evaluate(() => {
			const { activeElement } = document;
			if (!activeElement || activeElement === document.body) return null;
			const { width, height, bottom, top } = activeElement.getBoundingClientRect();
			const inSight = width > 0 && height > 0 && bottom > 0 && top < innerHeight;
			return {
				inSight,
				name: activeElement.outerHTML.slice(0, 120),
				types: activeElement.matches('.cm-content')
			};
		});
		if (stop === null) {
			outside++;
			continue;
		}
		if (stop.types) await page.keyboard.press('Escape');
		expect(stop.inSight, stop.name).toBe(true);
		seen.push(stop.name);
	}
	expect(outside).toBe(2);
	expect(seen.length).toBeGreaterThan(60);
});
