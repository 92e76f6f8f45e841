import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { squeeze } from '../../src/lib/session/squeeze';
import { cell, open, place, settled } from './page';
import { expect, test } from './test';

/**
 * Ten programs as people write them, gone through as somebody would who sees Lockstep for the first time: open, read, to
 * the end, into a step, where does this value come from. What the lanes show is compared with what JAX recorded.
 */
interface Leaf {
	readonly shape: readonly number[];
	readonly data: readonly number[];
}
interface Case {
	readonly name: string;
	readonly source: string;
	readonly expect: {
		readonly scans: readonly {
			readonly length: number;
			/** Before the first step and after each, one leaf after the other. */
			readonly carries: readonly (readonly Leaf[])[];
		}[];
	};
}

const cases = readFileSync('tests/conformance/applied.jsonl', 'utf8')
	.trim()
	.split('\n')
	.map((line) => JSON.parse(line) as Case);

const tried = [
	'alpha-beta-tracker-batch',
	'crc8-checksum',
	'drawdown-backtest',
	'elman-rnn-batched',
	'euler-pendulum',
	'gae-advantages',
	'inventory-reorder',
	'pid-temperature-control',
	'queue-waiting-times',
	'welford-online-stats'
];

/** What the first row carries in its first leaf after each step; null where that is no single number. */
function firstCarries({ carries }: Case['expect']['scans'][number], rows: number): number[] | null {
	const leaves = carries.slice(1).map(([leaf]) => leaf);
	return leaves[0].data.length === rows ? leaves.map(({ data }) => data[0]) : null;
}

/** As the lanes show it, step by step. */
const shownCarries = (page: Page, steps: number): Promise<number[]> =>
	Promise.all(
		Array.from({ length: steps }, async (_, step) =>
			readNumber(
				await page
					.locator(`[data-kind="carry"][data-lane="0"][data-step="${step}"][data-leaf="0"]`)
					.textContent()
			)
		)
	);

const readNumber = (text: string | null): number =>
	Number((text ?? '').trim().replace('−', '-').replace('True', '1').replace('False', '0'));

const rowsOf = (page: Page): Promise<number> =>
	cell(page, 'carry').evaluateAll((cells) => new Set(cells.map((one) => one.getAttribute('data-lane'))).size);

const wide = (page: Page): Promise<number> =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const name of tried) {
	test(`${name} shows what JAX computed, step by step`, async ({ page }) => {
		const found = cases.find((one) => one.name === `applied/${name}`);
		if (!found) throw new Error(`there is no case ${name}`);
		const [scan] = found.expect.scans;
		await open(page, `1.${squeeze(JSON.stringify({ program: found.source }))}`);
		await expect(place(page)).toHaveText(new RegExp(`step 1 of ${scan.length}`));

		await page.keyboard.press('End');
		await expect(place(page)).toHaveText(new RegExp(`step ${scan.length} of ${scan.length}`));
		await settled(page);
		const wanted = firstCarries(scan, await rowsOf(page));
		if (wanted) {
			const shown = await shownCarries(page, scan.length);
			// Three digits and more are shown.
			wanted.forEach((value, n) => expect(shown[n]).toBeCloseTo(value, Math.abs(value) < 10 ? 2 : 1));
		}

		await page.keyboard.press('i');
		await expect(page.locator('[data-span-active]').first()).toBeVisible();
		await page.keyboard.press('o');
		await settled(page);
		await cell(page, 'carry', 0, scan.length - 1)
			.first()
			.click();
		await page.keyboard.press('c');
		await expect(page.locator('[data-hop]').first()).toBeVisible();
		expect(await wide(page)).toBe(0);
	});
}
