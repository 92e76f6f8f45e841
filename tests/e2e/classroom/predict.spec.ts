import type { Page } from '@playwright/test';
import { cell, place, settled } from '../page';
import { textOfPdf } from '../pdf';
import { expect, test } from '../test';
import { fragmentOf, project, projector } from './class';

/** Sums whose values occur nowhere else on the page: `1001` after step 1 of row 0, `2002` of row 1. */
const telling = `import jax
import jax.numpy as jnp
from jax import lax

def running(row):
    def step(total, x):
        new = total + x
        return new, new
    return lax.scan(step, 0.0, row)

xs = jnp.array([[500.0, 501.0, 2206.0], [700.0, 1302.0, 3303.0]])
total, ys = jax.vmap(running)(xs)
print("at the end", total)
ys`;

/** What comes after step 0: totals of step 1 and 2 in both rows. */
const later = ['1001', '3207', '2002', '5305'];

const asking = (gate: object, more: object = {}): string =>
	fragmentOf(telling, { moment: '0', marks: { gates: [gate] }, ...more });

/** Everywhere that a reader, a screen reader, a search of the page or a copy of it finds words. */
async function everywhere(page: Page): Promise<string> {
	const inPage = await page.evaluate(() => {
		const found: string[] = [document.title, location.href, document.documentElement.outerHTML];
		for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea, select'))
			found.push(field.value);
		getSelection()?.selectAllChildren(document.body);
		found.push(getSelection()?.toString() ?? '');
		getSelection()?.removeAllRanges();
		return found.join('\n');
	});
	return inPage + (await page.locator('body').ariaSnapshot());
}

async function expectKept(page: Page, secrets: readonly string[] = later): Promise<void> {
	const all = await everywhere(page);
	expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
}

async function openAt(page: Page, fragment: string): Promise<void> {
	await page.goto(`/#${fragment}`);
	await expect(cell(page, 'carry').first()).toBeAttached();
	await settled(page);
}

const asked = '[data-predict="asked"]';
const told = '[data-predict="told"]';

