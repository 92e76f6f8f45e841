import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { cell, settled } from '../page';
import { expect, test } from '../test';
import { fragmentOf, twelveSteps } from './class';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function expectClean(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
	const faults = violations.flatMap(({ id, nodes }) =>
		nodes.map((node) => `${id}: ${node.target.join(' ')}`)
	);
	expect(faults).toEqual([]);
}

async function show(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await expect(cell(page, 'carry').first()).toBeAttached();
	await settled(page);
}

const asking = { moment: '2', marks: { gates: [{ at: '2', ask: 'carry', lane: 0, by: 'choice' }] } };
const wide = { width: 1280, height: 720 };

/** States, themes and preferences. */
const matrix = [
	{
		state: 'with a table',
		address: '/#running-max@1&panel=table',
		media: { colorScheme: 'dark' },
		size: wide
	},
	{
		state: 'before a question, projected',
		address: `/#${fragmentOf(twelveSteps, { ...asking, room: 'projector' })}`,
		media: { reducedMotion: 'reduce' },
		size: wide
	},
	{ state: 'in a lesson', address: '/learn/vmap-over-scan', media: { colorScheme: 'dark' }, size: wide }
] as const;

for (const { state, address, media, size } of matrix)
	test(`R17: axe finds no fault ${state}, ${JSON.stringify(media)}, ${size.width} px`, async ({ page }) => {
		await page.setViewportSize(size);
		await page.emulateMedia(media);
		await show(page, address);
		await expectClean(page);
	});

for (const address of ['/learn', '/accessibility'])
	test(`R17: nor on ${address}`, async ({ page }) => {
		await page.goto(address);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await expectClean(page);
		await page.emulateMedia({ colorScheme: 'dark' });
		await expectClean(page);
	});

test('R17: nor in the settings', async ({ page }) => {
	await show(page, '/#running-max@1');
	await page.getByRole('button', { name: 'Settings' }).click();
	await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
	await expectClean(page);
});

test('R18: reduced motion shows pictures, and what was there beside what is', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await show(page, '/#running-max@1');
	await page.keyboard.press('ArrowRight');
	await expect(cell(page, 'carry', 0, 2)).toHaveText('4');
	expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
	await expect(page.locator('.app')).not.toHaveAttribute('data-stage', /.+/);
	await expect(page.locator('[data-moving]')).toHaveCount(0);
	await page.getByRole('button', { name: 'Changes' }).click();
	await expect(page.locator('[data-change]').first()).toContainText('3 → 4');
});

test('R23: ten keys at once are ten steps, within a second', async ({ page }) => {
	await show(page, `/#${fragmentOf(twelveSteps, { moment: '0' })}`);
	const took = await page.evaluate(async () => {
		const begin = performance.now();
		const slider = document.querySelector('[role="slider"]');
		for (let n = 0; n < 10; n++)
			document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }));
		while (slider?.getAttribute('aria-valuenow') !== '11') await new Promise(requestAnimationFrame);
		return performance.now() - begin;
	});
	// The processor may be a slower one: the promise is one of a plain one.
	expect(took).toBeLessThan(1000 * Number(process.env.SLOW ?? 1));
});
