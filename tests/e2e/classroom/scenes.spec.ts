import { cell, leaveEditor, open, place, settled, write } from '../page';
import { expect, test } from '../test';
import type { Locator, Page } from '@playwright/test';

const strip = (page: Page): Locator => page.getByRole('navigation', { name: 'Scenes' });
const scenes = (page: Page): Locator => strip(page).getByRole('listitem');
const current = (page: Page): Locator => strip(page).locator('[aria-current="step"]');
const menu = (page: Page): Locator => page.getByRole('dialog', { name: 'Edit scenes' });

/** Keeps what is seen as a scene and waits for it to be the current one. */
async function keep(page: Page, number: number): Promise<void> {
	await strip(page).getByRole('button', { name: 'Keep as scene' }).click();
	await expect(scenes(page)).toHaveCount(number);
	await expect(current(page)).toHaveText(new RegExp(`^${number} `));
}

/** Presses a key and waits until the picture stands there. */
async function go(page: Page, key: string, there: string): Promise<void> {
	await page.keyboard.press(key);
	await expect(place(page)).toHaveText(`scan ${there}`);
	await settled(page);
}

/** A press of a key, and the scene and the place that it leads to. */
type Stop = readonly [scene: string, there: string];

async function walk(page: Page, key: string, stops: readonly Stop[]): Promise<void> {
	for (const [scene, there] of stops) {
		await page.keyboard.press(key);
		await expect(current(page)).toHaveText(scene);
		await expect(place(page)).toHaveText(`scan ${there}`);
		await settled(page);
	}
}