test.describe('R1: predict, then reveal', () => {
	test('a typed answer: nothing tells the value before, both stand side by side after', async ({ page }) => {
		await openAt(page, asking({ at: '1', ask: 'carry', lane: 0 }));
		await page.keyboard.press('ArrowRight');
		await expect(page.locator(asked)).toBeVisible();
		await expect(place(page).first()).toContainText('step 2 of 3');
		await settled(page);
		await expectKept(page);
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('End');
		await expect(page.locator(asked)).toBeVisible();
		await expectKept(page);

		await page.getByLabel('Your prediction').fill('501');
		await page.getByRole('button', { name: 'Commit' }).click();
		await expect(page.locator(told)).toHaveAttribute('data-right', 'false');
		await expect(page.locator('[data-given]')).toHaveText('501');
		await expect(page.locator('[data-truth]')).toHaveText(/^1001/);
		await page.keyboard.press('ArrowRight');
		await expect(cell(page, 'carry', 0, 2)).toHaveText('3207');
		await page.keyboard.press('ArrowLeft');
		await expect(page.locator('[data-truth]')).toHaveText(/^1001/);
	});

	test('a right answer is said to be right, and can be asked for again', async ({ page }) => {
		await openAt(page, asking({ at: '1', ask: 'carry', lane: 1 }, { moment: '1' }));
		await expect(page.locator(asked)).toBeVisible();
		await page.getByLabel('Your prediction').fill('2002');
		await page.keyboard.press('Enter');
		await expect(page.locator(told)).toHaveAttribute('data-right', 'true');
		await page.getByRole('button', { name: 'Ask again' }).click();
		await expect(page.locator(asked)).toBeVisible();
		await settled(page);
		await expectKept(page);
	});

	test('a choice shows the value among others, and does not tell which it is', async ({ page }) => {
		await openAt(page, asking({ at: '1', ask: 'carry', lane: 0, by: 'choice' }, { moment: '1' }));
		const options = page.locator('[data-option]');
		await expect(options.filter({ hasText: '1001' })).toHaveCount(1);
		expect(await options.count()).toBeGreaterThan(2);
		await expectKept(page, ['3207', '2002', '5305']);
		const marks = await options.evaluateAll((all) =>
			all.map(
				(one) =>
					`${[...one.attributes].map(({ name }) => name).join()} ${one.className} ${getComputedStyle(one).cssText}`
			)
		);
		expect(new Set(marks).size).toBe(1);
		await options.filter({ hasText: '1001' }).click();
		await expect(page.locator(told)).toHaveAttribute('data-right', 'true');
	});

	test('a vote counts hands in two rounds before it is revealed', async ({ page }) => {
		await openAt(page, asking({ at: '1', ask: 'carry', lane: 0, by: 'vote' }, { moment: '1' }));
		await page.locator('[data-vote="0"] input').fill('12');
		await page.locator('[data-vote="0"] input').press('Tab');
		await page.getByRole('button', { name: 'Second round' }).click();
		await page.locator('[data-vote="1"] input').fill('20');
		await page.locator('[data-vote="1"] input').press('Tab');
		await expectKept(page, ['3207', '2002', '5305']);
		await page.getByRole('button', { name: 'Reveal' }).click();
		await expect(page.getByRole('list', { name: 'Votes' })).toContainText('12, then 0');
		await expect(page.locator('[data-truth]')).toHaveText(/^1001/);
	});

	test('skipping shows the value without an answer', async ({ page }) => {
		await openAt(page, asking({ at: '1', ask: 'carry', lane: 0 }, { moment: '1' }));
		await page.getByRole('button', { name: 'Skip', exact: true }).click();
		await expect(page.locator('[data-truth]')).toHaveText(/^1001/);
		await expect(page.locator('[data-given]')).toHaveCount(0);
	});

	test('no panel, tab or key tells it', async ({ page }) => {
		await openAt(page, asking({ at: '1', ask: 'carry', lane: 0 }, { moment: '1' }));
		await expect(page.locator(asked)).toBeVisible();
		for (const key of ['e', 'n', 'f', 'c', 'd', 'i', '.', 'l', ']', 'Shift+T']) {
			await page.keyboard.press(key);
			await expect(page.locator(asked)).toBeVisible();
		}
		await expect(page.locator('[data-trace]')).toBeVisible();
		await expectKept(page);
		for (const name of ['Inspect', 'Watch', 'Changes', 'Faults', 'Compare']) {
			const dock = page.getByRole('region', { name: 'Closer look' });
			await dock.getByRole('button', { name }).click();
			await expect(dock.locator('[data-veil]')).toContainText(name);
			await expectKept(page);
		}
		await page.getByRole('tab', { name: 'Output' }).click();
		await expectKept(page);
		await page.getByRole('tab', { name: 'jaxpr' }).click();
		await expect(page.locator('[data-jaxpr]').first()).toBeVisible();
		await expectKept(page);
	});

	test('not printed, and not by a link that leads behind it', async ({ page }) => {
		await openAt(page, asking({ at: '1', ask: 'carry', lane: 0 }, { moment: '2' }));
		await expect(page.locator(asked)).toBeVisible();
		await page.emulateMedia({ media: 'print' });
		await settled(page);
		await expectKept(page);
		const printed = textOfPdf(await page.pdf());
		expect(printed).toContain('Predict:');
		expect(printed.split('\n')).toContain('500');
		expect(later.filter((secret) => printed.includes(secret))).toEqual([]);
		const address = page.url();
		await page.emulateMedia({ media: 'screen' });
		await page.goto('about:blank');
		await page.goto(address);
		await expect(page.locator(asked)).toBeVisible();
		await settled(page);
		await expectKept(page);
		await page.getByRole('button', { name: 'Skip', exact: true }).click();
		await expect(page.locator('[data-truth]')).toHaveText(/^1001/);
		await settled(page);
		expect(textOfPdf(await page.pdf()).split('\n')).toContain('1001');
	});

	test('a remote alone reveals, but only on purpose; digits answer on the projector', async ({ page }) => {
		const gate = { at: '1', ask: 'carry', lane: 0, by: 'choice' };
		await project(page, asking(gate, { moment: '0', room: 'projector' }));
		await page.clock.install();
		await page.keyboard.press('PageDown');
		await expect(page.locator(asked)).toBeVisible();
		await settled(page);
		await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000);
		const announced = page.getByText('Press again to reveal');
		await page.keyboard.press('PageDown');
		await expect(announced).toBeVisible();
		// A bouncing button.
		await page.keyboard.press('PageDown');
		await page.keyboard.press('ArrowDown');
		await expect(announced).toHaveCount(0);
		await expect(page.locator(asked)).toBeVisible();
		await expectKept(page, ['3207', '2002', '5305']);
		for (const shown of [announced, page.locator(told)]) {
			await page.clock.runFor(800);
			await page.keyboard.press('PageDown');
			await expect(shown).toBeVisible();
		}
		await expect(page.locator('[data-truth]')).toHaveText(/^1001/);
		await expect(page.locator('[data-given]')).toHaveCount(0);
		await page.clock.resume();

		await page.getByRole('button', { name: 'Ask again' }).click();
		await page.keyboard.press('a');
		await expect(page.locator('[data-option="0"]')).toBeFocused();
		const right = await page.locator('[data-option]', { hasText: '1001' }).getAttribute('data-option');
		await page.keyboard.press(String(Number(right) + 1));
		await expect(page.locator(told)).toHaveAttribute('data-right', 'true');
	});

	test('nor on the projector', async ({ page }) => {
		await project(page, asking({ at: '1', ask: 'carry', lane: 0 }, { moment: '0', room: 'projector' }));
		await page.keyboard.press('PageDown');
		await expect(projector(page).locator(asked)).toBeVisible();
		await settled(page);
		await page.keyboard.press('PageDown');
		await page.keyboard.press('End');
		await expect(projector(page).locator(asked)).toBeVisible();
		await expectKept(page);
		await page.getByRole('button', { name: 'Skip', exact: true }).click();
		await expect(page.locator('[data-truth]')).toHaveText(/^1001/);
	});
});

