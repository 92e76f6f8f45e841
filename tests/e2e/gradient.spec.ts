import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { squeeze } from '../../src/lib/session/squeeze';
import { open, place, settled } from './page';
import { expect, test } from './test';

const program = (decorator = ''): string => `import jax
import jax.numpy as jnp
from jax import lax

def loss(w, xs):
  ${decorator}
  def step(h, x):
    new = jnp.tanh(w * h + x)
    return new, new * x
  last, ys = lax.scan(step, 0.5, xs)
  return last + (ys * ys).sum()

jax.vmap(jax.grad(loss), (None, 0))(0.8, jnp.arange(12.).reshape(3, 4) / 8)`;

const fragment = (text: string): string => `1.${squeeze(JSON.stringify({ program: text }))}`;

const button = (page: Page): Locator => page.getByRole('button', { name: 'Gradient', exact: true });
const picture = (page: Page): Locator => page.getByRole('region', { name: 'Gradient' });
const pass = (page: Page, name: 'Forward' | 'Backward'): Locator =>
	picture(page).getByRole('group', { name: `${name} lanes` });

/** What is kept of a forward step of row 0. */
const kept = (page: Page, name: string, step: number): Locator =>
	picture(page).locator(`[data-kept="${name}"][data-lane="0"][data-step="${step}"]`);

const carry = (page: Page, name: 'Forward' | 'Backward', step: number, leaf = 0): Locator =>
	pass(page, name).locator(`[data-kind="carry"][data-lane="0"][data-step="${step}"][data-leaf="${leaf}"]`);

/** Middle of a drawn thing, px from the left. */
const middle = async (drawn: Locator): Promise<number> => {
	const box = await drawn.boundingBox();
	if (!box) throw new Error('nothing is drawn');
	return box.x + box.width / 2;
};

test('the button draws both passes, and one clock goes through them and back', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await open(page, fragment(program()));
	await expect(picture(page)).toHaveCount(0);
	await button(page).click();
	await expect(picture(page)).toHaveAttribute('data-pass', 'forward');
	await expect(picture(page)).toContainText('3 values a step × 4 steps × 3 rows kept: 144 bytes.');
	await expect(kept(page, 'tanh′', 0)).toHaveAttribute('data-state', 'written');
	await expect(kept(page, 'tanh′', 1)).toHaveText('');
	await expect(carry(page, 'Backward', 0)).toHaveText('');

	await page.keyboard.press('End');
	await expect(kept(page, 'tanh′', 3)).toHaveAttribute('data-state', 'written');
	await page.keyboard.press('ArrowRight');
	await expect(picture(page)).toHaveAttribute('data-pass', 'backward');
	await expect(place(page)).toHaveText(/step 1 of 4/);
	await expect(kept(page, 'tanh′', 3)).toHaveAttribute('data-state', 'reading');
	await expect(picture(page)).toContainText('Back over step 3');
	await expect(carry(page, 'Backward', 0, 1)).not.toHaveText('');
	await expect
		.poll(async () => (await middle(carry(page, 'Backward', 0))) - (await middle(carry(page, 'Forward', 3))))
		.toBeCloseTo(0, 0);

	await page.keyboard.press('ArrowRight');
	await expect(kept(page, 'tanh′', 2)).toHaveAttribute('data-state', 'reading');
	await expect(kept(page, 'tanh′', 3)).toHaveAttribute('data-state', 'read');
	await page.keyboard.press('ArrowLeft');
	await page.keyboard.press('ArrowLeft');
	await expect(picture(page)).toHaveAttribute('data-pass', 'forward');
	await expect(place(page)).toHaveText(/step 4 of 4/);
});

/** The colours of a theme that they are filled with, in words of the style sheet. */
const fillOf = (page: Page, name: string): Promise<string> =>
	picture(page).evaluate((element, name) => {
		const probe = element.ownerDocument.createElement('i');
		probe.style.color = `var(--${name})`;
		element.append(probe);
		const { color } = getComputedStyle(probe);
		probe.remove();
		return color;
	}, name);

test('cotangents have a colour and names of their own', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	const marks = { gradient: true };
	await open(page, `1.${squeeze(JSON.stringify({ program: program(), moment: '1', marks }))}`);
	const [carried, cotangent] = [await fillOf(page, 'carry'), await fillOf(page, 'cotangent')];
	expect(cotangent).not.toBe(carried);
	const box = (name: 'Forward' | 'Backward', state: string): Locator =>
		pass(page, name).locator(`[data-kind="carry"][data-lane="0"][data-state="${state}"] .box`).first();
	await expect(box('Forward', 'now')).toHaveCSS('fill', carried);
	await expect(pass(page, 'Forward').locator('.tag')).not.toContainText(['∂']);
	await carry(page, 'Backward', 1).click();
	await expect(picture(page)).toHaveAttribute('data-pass', 'backward');
	await expect(box('Backward', 'now')).toHaveCSS('fill', cotangent);
	await expect(box('Backward', 'past')).toHaveCSS('stroke', cotangent);
	await expect(box('Forward', 'past')).toHaveCSS('stroke', carried);
	await expect(pass(page, 'Backward').locator('.tag.x').first()).toHaveText('∂y');
	await expect(pass(page, 'Backward').locator('.tag.carry').first()).toHaveText('∂w');
});

