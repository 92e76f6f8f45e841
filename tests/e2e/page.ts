import { expect, type Locator, type Page } from '@playwright/test';
import { exampleProgram } from './programs';

/** The page as a user finds their way in it. */

export { exampleProgram };

/** Opens a fragment and waits until the picture stands still. */
export async function open(page: Page, fragment = ''): Promise<void> {
	await page.goto(fragment === '' ? '/' : `/#${fragment}`);
	await expect(cell(page, 'carry').first()).toBeAttached();
	await settled(page);
}

/** Until nothing is animated. */
export const settled = (page: Page): Promise<void> =>
	expect(page.locator('.app[data-playing], [data-moving]')).toHaveCount(0);

export function cell(page: Page, kind: string, lane?: number, step?: number): Locator {
	const at = (name: string, value?: number): string =>
		value === undefined ? '' : `[data-${name}="${value}"]`;
	return page.locator(`[data-cell][data-kind="${kind}"]${at('lane', lane)}${at('step', step)}`);
}

/** The texts of a lane's carries, step by step; empty while not there yet. */
export const carries = (page: Page, lane: number): Promise<string[]> =>
	cell(page, 'carry', lane).evaluateAll((cells) =>
		cells
			.sort((a, b) => Number(a.getAttribute('data-step')) - Number(b.getAttribute('data-step')))
			.map((one) => one.textContent?.trim() ?? '')
	);

export const place = (page: Page): Locator => page.locator('[data-place]');
export const timeline = (page: Page): Locator => page.getByRole('slider', { name: 'Timeline' });

export const editor = (page: Page): Locator => page.locator('.cm-content');

/** The program as the editor shows it, without the values beside it. */
export const written = (page: Page): Promise<string> =>
	page.locator('.cm-line').evaluateAll((lines) => {
		const own = (line: Element): string => {
			const copy = line.cloneNode(true) as Element;
			for (const values of copy.querySelectorAll('.values')) values.remove();
			return copy.textContent;
		};
		return lines.map(own).join('\n');
	});

/** Takes the cursor into the program. */
export async function enterEditor(page: Page): Promise<void> {
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	await editor(page).click();
}

/** Replaces the program by typing. */
export async function write(page: Page, program: string): Promise<void> {
	await enterEditor(page);
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText(program);
	await expect.poll(() => written(page)).toBe(program);
}

/** Replaces the program by typing while the page is busy; the pointer moves before the page comes round to it. */
export async function writeWhileBusy(page: Page, program: string): Promise<void> {
	await enterEditor(page);
	const corner = await editor(page).boundingBox();
	const browser = await page.context().newCDPSession(page);
	const key = (type: 'rawKeyDown' | 'keyUp', key: string, windowsVirtualKeyCode: number, modifiers = 0) =>
		browser.send('Input.dispatchKeyEvent', { type, key, windowsVirtualKeyCode, modifiers });
	const control = 2;
	// None waits for the one before it. A move by itself would wait for the next frame, hence the key after it.
	await Promise.all([
		browser.send('Runtime.evaluate', {
			expression: '{ const end = performance.now() + 100; while (performance.now() < end); }'
		}),
		key('rawKeyDown', 'a', 65, control),
		key('keyUp', 'a', 65, control),
		browser.send('Input.insertText', { text: program }),
		browser.send('Input.dispatchMouseEvent', {
			type: 'mouseMoved',
			x: (corner?.x ?? 0) + 40,
			y: (corner?.y ?? 0) + 10
		}),
		key('rawKeyDown', 'Shift', 16),
		key('keyUp', 'Shift', 16)
	]);
}

/** Presses Tab, or Shift and Tab, until the element has the focus. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
	for (let n = 0; n < 60; n++) {
		if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
		await page.keyboard.press(key);
	}
	throw new Error(`${key} does not lead to ${String(target)}`);
}

/** Leaves the editor, so that keys move the picture again. */
export async function leaveEditor(page: Page): Promise<void> {
	await page.keyboard.press('Escape');
	await page.keyboard.press('Tab');
}

/** The picture, the timeline and the marked program: every element with its attributes, and every text. */
export const picture = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const lines: string[] = [];
		const visit = (node: Node): void => {
			if (node instanceof Text) lines.push(node.data);
			if (!(node instanceof Element)) return;
			lines.push(
				[node.localName, ...[...node.attributes].map((one) => `${one.name}=${one.value}`).sort()].join(' ')
			);
			node.childNodes.forEach(visit);
		};
		for (const part of ['.picture', '.track', '.cm-content :is(.role, .active-box, .values)'])
			for (const root of document.querySelectorAll(part)) visit(root);
		return lines;
	});