test('R38: what passed somebody by is seen again, and predictions lead back to their place', async ({
	page
}) => {
	const gates = ['1', '2'].map((at) => ({ at, ask: 'carry', lane: 0 }));
	await openAt(page, fragmentOf(telling, { moment: '1', marks: { gates } }));
	await page.getByLabel('Your prediction').fill('7');
	await page.keyboard.press('Enter');
	const recall = page.locator('[data-recall="asked"]');
	await expect(recall).toContainText('In which rows did the carry change in step 1?');
	await recall.getByRole('button', { name: 'none', exact: true }).click();
	await expect(page.locator('[data-recall="missed"]')).toContainText('all');
	await page.getByRole('button', { name: 'See it again' }).click();
	await recall.getByRole('button', { name: 'all', exact: true }).click();
	await expect(page.locator('[data-recall="right"]')).toBeVisible();

	await page.keyboard.press('ArrowRight');
	await page.getByRole('button', { name: 'Skip', exact: true }).click();
	await expect(page.locator(told)).toContainText('after step 2');
	await page.getByText('2 predictions so far, 1 wrong').click();
	await page.getByRole('button', { name: 'step 1', exact: true }).click();
	await expect(page.locator('[data-given]')).toHaveText('7');
	await expect(place(page).first()).toContainText('step 2 of 3');
});

test('R2: nothing of what comes is shown in any view until all is to be shown', async ({ page }) => {
	const vectors = telling.replace('0.0, row', 'jnp.zeros(2), row');
	for (const program of [telling, vectors]) {
		await openAt(page, fragmentOf(program, { moment: 'start', marks: { hide: true }, panel: 'table' }));
		await expect(page.locator('[data-trace]')).toBeVisible();
		await expectKept(page);
		await page.keyboard.press('ArrowRight');
		await expect(place(page).first()).toContainText('step 1 of 3');
		await settled(page);
		await expectKept(page);
		for (const step of [0, 1]) {
			await expect(place(page).first()).toContainText(`step ${step + 1} of 3`);
			await settled(page);
			const told = await page
				.locator('[data-cell]:is([data-kind="carry"], [data-kind="y"], [data-kind="final"])')
				.evaluateAll((cells) =>
					cells.map((one) => [Number(one.getAttribute('data-step')), one.textContent?.trim() ?? ''] as const)
				);
			expect(told.some(([at]) => at > step)).toBe(true);
			expect(told.filter(([at, text]) => at > step && text !== '')).toEqual([]);
			await page.keyboard.press('ArrowRight');
		}
		await page.goto('about:blank');
	}
	await openAt(page, fragmentOf(telling, { moment: '0', marks: { hide: true }, tab: 'output' }));
	await expectKept(page);
	await page.getByRole('button', { name: 'Show all' }).click();
	await expect(page.locator('[data-stdout]')).toContainText('3207');
});
