import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	plugins: [sveltekit()],
	worker: {
		format: 'es',
		// What the worker imports at once is one file; what is left for later, some (see src/lib/parts).
		rolldownOptions: {
			output: { codeSplitting: { groups: [{ name: 'engine', test: /session[\\/]worker\.ts$/ }] } }
		}
	},
	build: { rolldownOptions: { checks: { pluginTimings: false } } },
	test: {
		include: ['tests/**/*.test.ts'],
		exclude: ['tests/e2e/**'],
		setupFiles: ['src/lib/session/whole.ts'],
		// The engine is loaded once a worker, not once a file.
		isolate: false,
		// A busy machine is slow, not wrong.
		testTimeout: 20_000
	}
});
