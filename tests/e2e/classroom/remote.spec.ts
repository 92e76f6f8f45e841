import type { Page } from '@playwright/test';
import { squeeze } from '../../../src/lib/session/squeeze';
import { cell, enterEditor, open, timeline, written } from '../page';
import { expect, test } from '../test';
import { counter, fragmentOf, project, projector, twelveSteps } from './class';

const start = fragmentOf(twelveSteps, { moment: '3', room: 'projector' });

/** The keys of a remote and of a speaker, each with the step, counted from one, that it leads to from the fourth. */
const moves = [
	['PageDown', 5],
	['ArrowRight', 5],
	[' ', 5],
	['n', 5],
	['PageUp', 3],
	['ArrowLeft', 3],
	['Shift+ ', 3],
	['p', 3]
] as const;

/** What had the focus at the desk when the page was put into projector mode. */
const focused = {
	'the editor': async (page) => enterEditor(page),
	'the slider': async (page) => timeline(page).focus(),
	'the grid': async (page) => page.locator('.body button').first().focus()
} satisfies Record<string, (page: Page) => Promise<void>>;

for (const [place, focus] of Object.entries(focused))
	test(`R6: a presenter remote works with the focus in ${place}`, async ({ page }) => {
		await open(page, fragmentOf(twelveSteps, { moment: '3' }));
		await expect(page.locator('[data-editor="ready"]')).toBeAttached();
		const before = await written(page);
		await focus(page);
		await page.evaluate((fragment) => (location.hash = fragment), start);
		await expect(projector(page)).toBeVisible();
		for (const [key, step] of place === 'the editor' ? moves : moves.filter(([key]) => key.length > 7)) {
			await page.keyboard.press(key);
			await expect(counter(page)).toHaveText(`step ${step} of 12`);
			await page.keyboard.press(step > 4 ? 'PageUp' : 'PageDown');
			await expect(counter(page)).toHaveText('step 4 of 12');
		}
		for (const key of ['.', 'b']) {
			await page.keyboard.press(key);
			await expect(page.locator('[data-blank="black"]')).toBeVisible();
			await page.keyboard.press(key);
			await expect(page.locator('[data-blank]')).toHaveCount(0);
		}
		await page.keyboard.press('F5');
		await expect(counter(page)).toHaveText('step 4 of 12');
		await page.keyboard.press('Escape');
		await expect(projector(page)).toHaveCount(0);
		expect(await written(page)).toBe(before);
	});

test('R6: F5 loses nothing, and puts away what hides the picture', async ({ page }) => {
	await project(page, start);
	await page.evaluate(() => Object.assign(window, { same: true }));
	await page.keyboard.press('b');
	await page.keyboard.press('F5');
	await expect(page.locator('[data-blank]')).toHaveCount(0);
	await expect(counter(page)).toHaveText('step 4 of 12');
	expect(await page.evaluate(() => 'same' in window)).toBe(true);
});

test('R6: Escape closes what is open, then leaves', async ({ page }) => {
	await project(page, start);
	await page.keyboard.press('?');
	const help = page.getByRole('dialog', { name: 'Keys' });
	await expect(help).toBeVisible();
	await expect(help).toContainText('black screen');
	await page.keyboard.press('Escape');
	await expect(help).toHaveCount(0);
	await expect(projector(page)).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(projector(page)).toHaveCount(0);
});

test('R6: G and a number lead to a step', async ({ page }) => {
	await project(page, start);
	for (const key of ['g', '1', '1', 'Backspace', '0']) await page.keyboard.press(key);
	await expect(page.getByRole('status').filter({ hasText: 'go to' })).toHaveText('go to 10');
	await page.keyboard.press('Enter');
	await expect(counter(page)).toHaveText('step 10 of 12');
	for (const key of ['g', 's', '1', '2']) await page.keyboard.press(key);
	await expect(page.getByRole('status').filter({ hasText: 'go to' })).toHaveText('go to scene 12');
});

test('R6: Shift and a step key walk the beats', async ({ page }) => {
	await project(page, start);
	await page.keyboard.press('Shift+PageDown');
	await expect(page.locator('.app')).toHaveAttribute('data-stage', 'pull');
	await expect(counter(page)).toHaveText('step 5 of 12');
	await page.keyboard.press('Shift+PageUp');
	await expect(counter(page)).toHaveText('step 4 of 12');
});

