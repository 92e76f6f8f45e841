import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import { atMost, milliseconds, plain, type Figure, type Unit } from '../measure/figure';
import { watchFrames, type Frames } from '../measure/frame-watch';
import { inChromium, openProgram } from '../measure/in-chromium';
import { percentile } from '../measure/percentile';
import { watchSearch, watchSeek } from '../measure/seek-watch';

const emaOf = (rows: number, steps: number): string => `import jax
import jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(c, x):
    c = 0.9 * c + 0.1 * x
    return c, c
  return lax.scan(step, 0., row)

jax.vmap(per_row)(jnp.sin(jnp.arange(${rows * steps}.)).reshape((${rows}, ${steps})))
`;

const long = { rows: 64, steps: 1_000_000, seeks: 40 };

const longProgram = `import jax
import jax.numpy as jnp
from jax import lax

def per_row(level):
  def step(c, x):
    c = 0.99999 * c + 0.00001 * x * level
    return c, None
  return lax.scan(step, 0., jnp.ones(${long.steps}))[0]

jax.vmap(per_row)(jnp.linspace(0.5, 2., ${long.rows}))
`;

const moves = 240;
/** Milliseconds: what a common mouse takes. */
const betweenMoves = 8;
const rounds = 3;
const whole: Unit = { ...milliseconds, digits: 0 };
const tenths: Unit = { ...milliseconds, digits: 1 };
const frameCount: Unit = { digits: 0, name: 'frames' };

/** What a picture has to hold to while it is scrubbed, in milliseconds a frame. */
interface Goal {
	readonly median: number;
	readonly p95: number;
	readonly script?: number;
}

const smooth: Goal = { median: 16.7, p95: 33 };

export const run = (): Promise<Figure[]> =>
	inChromium(async (browser, url) => [
		...(await scrubbed(browser, url, 64, 16, { ...smooth, script: 4 })),
		...(await scrubbed(browser, url, 64, 80, smooth)),
		...(await scrubbed(browser, url, 200, 1000, smooth)),
		...(await scrubbed(browser, url, 1000, 1000, smooth)),
		...(await longLoop(browser, url))
	]);

/** The pointer drags over all of the timeline, there and back, round by round; of the rounds the middle one counts. */
async function scrubbed(
	browser: Browser,
	url: string,
	rows: number,
	steps: number,
	goal: Goal
): Promise<Figure[]> {
	const page = await openProgram(browser, url, emaOf(rows, steps), steps);
	const found: Frames[] = [];
	await drag(page);
	for (let round = 0; round < rounds; round++) found.push(await watchFrames(page, () => drag(page)));
	await page.close();
	// Chromium tells the time of a frame to a tenth of a millisecond.
	const middle = (of: (frames: Frames) => number): number =>
		Math.round(10 * percentile(found.map(of), 0.5)) / 10;
	const name = `dragging over the timeline, ${rows.toLocaleString('en')} rows × ${steps.toLocaleString('en')} steps`;
	const script = middle((one) => one.script);
	return [
		atMost(
			`${name}: a frame, median`,
			middle(({ intervals }) => percentile(intervals, 0.5)),
			goal.median,
			tenths
		),
		atMost(
			'the same, p95',
			Math.round(middle(({ intervals }) => percentile(intervals, 0.95))),
			goal.p95,
			whole
		),
		goal.script === undefined
			? plain('script of it', script, tenths)
			: atMost('script of it', script, goal.script, tenths)
	];
}

/** As a mouse does it: moves go out whether or not the page has come round to the ones before. */
async function drag(page: Page): Promise<void> {
	const { left, width, y } = await track(page);
	await page.mouse.move(left, y);
	await page.mouse.down();
	const sent: Promise<void>[] = [];
	for (let n = 1; n <= moves; n++) {
		sent.push(page.mouse.move(left + width * (1 - Math.abs(1 - (2 * n) / moves)), y));
		await pause(betweenMoves);
	}
	await Promise.all(sent);
	await page.mouse.up();
}

/** The timeline's groove, in px of the page. */
async function track(page: Page): Promise<{ left: number; width: number; y: number }> {
	const box = await page.getByRole('slider', { name: 'Timeline' }).boundingBox();
	if (!box) throw new Error('the page has no timeline');
	return { left: box.x + 2, width: box.width - 4, y: box.y + 24 };
}

async function longLoop(browser: Browser, url: string): Promise<Figure[]> {
	const page = await openProgram(browser, url, longProgram, long.steps);
	const { left, width, y } = await track(page);
	const name = `${long.steps.toLocaleString('en')} steps × ${long.rows} rows on the page`;
	const seeks = [];
	for (let n = 0; n < long.seeks; n++) {
		await page.mouse.move(left + width * ((0.1 + n * 0.618034) % 1), y);
		seeks.push(await watchSeek(page));
	}
	const times = seeks.map(({ time }) => time);
	const figures = [
		atMost(
			`${name}: the frame after a press on the timeline that shows the step, p95`,
			percentile(
				seeks.map(({ frames }) => frames),
				0.95
			),
			1,
			frameCount
		),
		plain('from the press until it is painted, median', percentile(times, 0.5), tenths),
		plain('the same, p95', percentile(times, 0.95), tenths),
		atMost(
			'where `c > 1.5` holds, from Enter until all steps have been looked through',
			await firstHit(page),
			500,
			{
				...milliseconds,
				digits: 0
			}
		)
	];
	await page.close();
	return figures;
}

/** Milliseconds from the key until the panel has looked through all steps; the middle one of some bounds. */
async function firstHit(page: Page): Promise<number> {
	await page.keyboard.press('f');
	const field = page.getByRole('combobox', { name: 'Condition to find' });
	const times: number[] = [];
	for (const bound of [1.5, 1.7, 1.9]) {
		await field.fill(`c > ${bound}`);
		times.push(await watchSearch(page));
	}
	return percentile(times, 0.5);
}
