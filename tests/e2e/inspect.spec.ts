import { squeeze } from '../../src/lib/session/squeeze';
import { cell, open, place } from './page';
import { expect, test } from './test';

test('a value that is clicked is looked at closely, now and over time', async ({ page }) => {
	await open(page, 'running-max@2&panel=inspect');
	await expect(page.getByText('Click a value in the picture')).toBeVisible();
	await cell(page, 'carry', 1, 1).click();
	const dock = page.locator('[data-dock="inspect"]');
	await expect(dock.locator('[data-inspected]')).toHaveText(/carry after step 1.*row 1.*float32\[\]/);
	await expect(dock.locator('[data-exact]')).toHaveText('5.0');
	await expect(page.locator('[data-ring]')).toBeVisible();
	await dock.getByRole('button', { name: 'row 0 3.0' }).click();
	await expect(dock.locator('[data-exact]')).toHaveText('3.0');

	const history = dock.getByRole('slider', { name: 'History' });
	await history.focus();
	await page.keyboard.press('ArrowRight');
	await expect(dock.locator('[data-exact]')).toHaveText('4.0');
	await expect(page.locator('[data-place]')).toHaveText(/3 of 3/);
	await page.keyboard.press('Home');
	await expect(dock.locator('[data-inspected]')).toContainText('carry before step 0');
});

test('a value is chosen with the keyboard, and nothing of the future is told', async ({ page }) => {
	await open(page, 'running-max@0&panel=inspect');
	const dock = page.locator('[data-dock="inspect"]');
	await dock.getByRole('button', { name: 'carry', exact: true }).focus();
	await page.keyboard.press('Enter');
	await expect(dock.locator('[data-exact]')).toHaveText('3.0');
	await page.keyboard.press('Home');
	await expect(dock.getByText('Not there yet')).toBeVisible();
	await expect(dock.locator('[data-exact]')).toHaveCount(0);
	await expect(dock.locator('.copies')).toHaveCount(0);
});

test('a value is copied as Python, JSON and CSV', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(page, 'rnn-cell@1&panel=inspect');
	await cell(page, 'carry', 0, 1).click();
	const copied = async (name: string): Promise<string> => {
		await page.getByRole('button', { name, exact: true }).click();
		await expect(page.getByText(`Copied as ${name}.`)).toBeVisible();
		return page.evaluate(() => navigator.clipboard.readText());
	};
	const json = JSON.parse(await copied('JSON')) as number[];
	expect(json).toHaveLength(4);
	expect(await copied('Python')).toMatch(/^jnp\.array\(\[.+\], dtype=jnp\.float32\)$/);
	const lines = (await copied('CSV')).split('\n').map((line) => line.split(','));
	expect(lines[0]).toEqual(['step', 'row', '[0]', '[1]', '[2]', '[3]']);
	const [value] = lines.filter(([step, row]) => step === '1' && row === '0');
	expect(value.slice(2).map(Number)).toEqual(json);
});

test('an array shows its elements by their axes, and each has its history', async ({ page }) => {
	await open(page, 'rnn-cell@3&panel=inspect');
	await cell(page, 'carry', 0, 3).click();
	const dock = page.locator('[data-dock="inspect"]');
	await expect(dock.getByRole('columnheader', { name: '3', exact: true })).toBeVisible();
	await dock.locator('td button').nth(2).click();
	await expect(dock.getByRole('heading', { name: 'history of [2]' })).toBeVisible();
	await expect(dock.locator('[data-exact]')).toHaveText(/^-?0\.\d{6,}$/);
});