test('R40: a black or white screen hides all and says so', async ({ page }) => {
	await project(page, start);
	for (const [key, colour, shown] of [
		['b', 'rgb(0, 0, 0)', 'black'],
		['w', 'rgb(255, 255, 255)', 'white']
	]) {
		await page.keyboard.press(key);
		await expect(page.locator(`[data-blank="${shown}"]`)).toHaveCSS('background-color', colour);
		await expect(page.getByRole('status').filter({ hasText: 'blanked' })).toHaveCount(1);
		expect(await projector(page).ariaSnapshot()).not.toContain('row 0');
		const covered = await page.evaluate(() =>
			[...document.querySelectorAll('[data-cell]')].every((cell) => {
				const { x, y, width, height } = cell.getBoundingClientRect();
				return document.elementFromPoint(x + width / 2, y + height / 2)?.closest('[data-cell]') == null;
			})
		);
		expect(covered).toBe(true);
		await page.keyboard.press(key);
		await expect(page.locator('[data-blank]')).toHaveCount(0);
	}
	expect(await projector(page).ariaSnapshot()).toContain('row 0');
});

test('R40: what the pen draws outlives a step, is undone and cleared, and the pen blocks no key', async ({
	page
}) => {
	await project(page, start);
	const strokes = page.locator('[data-ink] path');
	const draw = async (from: number): Promise<void> => {
		await page.mouse.move(from, 300);
		await page.mouse.down();
		await page.mouse.move(from + 80, 360, { steps: 3 });
		await page.mouse.up();
	};
	await page.keyboard.press('d');
	await expect(page.locator('[data-ink].pen')).toBeAttached();
	await draw(300);
	await draw(500);
	await expect(strokes).toHaveCount(2);
	await page.keyboard.press('PageDown');
	await expect(counter(page)).toHaveText('step 5 of 12');
	await expect(strokes).toHaveCount(2);
	await page.keyboard.press('u');
	await expect(strokes).toHaveCount(1);
	await page.keyboard.press('c');
	await expect(strokes).toHaveCount(0);
	// Also in the middle of a stroke.
	await page.mouse.move(300, 300);
	await page.mouse.down();
	await page.mouse.move(340, 320);
	await page.keyboard.press('PageDown');
	await expect(counter(page)).toHaveText('step 6 of 12');
	await page.mouse.up();
	await expect(strokes).toHaveCount(1);
});

test('R40: ink is kept with its scene when asked for', async ({ page }) => {
	const scene = { program: twelveSteps, moment: '0' };
	await project(
		page,
		`2.${squeeze(JSON.stringify({ ...scene, room: 'projector', slides: [scene, scene], at: 0 }))}`
	);
	const strokes = page.locator('[data-ink] path');
	const goTo = async (scene: number): Promise<void> => {
		for (const key of ['g', 's', String(scene), 'Enter']) await page.keyboard.press(key);
		await expect(page).toHaveURL((url) => url.hash.length > 3);
	};
	const dot = async (): Promise<void> => {
		await page.mouse.move(400, 400);
		await page.mouse.down();
		await page.mouse.up();
	};
	await page.keyboard.press('d');
	await dot();
	await page.keyboard.press('k');
	await expect(strokes).toHaveCount(1);
	await goTo(2);
	await expect(strokes).toHaveCount(0);
	await dot();
	await expect(strokes).toHaveCount(1);
	await goTo(1);
	await dot();
	await expect(strokes).toHaveCount(2);
	await goTo(2);
	await expect(strokes).toHaveCount(0);
});

test('R40: one row fills the screen, and all of them come back', async ({ page }) => {
	await project(page, start);
	const value = cell(page, 'carry', 1, 3).locator('text').first();
	const height = async (): Promise<number> => (await value.boundingBox())?.height ?? 0;
	const small = await height();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('+');
	await expect(cell(page, 'carry', 0)).toHaveCount(0);
	await expect.poll(height).toBeGreaterThan(1.3 * small);
	await page.keyboard.press('ArrowDown');
	await expect(cell(page, 'carry', 1)).toHaveCount(0);
	await expect(cell(page, 'carry', 2, 3)).toHaveText('8');
	await page.keyboard.press('PageDown');
	await expect(counter(page)).toHaveText('step 5 of 12');
	await page.keyboard.press('-');
	await expect.poll(height).toBe(small);
	await expect(cell(page, 'carry', 3, 4)).toHaveText('4');
});

test('R40: the spotlight follows the pointer', async ({ page }) => {
	await project(page, start);
	await page.keyboard.press('l');
	await page.mouse.move(320, 200);
	const light = page.locator('[data-spotlight]');
	await expect(light).toHaveCSS('background-image', /at 22\.2222% 24\.6914%|at 320px 200px/);
	await page.keyboard.press('Escape');
	await expect(light).toHaveCount(0);
	await expect(projector(page)).toBeVisible();
});
