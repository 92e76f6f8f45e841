import type { Page } from '@playwright/test';
import { faults } from '../axe';
import { cell, settled } from '../page';
import { expect, test } from '../test';
import { fragmentOf, twelveSteps } from './class';
import { faultsIn, sizes, states, themes, wants } from './matrix';

async function show(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await expect(cell(page, 'carry').first()).toBeAttached();
	await settled(page);
}

/*
 * Each pair of a state, a theme, a preference and a size is looked at here; `npm run axe` looks at all of them with all of the
 * others.
 */
for (const [s, state] of states.entries())
	test(`R17: axe finds no fault ${state.name}`, async ({ page }) => {
		test.slow();
		const looks = wants.map((want, w) => ({
			theme: themes[(s + w) % themes.length],
			wants: want,
			size: sizes[(s + (w >> 1)) % sizes.length]
		}));
		expect(await faultsIn(page, state, looks)).toEqual([]);
	});

test('R17: nor in a lesson, in the list of lessons and where accessibility is told of', async ({ page }) => {
	test.slow();
	for (const address of ['/learn/vmap-over-scan/', '/learn/', '/accessibility']) {
		await page.emulateMedia({ colorScheme: 'light' });
		await page.goto(address);
		await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
		if (address.includes('scan')) await expect(cell(page, 'carry').first()).toBeAttached();
		expect(await faults(page)).toEqual([]);
		await page.emulateMedia({ colorScheme: 'dark' });
		expect(await faults(page)).toEqual([]);
	}
});

test('R17: nor in the table, nor in the settings', async ({ page }) => {
	await show(page, '/#running-max@1&panel=table');
	expect(await faults(page)).toEqual([]);
	await page.getByRole('button', { name: 'Settings' }).click();
	await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
	expect(await faults(page)).toEqual([]);
});

test('R18: with reduced motion nothing moves, and what was there stands beside what is', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await show(page, '/#running-max@1&panel=changes');
	/** Every place that anything of the picture has from now on, in each of eight frames after the new value is there. */
	const moved = page.evaluate(async () => {
		const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
		const places = (): string =>
			[...document.querySelectorAll('.picture *')].map((one) => one.getAttribute('transform')).join();
		const there = (): boolean =>
			document.querySelector('[data-kind="carry"][data-lane="0"][data-step="2"]')?.textContent?.trim() ===
			'4';
		while (!there()) await frame();
		const seen = new Set<string>();
		let animations = 0;
		for (let n = 0; n < 8; n++) {
			seen.add(places());
			animations += document.getAnimations().length;
			await frame();
		}
		return { pictures: seen.size, animations };
	});
	await page.keyboard.press('ArrowRight');
	expect(await moved).toEqual({ pictures: 1, animations: 0 });
	await expect(page.locator('.app')).not.toHaveAttribute('data-stage', /.+/);
	await expect(page.locator('[data-mark]')).toHaveCount(0);
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

test('R23: a key to its picture keeps the page busy for less than a tenth of a second', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await show(page, `/#${fragmentOf(twelveSteps, { moment: '0' })}`);
	const tools = await page.context().newCDPSession(page);
	// Processor time of the page's thread: what else the machine does is not the page's. `npm run bench` has the time on a clock.
	await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
	const spent = async (): Promise<number> => {
		const { metrics } = await tools.send('Performance.getMetrics');
		return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
	};
	const slider = page.getByRole('slider', { name: 'Timeline' });
	const costs: number[] = [];
	for (let n = 0; n < 20; n++) {
		const before = await spent();
		await page.keyboard.press(n < 10 ? 'PageDown' : 'PageUp');
		await expect(slider).toHaveAttribute('aria-valuenow', String(n < 10 ? n + 2 : 20 - n));
		costs.push((await spent()) - before);
	}
	const slowest = costs.sort((a, b) => a - b)[18];
	expect(slowest).toBeGreaterThan(0);
	expect(slowest).toBeLessThanOrEqual(100 * Number(process.env.SLOW ?? 1));
});