test('the key t does the same, a click goes to a step of the way back, and the link keeps it', async ({
	page
}) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await open(page, fragment(program()));
	await page.keyboard.press('t');
	await expect(button(page)).toHaveAttribute('aria-pressed', 'true');
	await carry(page, 'Backward', 2).click();
	await expect(picture(page)).toHaveAttribute('data-pass', 'backward');
	await expect(picture(page)).toContainText('Back over step 1');
	await expect(pass(page, 'Backward').locator('[data-playhead]')).toHaveAttribute('data-playhead', /step 1/);
	await page.keyboard.press('ArrowDown');
	await expect(picture(page).getByRole('img', { name: /^row 1\. Read of step 1/ })).toBeAttached();

	await page.reload();
	await expect(picture(page)).toHaveAttribute('data-pass', 'backward');
	await settled(page);
	await expect(picture(page)).toContainText('Back over step 1');

	await page.keyboard.press('t');
	await expect(picture(page)).toHaveCount(0);
	await expect(page.getByRole('group', { name: 'Lanes', exact: true })).toBeVisible();
});

test('a checkpoint keeps the carry only, and what is computed again says so', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await open(page, fragment(program('@jax.checkpoint')));
	await button(page).click();
	await expect(picture(page)).toContainText('1 value a step');
	await expect(picture(page)).toContainText('computed again in every step back');
	const letGo = picture(page).locator('tr[data-let-go]', { hasText: 'new = tanh' });
	await expect(letGo).toContainText('let go');
	await expect(letGo.locator('td').first()).toContainText('→ 0.38');
	await page.keyboard.press('End');
	await page.keyboard.press('ArrowRight');
	await expect(picture(page)).toHaveAttribute('data-pass', 'backward');
	const again = picture(page).locator('tr[data-eqn]', { hasText: 'recomputed' });
	await expect(again.filter({ hasText: 'tanh' }).first()).toBeVisible();
	await expect(picture(page).locator('tr[data-eqn]').last()).not.toContainText('recomputed');
});

test('values of both passes and the tape tell themselves, light the code and are looked at closely', async ({
	page
}) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await open(
		page,
		`1.${squeeze(JSON.stringify({ program: program(), moment: '2', panel: 'inspect', marks: { gradient: true } }))}`
	);
	const tip = picture(page).locator('.tip');
	const inspected = page.locator('[data-inspected]');
	const exact = page.locator('[data-exact]');
	await carry(page, 'Forward', 1).hover();
	await expect(tip).toContainText('h after step 1');
	await expect(page.locator('.cm-content .hovered').first()).toHaveText(/tanh/);
	await expect(picture(page).locator('tr.lit')).toContainText('new');
	await kept(page, 'h', 1).hover();
	await expect(tip).toContainText('h, kept of step 1');
	const told = (await tip.locator('b').textContent()) ?? '';
	await kept(page, 'h', 1).click();
	await expect(place(page)).toHaveText(/step 2 of 4/);
	await expect(inspected).toContainText('h after step 0');
	await expect(exact).toHaveText(told);
	await expect(picture(page).locator('[data-ring]')).toBeVisible();

	await carry(page, 'Backward', 1, 1).click();
	await expect(picture(page)).toHaveAttribute('data-pass', 'backward');
	await expect(inspected).toContainText('∂h after step 1');
	await kept(page, 'tanh′', 3).click();
	await expect(inspected).toContainText('tanh′ at step 0');
	await page.locator('[data-dock="inspect"]').getByRole('button', { name: '∂w', exact: true }).last().focus();
	await page.keyboard.press('Enter');
	await expect(inspected).toContainText('∂w after step 0');
});

test('there is no button without a gradient, and the key says why', async ({ page }) => {
	await open(page);
	await expect(button(page)).toHaveCount(0);
	await page.keyboard.press('t');
	await expect(page.getByText('No gradient was taken of this loop.')).toBeVisible();
});

test('rows of vectors are drawn with a scale for each pass, free of faults in light and dark', async ({
	page
}) => {
	const vectors = `import jax
import jax.numpy as jnp
from jax import lax

def loss(W, xs):
  def step(h, x):
    h = jnp.tanh(W @ h + x)
    return h, h.sum()
  return lax.scan(step, jnp.zeros(3), xs)[1].sum()

jax.vmap(jax.grad(loss), (None, 0))(jnp.eye(3) * 0.5, jnp.ones((40, 6, 3)))`;
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await open(page, fragment(vectors));
	await page.keyboard.press('t');
	await expect(picture(page).getByRole('list', { name: 'Scales of values' })).toHaveCount(2);
	await page.keyboard.press('End');
	await page.keyboard.press('ArrowRight');
	await expect(picture(page)).toHaveAttribute('data-pass', 'backward');
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		const { violations } = await new AxeBuilder({ page }).include('.gradient').analyze();
		expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
	}
});
