import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/chromium.ts';

const port = 4179;
const chromium = await findChromium();

export default defineConfig({
	testDir: 'tests/e2e',
	fullyParallel: true,
	forbidOnly: !!process.env.CI,
	// They wait for beats more than they compute.
	workers: 3,
	retries: 0,
	// A busy machine is slow, not wrong.
	timeout: 60_000,
	expect: { timeout: 15_000 },
	globalTimeout: 1_200_000,
	reporter: 'list',
	use: {
		...devices['Desktop Chrome'],
		baseURL: `http://127.0.0.1:${port}/`,
		viewport: { width: 1440, height: 810 },
		trace: 'off',
		screenshot: 'off',
		launchOptions: {
			executablePath: chromium.executablePath,
			env: { ...(process.env as Record<string, string>), ...chromium.env }
		}
	},
	webServer: {
		command: `node scripts/run.js scripts/start.ts --port ${port}`,
		url: `http://127.0.0.1:${port}/`,
		reuseExistingServer: false,
		timeout: 120_000,
		stdout: 'pipe'
	}
});