test('what all rows share is said to be shared and drawn once, and outer values are listed', async ({
	page
}) => {
	const program = `import jax
import jax.numpy as jnp
from jax import lax

rate = jnp.float32(0.5)

def row(offset, xs):
  def step(carry, x):
    total, n = carry
    return (total + rate * x + offset, n + 1), None
  return lax.scan(step, (0., 0), xs)

jax.vmap(row)(jnp.array([10., 20.]), jnp.ones((2, 3)))`;
	await open(page, `1.${squeeze(JSON.stringify({ program, moment: '1', panel: 'inspect' }))}`);
	const band = page.getByRole('img', { name: 'all rows' });
	const counts = page.locator('[data-cell][data-kind="carry"][data-leaf="1"][data-step="1"]');
	await expect(counts).toHaveText(['2']);
	await expect(counts).toHaveAttribute('data-lane', 'all');
	await expect(band.locator(counts)).toHaveCount(1);
	await expect(page.locator('[data-cell][data-kind="carry"][data-leaf="0"][data-step="1"]')).toHaveText([
		'21.0',
		'41.0'
	]);

	const body = page.getByRole('row').filter({ hasText: /rate|offset/ });
	await expect(body.first()).toHaveText(/rate\s*0\.5/);
	await expect(body.nth(1).getByRole('cell')).toHaveText(['10', '20']);

	const dock = page.locator('[data-dock="inspect"]');
	await dock.getByRole('button', { name: 'rate shared by all rows' }).click();
	await expect(dock.locator('[data-inspected]')).toContainText('rate');
	await expect(dock.locator('[data-exact]')).toHaveText('0.5');
	await expect(dock.getByRole('heading', { name: 'in every row' })).toHaveCount(0);
	await dock.getByRole('button', { name: 'offset one a row' }).click();
	await expect(dock.locator('[data-exact]')).toHaveText('10.0');
	await dock.getByRole('button', { name: 'row 1 20.0' }).click();
	await expect(dock.locator('[data-exact]')).toHaveText('20.0');
});

test('a large array is an image with its axes named, in the colours of the scale, walked by arrow keys', async ({
	page
}) => {
	const program = `import jax.numpy as jnp
from jax import lax
lax.scan(lambda grid, x: (grid + x, None), jnp.arange(320.).reshape(16, 20), jnp.ones(3))`;
	await open(page, `1.${squeeze(JSON.stringify({ program, moment: '1', panel: 'inspect' }))}`);
	await cell(page, 'carry', undefined, 1).click();
	const dock = page.locator('[data-dock="inspect"]');
	await expect(dock.locator('[data-axes]')).toHaveText('axis 0 ↓ axis 1 →');
	const image = dock.getByRole('application', { name: 'Elements along axis 0 and axis 1' });
	await image.click({ position: { x: 3, y: 3 } });
	await expect(dock.locator('[data-exact]')).toHaveText('2.0');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowRight');
	await expect(dock.locator('[data-exact]')).toHaveText('23.0');
	await expect(dock.getByRole('heading', { name: 'history of [1][1]' })).toBeVisible();
	const colours = (): Promise<number> =>
		image.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
			const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
			return new Set(new Uint32Array(pixels?.data.buffer ?? new ArrayBuffer(0))).size;
		});
	await expect.poll(colours).toBeGreaterThan(8);
});

test('a weak type is told, a click in the history moves, and an x and a y of many elements are images', async ({
	page
}) => {
	const program = `import jax.numpy as jnp
from jax import lax
lax.scan(lambda n, x: (n * 2., x + n), 1., jnp.arange(960.).reshape(3, 16, 20))`;
	await open(page, `1.${squeeze(JSON.stringify({ program, moment: '2', panel: 'inspect' }))}`);
	await cell(page, 'carry', undefined, 2).click();
	const dock = page.locator('[data-dock="inspect"]');
	const inspected = dock.locator('[data-inspected]');
	await expect(inspected).toHaveText(/n after step 2.*float32\[\] weak$/);
	const history = dock.getByRole('slider', { name: 'History' });
	const box = await history.boundingBox();
	if (!box) throw new Error('no history');
	await history.click({ position: { x: box.width / 3, y: box.height / 2 } });
	await expect(place(page)).toHaveText(/step 1 of 3/);
	await expect(inspected).toContainText('n after step 0');
	await expect(dock.locator('[data-exact]')).toHaveText('2.0');

	const image = dock.getByRole('application', { name: 'Elements along axis 0 and axis 1' });
	for (const [kind, title, corner] of [
		['x', 'x at step 0', '0.0'],
		['y', /of step 0/, '1.0']
	] as const) {
		await cell(page, kind, undefined, 0).click();
		await expect(inspected).toContainText(title);
		await expect(inspected).toContainText(/float32\[16,20\]$/);
		await image.click({ position: { x: 3, y: 3 } });
		await expect(dock.locator('[data-exact]')).toHaveText(corner);
	}
});

test('what a step changed is listed, and each change leads to its value', async ({ page }) => {
	await open(page, 'running-max@2');
	await page.getByRole('button', { name: 'Changes' }).click();
	const changes = page.locator('[data-change]');
	await expect(changes).toHaveText([/row 0.*carry.*3.*→.*4/]);
	await page.keyboard.press('ArrowLeft');
	await expect(changes).toHaveText([/row 1.*carry.*1.*→.*5/]);
	await changes.click();
	await expect(page.locator('[data-ring]')).toBeVisible();
	await expect(page).toHaveURL(/lane=1/);
});
