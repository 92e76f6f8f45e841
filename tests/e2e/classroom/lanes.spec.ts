import type { Page } from '@playwright/test';
import { stepTime } from '../../../src/lib/session/timing';
import { cell, open, place } from '../page';
import { expect, test } from '../test';
import { fragmentOf, twelveSteps } from './class';

/** Of each lane, where its marks stand as seen from its own new carry, px; and the beat. */
const sample = (page: Page): Promise<{ stage: string; marks: string[][] }> =>
	page.evaluate(() => {
		const middle = (one: Element): DOMPoint => {
			const { x, y, width, height } = one.getBoundingClientRect();
			return new DOMPoint(x + width / 2, y + height / 2);
		};
		const lanes = [...document.querySelectorAll('[data-kind="carry"][data-step="5"]')].map((carry) => {
			const home = middle(carry);
			return [...(carry.parentElement?.querySelectorAll('[data-mark]') ?? [])].map((mark) => {
				const { x, y } = middle(mark);
				return `${mark.getAttribute('data-mark')} ${Math.round(x - home.x)} ${Math.round(y - home.y)}`;
			});
		});
		return { stage: document.querySelector('.app')?.getAttribute('data-stage') ?? 'still', marks: lanes };
	});

/** From now on time passes only when it is told to. */
async function holdTime(page: Page): Promise<void> {
	await page.clock.install();
	await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000);
}

test('R4, R5: every lane is at the same place of its step at any time; pull, combine, emit', async ({
	page
}) => {
	await open(page, fragmentOf(twelveSteps.replace('jnp.maximum(carry, x)', 'carry + x'), { moment: '4' }));
	await holdTime(page);
	await page.keyboard.press('ArrowRight');
	const stages: string[] = [];
	const pictures = new Set<string>();
	const part = Math.floor(stepTime / 15);
	for (let n = 0; n < 14; n++) {
		await page.clock.runFor(part);
		const { stage, marks } = await sample(page);
		if (stage !== stages.at(-1)) stages.push(stage);
		expect(marks).toHaveLength(4);
		for (const lane of marks) expect(lane).toEqual(marks[0]);
		pictures.add(marks[0].join());
	}
	expect(pictures.size).toBeGreaterThan(8);
	expect(stages).toEqual(['pull', 'combine', 'emit', 'rest']);
	await page.clock.runFor(2 * part);
	expect((await sample(page)).stage).toBe('still');
});

test('R4: what is of one step stands in one column; a lane that keeps its value plays along and says so', async ({
	page
}) => {
	await open(page, fragmentOf(twelveSteps, { moment: '5' }));
	const middles = await page
		.locator('[data-cell]:is([data-kind="x"], [data-kind="carry"], [data-kind="y"])')
		.evaluateAll((cells) =>
			cells.map((one) => {
				const box = one.querySelector('.box')?.getBoundingClientRect();
				return [Number(one.getAttribute('data-step')), box ? box.x + box.width / 2 : NaN];
			})
		);
	for (const step of [0, 5, 11]) {
		const there = middles.filter(([at]) => at === step).map(([, x]) => x);
		expect(there).toHaveLength(12);
		expect(Math.max(...there) - Math.min(...there)).toBeLessThanOrEqual(1);
	}
	await holdTime(page);
	// 9 stays in row 0, 8 in row 1, 9 comes in row 3 only by later steps: most lanes keep theirs.
	await page.keyboard.press('ArrowRight');
	await page.clock.runFor(500);
	const playing = await page.evaluate(() =>
		[...document.querySelectorAll('[data-kind="carry"][data-step="6"]')].map(
			(carry) => carry.parentElement?.querySelectorAll('[data-mark]').length
		)
	);
	expect(new Set(playing).size).toBe(1);
	expect(playing[0]).toBeGreaterThan(1);
	await page.clock.runFor(2000);
	await expect(page.locator('[data-live]')).toHaveText(/^step 7 of 12: row 0 kept 9/);
});

test('R8: code, lanes and table point at the same expression, in the same frame', async ({ page }) => {
	const program = twelveSteps.replace('return new, new', 'y = new - carry\n        return new, y');
	await open(page, fragmentOf(program, { moment: '5' }));
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	const code = page.locator('.cm-content [data-span-active]').first();
	await page.evaluate(() => {
		const frames: string[][] = [];
		Object.assign(window, { frames });
		const look = (): void => {
			const text = (part: string): string =>
				[...document.querySelectorAll(part)]
					.map((one) => one.textContent)
					.join('')
					.trim();
			frames.push([
				text('.cm-content [data-span-active]'),
				document.querySelector('tr[aria-current="step"]')?.querySelector('th')?.textContent?.trim() ?? ''
			]);
			requestAnimationFrame(look);
		};
		requestAnimationFrame(look);
	});
	for (const expression of ['jnp.maximum(carry, x)', 'new - carry']) {
		await page.keyboard.press('.');
		await expect(code).toHaveText(expression);
		await expect(page.locator('tr[aria-current="step"]')).toHaveCount(1);
	}
	/** The frame in which each of them came to its last value. */
	const changed = await page.evaluate(() => {
		const { frames } = window as unknown as { frames: string[][] };
		return [0, 1].map((part) => frames.findLastIndex((frame) => frame[part] !== frames.at(-1)?.[part]));
	});
	expect(changed[0]).toBeGreaterThan(0);
	expect(Math.abs(changed[0] - changed[1])).toBeLessThanOrEqual(1);

	await cell(page, 'carry', 0, 5).hover();
	await expect(page.locator('.cm-content .hovered').first()).toBeVisible();
	await code.hover();
	await expect(page.locator('[data-cell] .lit').first()).toBeAttached();
	await expect(place(page)).toHaveText(/6 of 12/);
});
