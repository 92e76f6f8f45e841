import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { chunks } from './scripts/chunks.ts';

export default defineConfig({
	plugins: [sveltekit()],
	worker: {
		format: 'es',
		rolldownOptions: { output: { codeSplitting: chunks } }
	},
	build: { rolldownOptions: { checks: { pluginTimings: false } } },
	test: {
		setupFiles: ['src/lib/session/whole.ts'],
		// A busy machine is slow, not wrong.
		testTimeout: 60_000,
		// Vitest leaves a core free by itself: of two, half.
		maxWorkers: '100%',
		projects: [
			{
				extends: true,
				// The engine is loaded once a worker, not once a file.
				test: {
					name: 'unit',
					include: ['tests/**/*.test.ts'],
					exclude: ['tests/e2e/**', 'tests/parts/**'],
					isolate: false
				}
			},
			// These begin with an engine of which nothing is loaded.
			{ extends: true, test: { name: 'parts', include: ['tests/parts/**/*.test.ts'] } }
		]
	}
});
