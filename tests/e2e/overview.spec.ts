import type { Page } from '@playwright/test';
import { squeeze } from '../../src/lib/session/squeeze';
import { open, place, settled, timeline } from './page';
import { expect, test } from './test';

/** Row n grows by n each step, but row 11 has a NaN from step 20 on. */
const program = `import jax
import jax.numpy as jnp
from jax import lax

def row(xs):
  def step(total, x):
    total = total + x
    return total, x
  return lax.scan(step, 0., xs)

data = jnp.arange(40.)[:, None] * jnp.ones(60)
jax.vmap(row)(data.at[11, 20].set(jnp.nan))`;

const fragment = `1.${squeeze(JSON.stringify({ program }))}`;

/** The rows drawn in full, from the top. */
const inFull = (page: Page): Promise<(string | null)[]> =>
	page
		.locator('svg[aria-label="Lanes"] [data-cell]')
		.evaluateAll((cells) => [...new Set(cells.map((one) => one.getAttribute('data-lane')))]);

const bar = (page: Page) => page.getByRole('group', { name: 'Rows of the heat map' });

/** In px of the page: the middle of a place in the map, and of a step. */
async function pointOf(page: Page, row: number, step: number): Promise<{ x: number; y: number }> {
	const box = await page.locator('[data-heat]').boundingBox();
	if (!box) throw new Error('there is no map');
	return { x: box.x + (box.width * (step + 0.5)) / 60, y: box.y + (box.height * (row + 0.5)) / 40 };
}

test('rows are pinned by a click with Shift, by a key and by a button, and stay in the link', async ({
	page
}) => {
	await open(page, fragment);
	expect(await inFull(page)).toEqual(['0', '1', '2']);
	const there = await pointOf(page, 22, 5);
	await page.keyboard.down('Shift');
	await page.mouse.click(there.x, there.y);
	await page.keyboard.up('Shift');
	await expect.poll(() => inFull(page)).toEqual(['0', '22']);
	const here = await pointOf(page, 9, 30);
	await page.mouse.click(here.x, here.y);
	await expect(place(page)).toHaveText(/step 31 of 60/);
	await page.keyboard.press('p');
	await expect.poll(() => inFull(page)).toEqual(['9', '22']);
	await page.keyboard.press('ArrowDown');
	await expect.poll(() => inFull(page)).toEqual(['9', '10', '22']);
	await bar(page).getByRole('button', { name: 'Unpin row 9' }).click();
	await expect.poll(() => inFull(page)).toEqual(['10', '22']);
	await bar(page).getByRole('button', { name: 'Pin row 10' }).click();
	await expect(bar(page).getByRole('button', { name: 'Unpin row 10' })).toBeVisible();
	await page.reload();
	await settled(page);
	await expect.poll(() => inFull(page)).toEqual(['10', '22']);
});

test('rows are sorted, and the arrows go along as they stand', async ({ page }) => {
	await open(page, fragment);
	await bar(page).getByLabel('Sort by').selectOption('first NaN');
	const top = await pointOf(page, 0, 3);
	await page.mouse.click(top.x, top.y);
	await expect.poll(() => inFull(page)).toEqual(['11', '0', '1']);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('p');
	await expect(bar(page).getByRole('button', { name: 'Unpin row 0' })).toBeVisible();
});

test('rows are chosen and put together by expressions', async ({ page }) => {
	await open(page, fragment);
	const map = page.locator('svg[aria-label="Lanes"]');
	await bar(page).getByLabel('Rows where').fill('x > 35');
	await page.keyboard.press('Enter');
	await expect(map).toContainText('4 of 40 rows');
	await bar(page).getByLabel('Rows where').fill('');
	await page.keyboard.press('Enter');
	await expect(map).toContainText('every row');
	await bar(page).getByLabel('Group by').fill('x < 10');
	await page.keyboard.press('Enter');
	await expect(map).toContainText('False · 30');
	await expect(map).toContainText('True · 10');
	await bar(page).getByLabel('Group by').fill('xx < 10');
	await page.keyboard.press('Enter');
	await expect(page.locator('[data-expression-fault="NameError"]')).toBeVisible();
});

