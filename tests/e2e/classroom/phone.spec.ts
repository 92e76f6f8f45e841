import type { Page } from '@playwright/test';
import { cell, open, settled } from '../page';
import { expect, test } from '../test';

test.use({ hasTouch: true, isMobile: true });

/** Controls in sight that are smaller than a finger. Links in a text are no such, nor the equations of the body, which are 24 px high. */
const small = (page: Page): Promise<string[]> =>
	page
		.locator(
			'button:visible:not(table *), select:visible, summary:visible, input:visible, [role="tab"]:visible'
		)
		.evaluateAll((all) =>
			all.flatMap((one) => {
				const { width, height } = one.getBoundingClientRect();
				const name = one.getAttribute('aria-label') ?? one.textContent?.trim();
				return width > 0 && (width < 44 || height < 43.5)
					? [`${name} ${Math.round(width)}x${Math.round(height)}`]
					: [];
			})
		);

const isWide = (page: Page): Promise<boolean> =>
	page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

for (const size of [
	{ width: 360, height: 640 },
	{ width: 320, height: 568 }
])
	for (const address of ['/#running-max@1', '/learn/vmap-over-scan', '/learn', '/accessibility'])
		test(`R34: ${address} fits ${size.width} px`, async ({ page }) => {
			await page.setViewportSize(size);
			await page.goto(address);
			await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
			if (address === '/#running-max@1' || address.startsWith('/learn/')) {
				if (address.startsWith('/learn/'))
					await page.getByRole('button', { name: 'Program and lanes' }).click();
				await expect(cell(page, 'carry').first()).toBeAttached();
				await settled(page);
				await expect(page.getByRole('button', { name: 'Step forward' })).toBeInViewport();
				expect(await small(page)).toEqual([]);
			}
			expect(await isWide(page)).toBe(false);
			const viewport = await page.locator('meta[name="viewport"]').getAttribute('content');
			expect(viewport).not.toMatch(/user-scalable|maximum-scale/);
		});

test('R34: one row at a time is shown, chosen by a chip, or all of them', async ({ page }) => {
	await page.setViewportSize({ width: 360, height: 640 });
	await open(page, 'running-sum@2');
	const chips = page.getByRole('group', { name: 'Rows shown' });
	const lanes = (): Promise<(string | null)[]> =>
		cell(page, 'carry', undefined, 2).evaluateAll((all) => all.map((one) => one.getAttribute('data-lane')));
	await expect.poll(lanes).toEqual(['0']);
	await chips.getByRole('button', { name: 'row 2' }).click();
	await expect.poll(lanes).toEqual(['2']);
	await expect(cell(page, 'carry', 2, 2)).toBeInViewport();
	await chips.getByRole('button', { name: 'all rows' }).click();
	await expect.poll(lanes).toEqual(['0', '1', '2']);
	await page.setViewportSize({ width: 1280, height: 720 });
	await expect(chips).toHaveCount(0);
});