/** The link to what is seen. */
async function linkOf(page: Page): Promise<string> {
	await page.getByRole('button', { name: 'Share link' }).click();
	const field = page.getByLabel('The link');
	await expect(field).toHaveValue(/#/);
	return field.inputValue();
}

const sum = `from jax import lax
import jax.numpy as jnp
lax.scan(lambda total, x: (total + x, total), 0., jnp.array([2., 5.]))
`;

test.use({ contextOptions: { reducedMotion: 'reduce' }, viewport: { width: 1440, height: 810 } });

test('R13: five scenes built by buttons are walked with PageDown alone, to the end and back', async ({
	page,
	browser
}) => {
	await open(page, 'running-max@start');
	await keep(page, 1);
	await go(page, 'ArrowRight', 'step 1 of 3');
	await keep(page, 2);
	await go(page, 'End', 'step 3 of 3');
	await keep(page, 3);
	await write(page, sum);
	await expect(cell(page, 'x', undefined, 1)).toHaveText(['5']);
	await leaveEditor(page);
	await go(page, 'Home', 'before step 1 of 2');
	await keep(page, 4);
	await go(page, 'ArrowRight', 'step 1 of 2');
	await keep(page, 5);
	await scenes(page).first().click();
	await expect(current(page)).toHaveText('1 start');
	const link = await linkOf(page);

	const fresh = await browser.newPage({ reducedMotion: 'reduce' });
	await fresh.goto(link);
	await expect(place(fresh)).toHaveText('scan before step 1 of 3');
	await walk(fresh, 'PageDown', [
		['1 start', 'step 1 of 3'],
		['1 start', 'step 2 of 3'],
		['1 start', 'step 3 of 3'],
		['2 step 0', 'step 1 of 3'],
		['2 step 0', 'step 2 of 3'],
		['2 step 0', 'step 3 of 3'],
		['3 step 2', 'step 3 of 3'],
		['4 start', 'before step 1 of 2'],
		['4 start', 'step 1 of 2'],
		['4 start', 'step 2 of 2'],
		['5 step 0', 'step 1 of 2'],
		['5 step 0', 'step 2 of 2'],
		['5 step 0', 'step 2 of 2']
	]);
	await walk(fresh, 'PageUp', [
		['5 step 0', 'step 1 of 2'],
		['5 step 0', 'before step 1 of 2'],
		['4 start', 'before step 1 of 2'],
		['3 step 2', 'step 3 of 3'],
		['3 step 2', 'step 2 of 3'],
		['3 step 2', 'step 1 of 3'],
		['3 step 2', 'before step 1 of 3'],
		['2 step 0', 'step 1 of 3'],
		['2 step 0', 'before step 1 of 3'],
		['1 start', 'before step 1 of 3'],
		['1 start', 'before step 1 of 3']
	]);
	await fresh.close();
});

/** Three scenes of the running maximum: at its start and at its first two steps. */
async function three(page: Page): Promise<void> {
	await open(page, 'running-max@start');
	await keep(page, 1);
	await go(page, 'ArrowRight', 'step 1 of 3');
	await keep(page, 2);
	await go(page, 'ArrowRight', 'step 2 of 3');
	await keep(page, 3);
}

test('a scene gets a title and a note, is moved by buttons, and taken again', async ({ page }) => {
	await three(page);
	await strip(page).getByRole('button', { name: 'Edit' }).click();
	await menu(page).getByLabel('Title', { exact: true }).fill('The second number');
	await menu(page).getByLabel('Note').fill('Ask what is kept');
	await menu(page).getByRole('button', { name: 'Earlier' }).click();
	await expect(scenes(page)).toHaveText(['1 start', '2 The second number', '3 step 0']);
	await expect(current(page)).toHaveAttribute('title', '2. The second number – Ask what is kept');
	await menu(page).getByRole('button', { name: '1 start' }).click();
	await expect(current(page)).toHaveText('1 start');
	await expect(menu(page).getByLabel('Note')).toHaveValue('');
	await page.keyboard.press('Escape');
	await go(page, 'End', 'step 3 of 3');
	await strip(page).getByRole('button', { name: 'Edit' }).click();
	await menu(page).getByRole('button', { name: 'Retake' }).click();
	await expect(scenes(page)).toHaveText(['1 step 2', '2 The second number', '3 step 0']);
	const link = await linkOf(page);
	await page.goto('about:blank');
	await page.goto(link);
	await expect(scenes(page)).toHaveText(['1 step 2', '2 The second number', '3 step 0']);
});

test('a scene is dragged to another place', async ({ page }) => {
	await three(page);
	await scenes(page).nth(0).dragTo(scenes(page).nth(2));
	await expect(scenes(page)).toHaveText(['1 step 0', '2 step 1', '3 start']);
	await expect(current(page)).toHaveText('2 step 1');
});

test('a scene that was deleted comes back by "Undo"', async ({ page }) => {
	await three(page);
	await strip(page).getByRole('button', { name: 'Edit' }).click();
	await menu(page).getByRole('button', { name: 'Delete' }).click();
	await expect(scenes(page)).toHaveText(['1 start', '2 step 0']);
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(scenes(page)).toHaveText(['1 start', '2 step 0', '3 step 1']);
	await expect(current(page)).toHaveText('3 step 1');
	await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('on a phone the scenes fold to the place among them', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await open(page, 'running-max@start');
	const keepIt = strip(page).getByRole('button', { name: 'Keep as scene' });
	await keepIt.click();
	await go(page, 'End', 'step 3 of 3');
	await keepIt.click();
	const fold = strip(page).getByRole('button', { name: 'scene 2 of 2' });
	await expect(fold).toBeVisible();
	await strip(page).getByRole('button', { name: 'Previous scene' }).click();
	await expect(place(page)).toHaveText('scan before step 1 of 3');
	await strip(page).getByRole('button', { name: 'scene 1 of 2' }).click();
	await menu(page).getByRole('button', { name: '2 step 2' }).click();
	await expect(place(page)).toHaveText('scan step 3 of 3');
});

test('the strip takes no room from the picture at 1280 × 720', async ({ page }) => {
	await page.setViewportSize({ width: 1280, height: 720 });
	await open(page, 'running-max@start');
	const stage = page.locator('.picture > .stage');
	const before = await stage.boundingBox();
	await strip(page).getByRole('button', { name: 'Keep as scene' }).click();
	await expect(strip(page).getByRole('button', { name: 'Edit' })).toBeVisible();
	expect(await stage.boundingBox()).toEqual(before);
});
