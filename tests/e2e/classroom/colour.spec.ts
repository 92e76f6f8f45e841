import { cell, open } from '../page';
import { expect, test } from '../test';
import { fragmentOf } from './class';

const program = `import jax
import jax.numpy as jnp
from jax import lax

def per_row(row):
    def step(total, x):
        new = total + x
        return new, new
    return lax.scan(step, 0.25, row)

jax.vmap(per_row)(jnp.array([[1.5, 10.25, 100.0], [9.0, jnp.nan, 1.0]]))`;

test('R25: what is not a number has its word and a pattern', async ({ page }) => {
	await open(page, fragmentOf(program, { moment: '1' }));
	const strange = cell(page, 'carry', 1, 1);
	await expect(strange).toHaveText('NaN');
	await expect(strange.locator('rect[fill^="url("]')).toHaveCount(1);
});

test('R26: decimal points stand under each other, columns keep their width, and the exact value is told', async ({
	page
}) => {
	await open(page, fragmentOf(program, { moment: '2' }));
	/** From the middle of its cell to the decimal point, px. */
	const points = await page.locator('[data-cell][data-kind="carry"]').evaluateAll((cells) =>
		cells.flatMap((one) => {
			const text = one.querySelector('text');
			const at = text?.textContent?.indexOf('.') ?? -1;
			const box = one.querySelector('.box')?.getBoundingClientRect();
			const point = text && at >= 0 ? text.firstChild : null;
			if (!point || !box) return [];
			const range = document.createRange();
			range.setStart(point, at);
			range.setEnd(point, at + 1);
			return [range.getBoundingClientRect().x - box.x];
		})
	);
	expect(points.length).toBeGreaterThan(3);
	expect(Math.max(...points) - Math.min(...points)).toBeLessThanOrEqual(1);

	const widths = (): Promise<number[]> =>
		page
			.locator('[data-cell][data-kind="carry"] .box')
			.evaluateAll((all) => all.map((box) => Number(box.getAttribute('width'))));
	const last = await widths();
	await page.keyboard.press('Home');
	await expect(cell(page, 'carry', 0, 2)).toHaveText('');
	expect(await widths()).toEqual(last);

	await page.keyboard.press('End');
	await cell(page, 'carry', 0, 1).click();
	await page.getByRole('button', { name: 'Inspect' }).click();
	await expect(page.locator('#dock-panel')).toContainText('12.0');
	await expect(page.locator('#dock-panel')).toContainText('float32');
});

test('R48: in forced colours every state keeps a border or a text', async ({ page }) => {
	await page.emulateMedia({ forcedColors: 'active' });
	await open(page, fragmentOf(program, { moment: '1' }));
	const bare = await page.locator('[data-cell]').evaluateAll((cells) =>
		cells.flatMap((one) => {
			const box = one.querySelector('.box');
			const stroke = box && getComputedStyle(box).stroke;
			const hasText = one.textContent?.trim() !== '';
			return (stroke && stroke !== 'none') || hasText ? [] : [one.outerHTML.slice(0, 160)];
		})
	);
	expect(bare).toEqual([]);
	const [now, past] = await Promise.all(
		[1, 0].map((step) =>
			cell(page, 'carry', 0, step)
				.locator('.box')
				.evaluate((box) => getComputedStyle(box).strokeWidth)
		)
	);
	expect(now).not.toBe(past);
});
