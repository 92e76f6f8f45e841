import { expect, type Locator, type Page } from '@playwright/test';
import { squeeze } from '../../../src/lib/session/squeeze';
import { cell, settled } from '../page';

/** What the tests of the classroom share. */

const rows = [
	[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8],
	[2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5],
	[1, 6, 1, 8, 0, 3, 3, 9, 8, 8, 7, 4],
	[1, 4, 1, 4, 2, 1, 3, 5, 6, 2, 3, 7]
];

const runningMax = `import jax
import jax.numpy as jnp
from jax import lax

def running_max(row):
    def step(carry, x):
        new = jnp.maximum(carry, x)
        return new, new
    return lax.scan(step, -jnp.inf, row)

`;

/** Four rows of twelve steps. */
export const twelveSteps = `${runningMax}xs = jnp.array(${JSON.stringify(rows)}, dtype=float)\njax.vmap(running_max)(xs)`;

/** A running maximum over so many rows and steps. */
export const manyRows = (lanes: number, steps: number): string =>
	`${runningMax}xs = jax.random.randint(jax.random.key(1), (${lanes}, ${steps}), 0, 99).astype(float)\njax.vmap(running_max)(xs)`;

/** The fragment of a link to a program, with what differs from the plain view. */
export const fragmentOf = (program: string, more: object = {}): string =>
	`1.${squeeze(JSON.stringify({ program, ...more }))}`;

export const projector = (page: Page): Locator => page.getByRole('main', { name: 'Projector' });

/** Opens a fragment in projector mode, from a page that is new. */
export async function project(page: Page, fragment: string): Promise<void> {
	await page.goto(`/#${fragment}`);
	await expect(projector(page)).toBeVisible();
	await expect(cell(page, 'carry').first()).toBeAttached();
	await settled(page);
}

/** `step 3 of 8`. */
export const counter = (page: Page): Locator => page.locator('.counter b');
