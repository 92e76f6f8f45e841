import { open, place } from '../page';
import { expect, test } from '../test';

test('R47: nothing sounds until it is switched on, then each step does, and a key silences it', async ({
	page
}) => {
	await page.addInitScript(() => {
		const played: number[] = [];
		Object.assign(window, { played, contexts: 0 });
		const Plain = AudioContext;
		window.AudioContext = class extends Plain {
			constructor() {
				super();
				Object.assign(window, { contexts: (window as unknown as { contexts: number }).contexts + 1 });
			}
		};
		const { start } = OscillatorNode.prototype;
		OscillatorNode.prototype.start = function (when) {
			played.push(Math.round(this.frequency.value));
			start.call(this, when);
		};
	});
	const contexts = (): Promise<number> =>
		page.evaluate(() => (window as unknown as { contexts: number }).contexts);
	const played = (): Promise<number[]> =>
		page.evaluate(() => (window as unknown as { played: number[] }).played);
	await open(page, 'running-max@start');
	await page.keyboard.press('ArrowRight');
	await expect(place(page)).toHaveText(/step 1 of 3/);
	expect(await contexts()).toBe(0);

	await page.getByRole('button', { name: 'Settings' }).click();
	await page.getByLabel('A tone for each row at each step').check();
	await page.keyboard.press('Escape');
	await page.locator('body').press('ArrowRight');
	// Row 0 keeps 3, row 1 has the greatest of all, 5.
	await expect.poll(played).toEqual([440, 880]);
	expect(await contexts()).toBe(1);
	await page.keyboard.press('s');
	await page.keyboard.press('ArrowRight');
	await expect(place(page)).toHaveText(/step 3 of 3/);
	expect(await played()).toHaveLength(2);
});
