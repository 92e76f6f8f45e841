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

/** Replaces the program by typing. */
export async function write(page: Page, program: string): Promise<void> {
	await expect(page.locator('[data-editor="ready"]')).toBeAttached();
	await editor(page).click();
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText(program);
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
