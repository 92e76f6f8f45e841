import { faults } from '../axe';
import { cell, open } from '../page';
import { expect, test } from '../test';
import { counter, fragmentOf, manyRows, project, projector, twelveSteps } from './class';

const sizes = [
	[1024, 768],
	[1280, 720],
	[1920, 1080],
	[3840, 2160]
] as const;

/** Of all texts in sight: their sizes in the screen's height, in per cent, and the smallest of each kind. */
const textSizes = (): { values: number; words: number; all: number; small: string[] } => {
	const shares: { share: number; value: boolean; words: boolean; text: string }[] = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const element = walker.currentNode.parentElement;
		const text = walker.currentNode.textContent?.trim() ?? '';
		if (
			!element ||
			text === '' ||
			element.closest('.unseen, #svelte-announcer, script, style, [role="toolbar"], desc')
		)
			continue;
		if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
		const scale = element instanceof SVGGraphicsElement ? (element.getScreenCTM()?.a ?? 1) : 1;
		const share = ((parseFloat(getComputedStyle(element).fontSize) * scale) / innerHeight) * 100;
		const value = element.closest('[data-cell]') !== null;
		const words = element.closest('[data-code-line], [data-caption], .counter, .label, .tag') !== null;
		shares.push({ share, value, words, text });
	}
	const least = (some: typeof shares): number => Math.min(...some.map(({ share }) => share));
	return {
		values: least(shares.filter(({ value }) => value)),
		words: least(shares.filter(({ words }) => words)),
		all: least(shares),
		small: shares.filter(({ share }) => share < 2.4).map(({ text }) => text)
	};
};

for (const [width, height] of sizes)
	test(`R7: four rows of twelve steps are read from the back row at ${width} × ${height}`, async ({
		page
	}) => {
		await page.setViewportSize({ width, height });
		await project(page, fragmentOf(twelveSteps, { moment: '5', room: 'projector' }));
		await expect(counter(page)).toHaveText('step 6 of 12');
		const measured = await page.evaluate(textSizes);
		expect(measured.small).toEqual([]);
		expect(measured.values).toBeGreaterThanOrEqual(4.2);
		expect(measured.words).toBeGreaterThanOrEqual(2.8);
		expect(measured.all).toBeGreaterThanOrEqual(2.4);
		for (let lane = 0; lane < 4; lane++)
			for (const step of [0, 11])
				for (const kind of ['x', 'carry', 'y'])
					await expect(cell(page, kind, lane, step)).toBeInViewport({ ratio: 0.99 });
		const over = await page.evaluate(() => [
			document.documentElement.scrollWidth - innerWidth,
			document.documentElement.scrollHeight - innerHeight,
			[...document.querySelectorAll('*')].filter((one) => {
				const { overflowX, overflowY } = getComputedStyle(one);
				const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
				return (
					(scrolls(overflowX) && one.scrollWidth > one.clientWidth) ||
					(scrolls(overflowY) && one.scrollHeight > one.clientHeight)
				);
			}).length
		]);
		expect(over).toEqual([0, 0, 0]);
	});

test('R7: only the line being carried out is there, its names in their colours', async ({ page }) => {
	await project(page, fragmentOf(twelveSteps, { moment: '2c', room: 'projector' }));
	await expect(page.locator('[data-code-line]')).toHaveText('new = jnp.maximum(carry, x)');
	await expect(page.locator('[data-span-active]')).toHaveText('jnp.maximum(carry, x)');
	await expect(page.locator('[data-code-line] .role.carry').first()).toHaveText('new');
	await expect(page.locator('[data-code-line] .role.x')).toHaveText('x');
	for (const chrome of ['banner', 'tablist', 'slider'])
		await expect(page.getByRole(chrome as 'banner')).toHaveCount(0);
});

test('what failed after the loop is told with its line, and the steps can still be walked', async ({
	page
}) => {
	await project(page, fragmentOf(`${twelveSteps}\nnothing`, { moment: '3', room: 'projector' }));
	await expect(page.locator('[data-failing]')).toHaveText(/^line \d+: nothing$/);
	await page.keyboard.press('PageDown');
	await expect(counter(page)).toHaveText('step 5 of 12');
});

test('R7: a question over the lanes takes none of them away', async ({ page }) => {
	await page.setViewportSize({ width: 1280, height: 720 });
	for (const by of ['choice', 'vote']) {
		const marks = { gates: [{ at: '2', ask: 'carry', lane: 0, by }] };
		await page.goto('about:blank');
		await project(page, fragmentOf(twelveSteps, { moment: '1', room: 'projector', marks }));
		await page.keyboard.press('PageDown');
		await expect(page.locator('[data-predict="asked"]')).toBeVisible();
		await expect(page.locator('[data-band]')).toHaveCount(4);
		const { small } = await page.evaluate(textSizes);
		expect(small).toEqual([]);
	}
});

