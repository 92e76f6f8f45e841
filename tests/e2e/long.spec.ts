import type { Locator, Page } from '@playwright/test';
import { squeeze } from '../../src/lib/session/squeeze';
import { cell, place, settled, timeline } from './page';
import { expect, test } from './test';

const steps = 1_000_000;

/** For what takes its time. */
const patient = { timeout: 60_000 };

/** So many steps of rows each of which nears a level of its own: 0.5 the first, 2 the last. */
const programOf = (rows: number, length = '1_000_000'): string => `import jax
import jax.numpy as jnp
from jax import lax

def per_row(level):
  def step(c, x):
    c = 0.99999 * c + 0.00001 * x * level
    return c, None
  return lax.scan(step, 0., jnp.ones(${length}))[0]

jax.vmap(per_row)(jnp.linspace(0.5, 2., ${rows}))
`;

const longLoop = (rows: number, besides: object = {}): string =>
	`1.${squeeze(JSON.stringify({ program: programOf(rows), ...besides }))}`;

/** The carry of a row with that level, after each step until `until` holds; by the long way round. `xs` are 1. but for some. */
function carryOf(
	level: number,
	until: (c: number, step: number) => boolean,
	xs: { readonly [step: number]: number } = {}
): { c: number; step: number } {
	const { fround } = Math;
	const keep = fround(0.99999);
	let c = 0;
	for (let step = 0; ; step++) {
		c = fround(fround(keep * c) + fround(fround(fround(0.00001) * (xs[step] ?? 1)) * level));
		if (until(c, step)) return { c, step };
	}
}

/** Opens a loop that takes its time, the more so on a busy machine. */
async function open(page: Page, fragment: string, length = steps): Promise<void> {
	test.slow();
	await page.goto(`/#${fragment}`);
	await expect(timeline(page)).toHaveAttribute('aria-valuemax', String(length), { timeout: 90_000 });
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

test('an x in the midst of a long loop is changed, and another program is compared', async ({ page }) => {
	const program = programOf(100, '90_000');
	const link = `1.${squeeze(JSON.stringify({ program, moment: '40000', panel: 'compare' }))}`;
	await open(page, link, 90_000);
	const dock = page.locator('[data-dock="compare"]');
	const result = page.locator('[data-divergence]');
	const ghost = (kind: string, step: number): Locator =>
		page.locator(`[data-ghost="${kind}"][data-lane="0"][data-step="${step}"]`);
	const number = async (chip: Locator): Promise<number> => Number(await chip.textContent());
	await cell(page, 'x', undefined, 40_000).click();
	const field = page.locator('#compare-field');
	await field.fill('50000');
	await field.press('Enter');
	const edited = (at: number): number => carryOf(0.5, (_, step) => step === at, { 40_000: 50_000 }).c;
	await expect(ghost('carry', 40_000)).toBeVisible(patient);
	await expect.poll(() => number(ghost('carry', 40_000))).toBeCloseTo(edited(40_000), 2);
	await expect(ghost('carry', 39_999)).toHaveCount(0);
	await expect(result).toContainText('row 0, step 40000 (and 99 more rows): c is', patient);
	await field.press('Escape');
	await page.keyboard.press('End');
	await expect(ghost('carry', 89_999)).toBeVisible(patient);
	await expect.poll(() => number(ghost('carry', 89_999))).toBeCloseTo(edited(89_999), 2);

	await dock.getByRole('combobox', { name: 'from' }).selectOption({ label: 'another program' });
	const other = program.replace('jnp.ones(90_000)', 'jnp.ones(90_000).at[70_000].set(2.)');
	await dock.getByLabel('The other program').fill(other);
	await expect(result).toContainText('step 70000 (and 99 more rows): x is 1.0 here, 2.0', patient);
	await dock.getByRole('button', { name: 'Go there' }).click();
	await expect(place(page)).toContainText('step 70,001 of 90,000');
	await expect(page.locator('[data-ghost="x"][data-step="70000"]')).toHaveText('2', patient);
});