test('the map shows another leaf, and nothing before its time', async ({ page }) => {
	await open(page, fragment);
	await bar(page).getByLabel('Map').selectOption('x');
	await expect(page.locator('svg[aria-label="Lanes"] .title')).toContainText('x · every row');
	const clip = (): Promise<number> =>
		page.locator('[data-heat]').evaluate((one) => {
			const right = Number(/inset\(0(?:px)? ([\d.]+)px/.exec(getComputedStyle(one).clipPath)?.[1] ?? 0);
			return Math.round(60 * (1 - right / one.clientWidth));
		});
	await page.keyboard.press('Home');
	await expect.poll(clip).toBe(0);
	await page.keyboard.press('ArrowRight');
	await settled(page);
	await expect.poll(clip).toBe(1);
	await page.keyboard.press('End');
	await expect.poll(clip).toBe(60);
});

/** Row n has 1 at every step, but at step (7n + 3) % 40 a number of its own, which its final value tells. */
const stepOf = (row: number): number => (7 * row + 3) % 40;
const extraOf = (row: number): number => ((11 * row + 5) % 40) + 1;
const bumps = program.replace(
	/data = [^]*/,
	`rows = jnp.arange(40)
jax.vmap(row)(jnp.ones((40, 60)).at[rows, (7 * rows + 3) % 40].add((11. * rows + 5) % 40 + 1))`
);

test('rows stand by number, by final value and by the step that first differs from the row in focus', async ({
	page
}) => {
	const pins = [5, 12, 20, 31];
	await open(page, `1.${squeeze(JSON.stringify({ program: bumps, marks: { pins } }))}`);
	// The row in focus is the last to differ from the others, so that each differs from it where it leaves the ones.
	const focus = Array.from({ length: 40 }, (_, row) => row).find((row) => stepOf(row) === 39) ?? -1;
	const there = await pointOf(page, focus, 59);
	await page.mouse.click(there.x, there.y);
	const five = [...pins, focus];
	const by = (key: (row: number) => number): string[] => five.toSorted((a, b) => key(a) - key(b)).map(String);
	const sort = bar(page).getByLabel('Sort by');
	const sorts = {
		number: by((row) => row),
		'final value': by(extraOf),
		'first difference from the row in focus': by((row) => (row === focus ? -1 : stepOf(row)))
	};
	expect(new Set(Object.values(sorts).map(String)).size).toBe(3);
	await expect.poll(() => inFull(page)).toEqual(sorts.number);
	for (const name of ['final value', 'first difference from the row in focus', 'number'] as const) {
		await sort.selectOption(name);
		await expect.poll(() => inFull(page)).toEqual(sorts[name]);
	}
	// The whole map is in that order: the row at the top is the one whose final value is the least.
	await sort.selectOption('final value');
	for (const rank of [1, 40]) {
		const row = Array.from({ length: 40 }, (_, n) => n).find((n) => extraOf(n) === rank) ?? -1;
		const point = await pointOf(page, rank - 1, 59);
		await page.mouse.click(point.x, point.y);
		await expect(bar(page).getByRole('button', { name: `Pin row ${row}` })).toBeVisible();
	}
});

/** So many rows of so many steps, half way: the carry of each changes little but in one step. */
const jumps = (rows: number, steps: number, jump: number): string => {
	const data = `data = 0.01 * jnp.sin(jnp.arange(${rows}.))[:, None] * jnp.ones(${steps})
jax.vmap(row)(data.at[:, ${jump}].add(5.))`;
	const moment = String(steps / 2);
	return `1.${squeeze(JSON.stringify({ program: program.replace(/data = [^]*/, data), moment }))}`;
};

interface Elements {
	readonly page: number;
	readonly picture: number;
}

const elements = (page: Page): Promise<Elements> =>
	page.evaluate(() => ({
		page: document.querySelectorAll('*').length,
		picture: document.querySelectorAll('.picture *').length
	}));

/** Heights of the profile's bars over the timeline, 0 to 1. */
const bars = (page: Page): Promise<number[]> =>
	timeline(page)
		.locator('svg[viewBox$=" 1"] rect')
		.evaluateAll((all) => all.map((one) => Number(one.getAttribute('height'))));

/** The most elements there are in the midst, at the end, at the start and after the first step. */
async function elementsFor(page: Page, rows: number, steps: number, jump: number): Promise<Elements> {
	await page.goto(`/#${jumps(rows, steps, jump)}`);
	await expect(timeline(page)).toHaveAttribute('aria-valuemax', String(steps));
	const counts: Elements[] = [];
	for (const [key, step] of [
		[null, steps / 2 + 1],
		['End', steps],
		['Home', 0],
		['ArrowRight', 1]
	] as const) {
		if (key) await page.keyboard.press(key);
		await expect(timeline(page)).toHaveAttribute('aria-valuenow', String(step));
		await settled(page);
		counts.push(await elements(page));
	}
	return {
		page: Math.max(...counts.map((one) => one.page)),
		picture: Math.max(...counts.map(({ picture }) => picture))
	};
}

test('200 rows of 1,000 steps take as few elements as 64 of 160, and the profile tells where they jump', async ({
	page
}) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	const few = await elementsFor(page, 64, 160, 40);
	await expect.poll(() => bars(page)).toHaveLength(160);
	await expect.poll(async () => (await bars(page)).indexOf(1)).toBe(40);
	const many = await elementsFor(page, 200, 1000, 700);
	// Three steps a bar.
	await expect.poll(() => bars(page)).toHaveLength(334);
	await expect.poll(async () => (await bars(page)).indexOf(1)).toBe(233);
	await expect.poll(async () => (await bars(page)).filter((height) => height > 0.5)).toEqual([1]);
	// Of 600,000 values; but for the bars, hardly more than of 30,720.
	expect(many.page).toBeLessThan(2000);
	expect(many.picture).toBeLessThan(1000);
	expect(many.picture - few.picture).toBeLessThan(60);
	expect(many.page - few.page).toBeLessThan(334 - 160 + 60);
});