test('R17: the projected page is free of faults, with its list of keys and its code too', async ({
	page
}) => {
	await project(page, fragmentOf(twelveSteps, { moment: '2c', room: 'projector' }));
	expect(await faults(page)).toEqual([]);
	for (const [key, name] of [
		['?', 'Keys'],
		['q', 'Scan to open']
	]) {
		await page.keyboard.press(key);
		await expect(page.getByRole('dialog', { name })).toBeVisible();
		expect(await faults(page)).toEqual([]);
		await page.keyboard.press('Escape');
		await expect(page.getByRole('dialog', { name })).toHaveCount(0);
	}
});

test('R7: the theme is light, also where the system is dark', async ({ page }) => {
	await page.emulateMedia({ colorScheme: 'dark' });
	await project(page, 'running-max@1&room=projector');
	await expect(projector(page)).toHaveCSS('background-color', 'rgb(255, 255, 255)');
});

test('of many rows and steps those round the moment are shown', async ({ page }) => {
	await page.setViewportSize({ width: 1280, height: 720 });
	await project(page, fragmentOf(manyRows(40, 200), { moment: '99', lane: 17, room: 'projector' }));
	await expect(page.locator('.counter')).toHaveText('step 100 of 200 · 4 of 40 rows');
	await expect(page.locator('[data-band]')).toHaveCount(4);
	await expect(cell(page, 'carry', 17, 99)).toBeInViewport();
	expect(await cell(page, 'carry', 17).count()).toBeGreaterThanOrEqual(9);
	await page.keyboard.press('+');
	await expect(page.locator('[data-band]')).toHaveCount(1);
	await page.keyboard.press('ArrowDown');
	await expect(page.locator('[data-band="18"]')).toBeVisible();
	await page.keyboard.press('-');
	await expect(page.locator('[data-band]')).toHaveCount(4);
});

test('a button and a key enter the projector, Escape leaves it, and the desk is as it was', async ({
	page
}) => {
	await open(page, 'running-max@1');
	await page.getByRole('button', { name: 'Project' }).click();
	await expect(projector(page)).toBeVisible();
	await expect(page).toHaveURL(/room=projector/);
	await page.keyboard.press('Escape');
	await expect(projector(page)).toHaveCount(0);
	await expect(page.getByRole('slider', { name: 'Timeline' })).toBeVisible();
	await page.keyboard.press('Shift+P');
	await expect(projector(page)).toBeVisible();
	await expect(counter(page)).toHaveText('step 2 of 3');
});

test('R49: the screen is kept awake while projecting, asked for again when the page comes back, and let go', async ({
	page
}) => {
	await page.addInitScript(() => {
		const said: string[] = [];
		Object.assign(window, { said });
		const lock = { release: () => Promise.resolve(void said.push('released')) };
		Object.defineProperty(navigator, 'wakeLock', {
			value: { request: (kind: string) => Promise.resolve(void said.push(kind)).then(() => lock) }
		});
	});
	const said = (): Promise<string[]> => page.evaluate(() => (window as unknown as { said: string[] }).said);
	await project(page, 'running-max@1&room=projector');
	await expect.poll(said).toEqual(['screen']);
	await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	await expect.poll(async () => (await said()).filter((word) => word === 'screen').length).toBe(2);
	await page.keyboard.press('Escape');
	await expect(projector(page)).toHaveCount(0);
	await expect.poll(async () => (await said()).at(-1)).toBe('released');
});

test('R49: a browser that refuses to stay awake or to give the screen is no fault', async ({ page }) => {
	await page.addInitScript(() => {
		const refuse = (): Promise<never> => Promise.reject(new DOMException('no', 'NotAllowedError'));
		Object.defineProperty(navigator, 'wakeLock', { value: { request: refuse } });
		Element.prototype.requestFullscreen = refuse;
	});
	await open(page, 'running-max@1');
	await page.getByRole('button', { name: 'Project' }).click();
	await page.keyboard.press('f');
	await page.keyboard.press('PageDown');
	await expect(counter(page)).toHaveText('step 3 of 3');
});

test('R49: a hand that asks for the projection is given the full screen, until it ends', async ({ page }) => {
	await open(page, 'running-max@1');
	await page.getByRole('button', { name: 'Project' }).click();
	const full = (): Promise<boolean> => page.evaluate(() => document.fullscreenElement !== null);
	await expect.poll(full).toBe(true);
	await page.keyboard.press('f');
	await expect.poll(full).toBe(false);
	await expect(projector(page)).toBeVisible();
	await page.keyboard.press('f');
	await expect.poll(full).toBe(true);
	// As when the browser takes Escape for itself.
	await page.evaluate(() => document.exitFullscreen());
	await expect(projector(page)).toHaveCount(0);
});
