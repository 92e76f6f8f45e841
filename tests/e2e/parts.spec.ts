import { readdirSync } from 'node:fs';
import { expect, test } from './test';

// Who saves data is sent nothing ahead of time.
test.use({ savesData: true });

test('a first visit fetches no part of the engine, and a program that needs one gets it', async ({
	page
}) => {
	const parts: string[] = [];
	page.on('request', (request) => {
		if (/\/workers\/chunks\//.test(request.url())) parts.push(request.url());
	});
	await page.goto('./');
	await expect(page.locator('[data-cell][data-kind=carry]').first()).toBeVisible();
	expect(parts).toEqual([]);

	const program = `import jax
from jax import lax

def step(key, _):
  key, now = jax.random.split(key)
  return key, jax.random.uniform(now)

lax.scan(step, jax.random.key(0), length=3)
`;
	const editor = page.locator('.cm-content');
	await editor.click();
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText(program);
	await expect(page.locator('[data-cell][data-kind=y]').first()).toBeVisible();
	await expect.poll(() => parts.length).toBeGreaterThan(0);
	await expect(page.locator('[data-failure]')).toHaveCount(0);
});

test.describe('where data is not saved', () => {
	test.use({ savesData: false });

	test('all of the engine is fetched once a program is shown', async ({ page, baseURL }) => {
		const missing = new Set(
			readdirSync('build/_app/immutable/workers/chunks').filter((name) => name.endsWith('.js'))
		);
		const all = missing.size;
		const asked: string[] = [];
		page.on('request', (request) => asked.push(request.url()));
		page.on('requestfinished', (request) => missing.delete(request.url().replace(/.*\//, '')));
		await page.goto('./');
		await expect(page.locator('[data-cell][data-kind=carry]').first()).toBeVisible();
		await expect.poll(() => [...missing]).toEqual([]);
		expect(all).toBeGreaterThan(10);
		expect(asked.filter((url) => !url.startsWith(baseURL ?? ''))).toEqual([]);
	});
});
