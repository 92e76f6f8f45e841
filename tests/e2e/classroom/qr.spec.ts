import jsqr from 'jsqr';
import type { Page } from '@playwright/test';
import { cell, leaveEditor, open, write, written } from '../page';
import { expect, test } from '../test';
import { fragmentOf, project, projector, twelveSteps } from './class';

test.use({ viewport: { width: 1920, height: 1080 } });

/** The solution of the lesson's exercise. */
const runningSum = `import jax
import jax.numpy as jnp
from jax import lax

def batched_running_sum(x_batch):
    def per_row(row):
        def step(carry, x):
            new = carry + x
            return new, new
        _, sums = lax.scan(step, jnp.zeros((), row.dtype), row)
        return sums
    return jax.vmap(per_row)(x_batch)

batched_running_sum(jnp.array([[3., 1., 4.], [1., 5., 2.]]))`;

/**
 * What a camera makes of the page from where the screen, 1080 high, has so many pixels of its picture, in a room where
 * black on white comes down to 7:1. 280 is six screen heights away, 210 is eight (1,920 pixels over 65 degrees).
 */
async function decoded(page: Page, height: number): Promise<string | null> {
	const shot = (await page.screenshot()).toString('base64');
	const { width, pixels } = await page.evaluate(
		async ([shot, height]) => {
			const bytes = Uint8Array.from(atob(shot), (one) => one.charCodeAt(0));
			const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
			const width = Math.round((image.width / image.height) * height);
			const context = new OffscreenCanvas(width, height).getContext('2d');
			if (!context) throw new Error('no canvas');
			context.imageSmoothingQuality = 'high';
			context.drawImage(image, 0, 0, width, height);
			const { data } = context.getImageData(0, 0, width, height);
			return { width, pixels: btoa(Array.from(data, (part) => String.fromCharCode(part)).join('')) };
		},
		[shot, height] as const
	);
	return jsqr(washedOut(Buffer.from(pixels, 'base64')), width, height)?.data ?? null;
}

/** With stray light that makes 7:1 of black on white. */
function washedOut(pixels: Uint8Array): Uint8ClampedArray {
	const stray = 1 / 6;
	const through = (part: number): number => {
		const light = ((part / 255) ** 2.2 + stray) / (1 + stray);
		return Math.round(255 * light ** (1 / 2.2));
	};
	return Uint8ClampedArray.from(pixels, (part, n) => (n % 4 === 3 ? 255 : through(part)));
}

const code = (page: Page) => page.getByRole('dialog', { name: /Scan to open/ });

async function address(page: Page): Promise<string> {
	await expect(code(page).getByRole('img')).toBeVisible();
	return (await code(page).getByRole('img').getAttribute('data-address')) ?? '';
}

test('R32: the code of a built-in program is read at eight screen heights', async ({ page }) => {
	await open(page, 'running-max@1');
	await page.keyboard.press('q');
	const link = await address(page);
	expect(link).toMatch(/#running-max@1$/);
	await expect(page.locator('[data-bytes]')).toHaveText(`${link.length} bytes`);
	await expect(page.locator('[data-reach]')).toHaveText('Reads to the row at 8 screen heights.');
	expect(await decoded(page, 210)).toBe(link);
});

test('R32: that of a solution is read at six', async ({ page }) => {
	await open(page, fragmentOf(runningSum, { moment: '1' }));
	await page.getByRole('button', { name: 'Share link' }).click();
	await page.getByRole('button', { name: 'As a code to scan' }).click();
	const link = await address(page);
	await expect(page.locator('[data-reach]')).toHaveText('Reads to the row at 6 screen heights.');
	await expect(page.locator('.advice')).toContainText('For the rows behind');
	expect(await decoded(page, 280)).toBe(link);
	await code(page).getByRole('button', { name: 'Close' }).click();
	await expect(code(page)).toHaveCount(0);
});

test('R32: that of a lesson is read at eight, that of an answer to its exercise at six', async ({ page }) => {
	await page.goto('/learn/vmap-over-scan/');
	await expect(cell(page, 'carry').first()).toBeAttached();
	await page.keyboard.press('q');
	const lesson = await address(page);
	expect(lesson).toMatch(/learn\/vmap-over-scan\/#vmap-over-scan/);
	await expect(page.locator('[data-reach]')).toHaveText('Reads to the row at 8 screen heights.');
	expect(await decoded(page, 210)).toBe(lesson);
	await page.keyboard.press('Escape');
	await expect(code(page)).toHaveCount(0);

	await page
		.locator('[data-exercise="batched-running-sum"]')
		.getByRole('button', { name: 'Write it' })
		.click();
	await expect.poll(() => written(page)).toContain('def batched_running_sum');
	await write(page, runningSum);
	await expect(cell(page, 'carry').first()).toBeAttached();
	await leaveEditor(page);
	await page.keyboard.press('q');
	const answer = await address(page);
	expect(answer).not.toBe(lesson);
	await expect(page.locator('[data-reach]')).toHaveText(/at [68] screen heights/);
	expect(await decoded(page, 280)).toBe(answer);
});

test('R32: a link over the budget is said to be, with what to do', async ({ page }) => {
	const noise = Array.from({ length: 240 }, (_, n) => ((n * 7919 + 13) ** 2 % 99991).toString(36)).join(' ');
	await open(page, fragmentOf(`${twelveSteps}\n# ${noise}`));
	await page.keyboard.press('q');
	await expect(page.locator('[data-reach]')).toHaveText('Too much to be read across a room.');
	await expect(page.locator('.advice')).toContainText('Shorten the program');
});

test('R32: on the projector a key shows and hides the code, which opens at the desk', async ({ page }) => {
	await project(page, 'running-max@1&room=projector');
	await page.keyboard.press('q');
	expect(await address(page)).toMatch(/#running-max@1$/);
	await page.keyboard.press('Escape');
	await expect(code(page)).toHaveCount(0);
	await expect(projector(page)).toBeVisible();
});
