import type { Page } from '@playwright/test';
import { squeeze } from '../../src/lib/session/squeeze';
import { cell, place, settled, timeline } from './page';
import { expect, test } from './test';

const steps = 1_000_000;

/** A million steps of rows each of which nears a level of its own: 0.5 the first, 2 the last. */
const programOf = (rows: number): string => `import jax
import jax.numpy as jnp
from jax import lax

def per_row(level):
  def step(c, x):
    c = 0.99999 * c + 0.00001 * x * level
    return c, None
  return lax.scan(step, 0., jnp.ones(1_000_000))[0]

jax.vmap(per_row)(jnp.linspace(0.5, 2., ${rows}))
`;

const longLoop = (rows: number, besides: object = {}): string =>
	`1.${squeeze(JSON.stringify({ program: programOf(rows), ...besides }))}`;

/** The carry of a row with that level, after each step until `until` holds; by the long way round. */
function carryOf(level: number, until: (c: number, step: number) => boolean): { c: number; step: number } {
	const { fround } = Math;
	const [keep, take] = [fround(0.99999), fround(fround(0.00001) * level)];
	let c = 0;
	for (let step = 0; ; step++) {
		c = fround(fround(keep * c) + take);
		if (until(c, step)) return { c, step };
	}
}

/** Opens a loop that takes its time, the more so on a busy machine. */
async function open(page: Page, fragment: string): Promise<void> {
	test.slow();
	await page.goto(`/#${fragment}`);
	await expect(timeline(page)).toHaveAttribute('aria-valuemax', String(steps), { timeout: 90_000 });
	await settled(page);
}

const numberIn = async (page: Page, kind: string, lane: number, step?: number): Promise<number> =>
	Number(await cell(page, kind, lane, step).first().textContent());

test('a loop of a million steps and 64 rows is there from end to end', async ({ page }) => {
	await open(page, longLoop(64));
	await page.keyboard.press('End');
	await expect(place(page)).toContainText('step 1,000,000 of 1,000,000');
	const { c } = carryOf(0.5, (_, step) => step === steps - 1);
	await expect.poll(() => numberIn(page, 'final', 0)).toBeCloseTo(c, 2);

	const box = await timeline(page).boundingBox();
	await timeline(page).click({ position: { x: (box?.width ?? 0) / 2, y: 24 } });
	await expect(place(page)).toContainText('step 500,001 of 1,000,000');
	const middle = carryOf(0.5, (_, step) => step === 500_000);
	await expect.poll(() => numberIn(page, 'carry', 0, 500_000)).toBeCloseTo(middle.c, 2);

	await settled(page);
	await page.reload();
	await expect(cell(page, 'carry', 0, 500_000).first()).toBeAttached({ timeout: 90_000 });
	await expect(place(page)).toContainText('step 500,001 of 1,000,000');
});

test('all of a million steps is searched', async ({ page }) => {
	await open(page, longLoop(8, { marks: { find: 'c > 1.9' } }));
	await expect(page.locator('[data-mark-kind="hit"]').first()).toBeAttached({ timeout: 60_000 });
	const { step } = carryOf(2, (c) => c > Math.fround(1.9));
	await page.keyboard.press('f');
	await expect(place(page)).toContainText(`step ${(step + 1).toLocaleString('en')} of`);
	await expect.poll(() => numberIn(page, 'carry', 7, step)).toBeCloseTo(1.9, 2);
	await expect(page.locator('[data-told]')).toContainText(`row 7, step ${step}`);

	await page.keyboard.press('c');
	await expect(page.locator('[data-summary]')).toContainText(`at steps 0–${step}`, { timeout: 60_000 });
	await expect(page.locator('[data-hop]').first()).toHaveAttribute('data-step', String(step));
});
