import { atMost, type Figure, type Unit } from '../measure/figure';
import { inChromium } from '../measure/in-chromium';

const lesson = 'learn/vmap-over-scan/';
const visits = 5;
const seconds: Unit = { digits: 2, name: 's' };

/** What Chromium's developer tools call fast 4G, in bytes a second and milliseconds. */
const fast4g = {
	offline: false,
	downloadThroughput: (9e6 / 8) * 0.9,
	uploadThroughput: (1.5e6 / 8) * 0.9,
	latency: 165
};

/** A lesson opened cold on a slow machine and a phone's line, until a key moves the lanes: the median of some visits. */
export const run = (): Promise<Figure[]> =>
	inChromium(async (browser, url) => {
		const times: number[] = [];
		for (let visit = 0; visit < visits; visit++) {
			const context = await browser.newContext();
			const page = await context.newPage();
			const tools = await context.newCDPSession(page);
			await tools.send('Network.enable');
			await tools.send('Network.emulateNetworkConditions', fast4g);
			await tools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
			const start = performance.now();
			await page.goto(url + lesson, { waitUntil: 'commit' });
			await page.locator('[data-cell][data-kind="carry"]').first().waitFor({ state: 'attached' });
			await page.keyboard.press('ArrowRight');
			await page.getByText('step 1 of 3').first().waitFor();
			times.push(performance.now() - start);
			await context.close();
		}
		const median = times.sort((a, b) => a - b)[Math.floor(visits / 2)];
		return [
			atMost(
				'a lesson opened cold, 4 × slower processor, fast 4G, until a key moves the lanes',
				median / 1000,
				3,
				seconds
			)
		];
	});
