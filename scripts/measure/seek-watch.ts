import type { Page } from 'playwright';

/** A seek as it was seen: milliseconds and frames from the press until the step was painted. */
export interface Seen {
	readonly time: number;
	readonly frames: number;
}

/**
 * Presses the mouse where it is, over the timeline, and answers when the step that it asks for was painted. A frame
 * counts that began after the press and was painted without that step.
 */
export async function watchSeek(page: Page): Promise<Seen> {
	const seen = page.evaluate(
		() =>
			new Promise<Seen>((resolve) => {
				const painted = new MessageChannel();
				const timeline = document.querySelector('[role="slider"][aria-label="Timeline"]');
				let pressed = 0;
				let frames = 0;
				const isShown = (): boolean => {
					const step = Number(timeline?.getAttribute('aria-valuenow')) - 1;
					return document.querySelector(`[data-cell][data-kind="carry"][data-step="${step}"]`) !== null;
				};
				const frame = (): void => {
					frames++;
					painted.port2.postMessage(null);
				};
				painted.port1.onmessage = () => {
					if (isShown()) resolve({ time: performance.now() - pressed, frames });
					else requestAnimationFrame(frame);
				};
				const press = (event: Event): void => {
					pressed = event.timeStamp;
					requestAnimationFrame(frame);
				};
				window.addEventListener('pointerdown', press, { capture: true, once: true });
				document.documentElement.dataset.watching = '';
			})
	);
	await page.locator('html[data-watching]').waitFor();
	await page.mouse.down();
	const answer = await seen;
	await page.mouse.up();
	await page.evaluate(() => delete document.documentElement.dataset.watching);
	return answer;
}

/** Presses Enter and answers after how many milliseconds the panel tells where the condition holds. */
export async function watchSearch(page: Page): Promise<number> {
	const found = page.evaluate(
		() =>
			new Promise<number>((resolve) => {
				const told = (): string => document.querySelector('[data-total]')?.textContent ?? '';
				const before = told();
				const press = ({ timeStamp }: Event): void => {
					const look = (): void => {
						if (told() === '' || told() === before) requestAnimationFrame(look);
						else resolve(performance.now() - timeStamp);
					};
					requestAnimationFrame(look);
				};
				window.addEventListener('keydown', press, { capture: true, once: true });
				document.documentElement.dataset.watching = '';
			})
	);
	await page.locator('html[data-watching]').waitFor();
	await page.keyboard.press('Enter');
	const time = await found;
	await page.evaluate(() => delete document.documentElement.dataset.watching);
	return time;
}
