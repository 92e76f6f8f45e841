import type { Page } from 'playwright';

/** What was seen of a page's frames, in milliseconds. */
export interface Frames {
	/** Between frames that followed each other. */
	readonly intervals: readonly number[];
	/** Processor time of scripts, and with layout and all else of the page's thread, for each frame. */
	readonly script: number;
	readonly work: number;
}

/** Watches every frame while `act` goes on. */
export async function watchFrames(page: Page, act: () => Promise<void>): Promise<Frames> {
	const tools = await page.context().newCDPSession(page);
	// What else the machine does is not the page's.
	await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
	const metrics = async (): Promise<Record<string, number>> =>
		Object.fromEntries(
			(await tools.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, 1000 * value])
		);
	await page.evaluate(() => {
		const times: number[] = [];
		const watch = { times, over: false };
		const frame = (time: number): void => {
			times.push(time);
			if (!watch.over) requestAnimationFrame(frame);
		};
		requestAnimationFrame(frame);
		Object.assign(window, { frameWatch: watch });
	});
	const before = await metrics();
	await act();
	const after = await metrics();
	const times = await page.evaluate(() => {
		const { frameWatch } = window as unknown as { frameWatch: { times: number[]; over: boolean } };
		frameWatch.over = true;
		return frameWatch.times;
	});
	await tools.detach();
	const intervals = times.slice(1).map((time, n) => time - times[n]);
	const each = (name: string): number => (after[name] - before[name]) / intervals.length;
	return { intervals, script: each('ScriptDuration'), work: each('TaskDuration') };
}
