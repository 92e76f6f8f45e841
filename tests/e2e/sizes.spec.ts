import { open } from './page';
import { expect, test } from './test';

const sizes = [
	[1440, 810],
	[1280, 720],
	[1024, 768],
	[390, 844],
	[320, 640]
] as const;

for (const [width, height] of sizes) {
	test(`everything is in sight at ${width} × ${height}`, async ({ page }) => {
		await page.setViewportSize({ width, height });
		for (const fragment of ['running-max@2', 'rnn-cell@3', 'trapped-water@1.2', 'fibonacci@9']) {
			await open(page, fragment);
			const over = await page.evaluate(() => [
				document.documentElement.scrollWidth - innerWidth,
				document.documentElement.scrollHeight - innerHeight
			]);
			expect(over).toEqual([0, 0]);
			for (const name of ['First', 'Step back', 'Play', 'Step forward', 'Last step', 'Share link'])
				await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
			await expect(page.getByRole('slider')).toBeInViewport({ ratio: 1 });
		}
	});
}
