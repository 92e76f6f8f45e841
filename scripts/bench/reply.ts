import type { Page } from 'playwright';
import { atMost, milliseconds, type Figure, type Unit } from '../measure/figure';
import { inChromium, openProgram } from '../measure/in-chromium';
import { percentile } from '../measure/percentile';

const whole: Unit = { ...milliseconds, digits: 0 };
const keys = 40;
const edits = 9;

const program = `import jax
import jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(carry, x):
    new = jnp.maximum(carry, x)
    return new, new
  return lax.scan(step, -jnp.inf, row)

jax.vmap(per_row)(jnp.array([[3., 1., 4.], [1., 5., 2.]]))
`;

/** How soon the page answers, from the event to the frame that shows it, on the clock. */
export const run = (): Promise<Figure[]> =>
	inChromium(async (browser, url) => {
		const page = await openProgram(browser, url, program, 3);
		const pressed = await keyToPaint(page);
		const edited = await editToCarry(page);
		return [
			atMost('from a key to its picture, p95', percentile(pressed, 0.95), 100, whole),
			atMost(
				'a number of the data changed in its lane, until the carry has followed',
				percentile(edited, 0.5),
				300,
				whole
			)
		];
	});

/** What Chromium itself tells of events that took 16 ms and more; the others count as 16. */
async function keyToPaint(page: Page): Promise<number[]> {
	await page.evaluate(() => {
		const waits: number[] = [];
		Object.assign(window, { waits });
		/** TypeScript's own type has no threshold yet. */
		const events: PerformanceObserverInit & { durationThreshold: number } = {
			type: 'event',
			durationThreshold: 16
		};
		new PerformanceObserver((list) => {
			for (const one of list.getEntries()) if (one.name === 'keydown') waits.push(one.duration);
		}).observe(events);
	});
	const slider = page.getByRole('slider', { name: 'Timeline' });
	for (let n = 0; n < keys; n++) {
		const wanted = n % 2 === 0 ? 2 : 1;
		await page.keyboard.press(wanted === 2 ? 'PageDown' : 'PageUp');
		await slider.and(page.locator(`[aria-valuenow="${wanted}"]`)).waitFor();
	}
	// Chromium tells of an event once its frame is out.
	await page.evaluate(() => new Promise<void>((then) => requestAnimationFrame(() => setTimeout(then))));
	const waits = await page.evaluate(() => (window as unknown as { waits: number[] }).waits);
	return [...waits, ...Array.from({ length: Math.max(0, keys - waits.length) }, () => 16)];
}

/** From Enter in the field over an x to the carry that it makes. */
async function editToCarry(page: Page): Promise<number[]> {
	await page.keyboard.press('End');
	const cell = (kind: string) =>
		page.locator(`[data-cell][data-kind="${kind}"][data-lane="0"][data-step="2"]`);
	const times: number[] = [];
	for (let n = 0; n < edits; n++) {
		const value = String(5 + (n % 2) * 2);
		await cell('x').click();
		await page.keyboard.press('F2');
		await page.locator('form.over input').fill(value);
		times.push(
			await page.evaluate(async (value) => {
				const carry = (): string | undefined =>
					document
						.querySelector('[data-cell][data-kind="carry"][data-lane="0"][data-step="2"]')
						?.textContent?.trim();
				const start = performance.now();
				document.querySelector<HTMLFormElement>('form.over')?.requestSubmit();
				while (carry() !== value) await new Promise(requestAnimationFrame);
				return performance.now() - start;
			}, value)
		);
	}
	return times;
}
