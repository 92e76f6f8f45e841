import type { Page } from '@playwright/test';
import { faults } from '../axe';
import { cell, settled } from '../page';
import { expect } from '../test';
import { fragmentOf, manyRows, projector, twelveSteps } from './class';

/** The matrix of what axe looks at: states of the page, themes, what a viewer prefers, sizes. */

interface State {
	readonly name: string;
	/** Of the link it is opened by. */
	readonly program: string;
	readonly sight: object;
	/** What is done then. */
	readonly then?: (page: Page) => Promise<void>;
}

const asking = [{ at: '2', ask: 'carry', lane: 0, by: 'choice' }];

export const states: readonly State[] = [
	{ name: 'before the first step', program: twelveSteps, sight: { moment: 'start' } },
	{
		name: 'inside a step',
		program: twelveSteps,
		sight: { moment: '2c' },
		then: (page) => expect(page.locator('.app')).toHaveAttribute('data-stage', 'combine')
	},
	{
		name: 'before a question',
		program: twelveSteps,
		sight: { moment: '2', marks: { gates: asking } },
		then: (page) => expect(page.locator('[data-predict="asked"]')).toBeVisible()
	},
	{
		name: 'in a comparison',
		program: twelveSteps,
		sight: { moment: '2', panel: 'compare', marks: { against: { with: 'row', row: 1 } } }
	},
	{ name: 'with 200 rows', program: manyRows(200, 20), sight: {} },
	{
		name: 'in a dialog',
		program: twelveSteps,
		sight: {},
		then: async (page) => {
			await page.keyboard.press('?');
			await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
		}
	}
];

export const themes = ['light', 'dark', 'projector'] as const;
const plain = { reducedMotion: 'no-preference', forcedColors: 'none', contrast: 'no-preference' } as const;
export const preferences = {
	none: plain,
	'reduced motion': { ...plain, reducedMotion: 'reduce' },
	'forced colours': { ...plain, forcedColors: 'active' },
	'more contrast': { ...plain, contrast: 'more' }
} as const;
export const wants = Object.keys(preferences) as (keyof typeof preferences)[];
export const sizes = [
	{ width: 1280, height: 720 },
	{ width: 360, height: 640 }
] as const;

export interface Look {
	readonly theme: (typeof themes)[number];
	readonly wants: keyof typeof preferences;
	readonly size: (typeof sizes)[number];
}

/** Opens a state at the desk or projected. */
async function show(page: Page, { program, sight, then }: State, projected: boolean): Promise<void> {
	await page.goto('about:blank');
	await page.goto(`/#${fragmentOf(program, projected ? { ...sight, room: 'projector' } : sight)}`);
	await expect(cell(page, 'carry').first()).toBeAttached();
	await expect(projector(page)).toHaveCount(projected ? 1 : 0);
	await settled(page);
	await then?.(page);
}

/** What is wrong with a state in each of the looks; the page is opened once at the desk and once projected. */
export async function faultsIn(page: Page, state: State, looks: readonly Look[]): Promise<string[]> {
	const found: string[] = [];
	for (const projected of [false, true]) {
		const here = looks.filter(({ theme }) => (theme === 'projector') === projected);
		if (here.length === 0) continue;
		await page.setViewportSize(sizes[0]);
		await show(page, state, projected);
		for (const look of here) {
			const { theme, size } = look;
			await page.setViewportSize(size);
			await page.emulateMedia({
				...preferences[look.wants],
				colorScheme: theme === 'dark' ? 'dark' : 'light'
			});
			const name = `${theme}, ${look.wants}, ${size.width} px`;
			found.push(...(await faults(page)).map((fault) => `${name}: ${fault}`));
		}
	}
	return found;
}
