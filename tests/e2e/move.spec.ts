import type { Page } from '@playwright/test';
import { carries, cell, open, picture, place, settled, timeline } from './page';
import { expect, test } from './test';

test('R5: a step forward is played in three beats, a step back is there at once', async ({ page }) => {
	await open(page);
	await page.evaluate(() => {
		const seen: string[] = ((window as never as { seen: string[] }).seen = []);
		const app = document.querySelector('.app');
		const look = (): void => {
			const stage = app?.getAttribute('data-stage') ?? 'still';
			if (seen.at(-1) !== stage) seen.push(stage);
		};
		if (app) new MutationObserver(look).observe(app, { attributes: true, attributeFilter: ['data-stage'] });
	});
	await page.keyboard.press('ArrowRight');
	await settled(page);
	await expect
		.poll(() => page.evaluate(() => (window as never as { seen: string[] }).seen))
		.toEqual(['pull', 'combine', 'emit', 'rest', 'still']);
	expect(await carries(page, 1)).toEqual(['1', '5', '']);
	await expect(page.locator('[data-live]')).toHaveText('step 2 of 3: row 0 kept 3, row 1 is now 5');
	await page.keyboard.press('ArrowLeft');
	await expect(place(page)).toHaveText(/1 of 3/);
	expect(await carries(page, 1)).toEqual(['1', '', '']);
});

test('R5: beats are visited one by one, both ways', async ({ page }) => {
	await open(page);
	const stage = page.locator('.app');
	for (const beat of ['pull', 'combine', 'emit']) {
		await page.keyboard.press('Shift+ArrowRight');
		await expect(stage).toHaveAttribute('data-stage', beat);
	}
	await expect(cell(page, 'carry', 0, 1)).toHaveText('3');
	for (const beat of ['combine', 'pull']) {
		await page.keyboard.press('Shift+ArrowLeft');
		await expect(stage).toHaveAttribute('data-stage', beat);
	}
	await page.keyboard.press('Shift+ArrowLeft');
	await expect(place(page)).toHaveText(/1 of 3/);
	await settled(page);
});

test('keys that come faster than the motion are not lost', async ({ page }) => {
	await open(page, 'fibonacci@start');
	for (let n = 0; n < 10; n++) await page.keyboard.press('PageDown');
	await expect(place(page)).toHaveText(/10 of 10/);
});

test('the thumb is dragged and the picture follows', async ({ page }) => {
	await open(page);
	const box = await timeline(page).boundingBox();
	if (!box) throw new Error('no timeline');
	const at = (part: number): [number, number] => [box.x + box.width * part, box.y + 22];
	await page.mouse.move(...at(0.17));
	await page.mouse.down();
	await page.mouse.move(...at(0.5), { steps: 4 });
	await expect(place(page)).toHaveText(/2 of 3/);
	await expect(cell(page, 'carry', 1, 1)).toHaveText('5');
	await page.mouse.move(...at(0.95), { steps: 4 });
	await expect(place(page)).toHaveText(/3 of 3/);
	await page.mouse.move(box.x - 80, box.y + 200, { steps: 4 });
	await expect(place(page)).toHaveText(/before step/);
	await expect(cell(page, 'init', 0)).toHaveText('−∞');
	expect(await carries(page, 0)).toEqual(['', '', '']);
	await page.mouse.up();
	await expect(timeline(page)).toHaveAttribute('aria-valuetext', 'before step 1 of 3');
});

test('it plays to the end, can be paused, and leaves one entry in the history', async ({ page }) => {
	await open(page);
	const entries = await page.evaluate(() => history.length);
	await page.getByLabel('Speed').selectOption('4');
	await page.locator('body').click({ position: { x: 700, y: 690 } });
	await page.keyboard.press(' ');
	await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
	await page.keyboard.press(' ');
	await settled(page);
	await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
	await page.getByRole('button', { name: 'Play' }).click();
	await expect(place(page)).toHaveText(/3 of 3/);
	await settled(page);
	expect(await carries(page, 1)).toEqual(['1', '5', '5']);
	await expect(page).toHaveURL(/@2/);
	expect(await page.evaluate(() => history.length)).toBe(entries);
});

test('R3: 200 random moves end in the same picture as a jump', async ({ page }) => {
	test.slow();
	await open(page);
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	const random = seeded(7);
	const keys = ['ArrowRight', 'ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowLeft', 'Home', 'End', ' '];
	for (let n = 0; n < 200; n++) await page.keyboard.press(keys[Math.floor(random() * keys.length)]);
	await page.keyboard.press('Home');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await settled(page);
	const walked = await picture(page);
	await open(page, 'running-max@1');
	await reload(page);
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	await expect.poll(() => picture(page)).toEqual(walked);
});

test('a row is focused by the arrow keys', async ({ page }) => {
	await open(page);
	await page.keyboard.press('ArrowDown');
	await expect(page).toHaveURL(/lane=1/);
	await page.keyboard.press('ArrowUp');
	await expect(page).toHaveURL(/lane=0/);
});

async function reload(page: Page): Promise<void> {
	await page.reload();
	await settled(page);
	await expect(cell(page, 'carry', 0, 0)).toBeAttached();
}

/** Park and Miller's generator: the same moves in every run. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
