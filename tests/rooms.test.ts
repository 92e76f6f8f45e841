import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultsOf, type House } from './support/rooms';

const house: House = {
	rooms: {
		parts: [],
		array: ['parts'],
		core: ['array', 'parts'],
		rules: ['core', 'array', 'parts'],
		transforms: ['rules', 'core', 'array', 'parts'],
		api: ['transforms', 'core', 'array', 'parts'],
		python: ['api', 'core', 'array', 'parts'],
		recording: ['rules', 'core', 'array', 'parts'],
		lessons: ['python', 'recording', 'api', 'core', 'array', 'parts'],
		session: ['lessons', 'python', 'recording', 'core', 'examples', 'parts'],
		scene: ['recording', 'core', 'array'],
		draw: ['scene'],
		ui: ['session', 'scene', 'draw', 'lessons'],
		examples: [],
		routes: ['ui', 'session', 'lessons']
	},
	printers: {
		ui: {
			rooms: ['core', 'recording'],
			files: ['core/print-jaxpr', 'recording/number-format', 'recording/words']
		}
	},
	packages: {
		d3: ['scene', 'ui'],
		svelte: ['session', 'ui', 'routes'],
		$app: ['session', 'ui', 'routes'],
		$env: ['routes'],
		'@codemirror': ['ui'],
		'@lezer': ['python', 'ui']
	},
	packageNames: {
		// D3 computes in scene; what reads a hand on the mouse has to be where the hand is.
		d3: { ui: /^(zoom|drag|select$|pointer)/i }
	},
	pageless: {
		rooms: [
			'parts',
			'array',
			'core',
			'rules',
			'transforms',
			'api',
			'python',
			'recording',
			'lessons',
			'scene',
			'examples'
		],
		globals: new Set([
			'document',
			'window',
			'navigator',
			'localStorage',
			'sessionStorage',
			'HTMLElement',
			'SVGElement',
			'requestAnimationFrame',
			'matchMedia',
			'getComputedStyle'
		])
	},
	exceptions: []
};

const sources = ['src/lib', 'src/routes'].flatMap((folder) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
		.filter((path) => /\.(ts|js|svelte)$/.test(path))
);

describe('the rooms of the house', () => {
	test('import only what the table allows', () => {
		const faults = sources.flatMap((path) => faultsOf(path, readFileSync(path, 'utf8'), house));
		expect(faults).toEqual([]);
	});

	test('are all there are', () => {
		const folders = readdirSync('src/lib', { withFileTypes: true }).map((entry) => entry.name);
		expect(folders.filter((name) => !(name in house.rooms))).toEqual([]);
	});

	test('have no barrels', () => {
		expect(sources.filter((path) => /\/index\.(ts|js)$/.test(path))).toEqual([]);
	});
});

describe('a planted import is found', () => {
	const planted: readonly (readonly [path: string, text: string, fault: RegExp])[] = [
		['src/lib/core/a.ts', `import { scan } from '$lib/rules/scan';`, /core may not import rules/],
		['src/lib/core/a.ts', `import type { Rule } from '$lib/rules/rule';`, /core may not import rules/],
		['src/lib/core/a.ts', `export { scan } from '$lib/rules/scan';`, /core may not import rules/],
		['src/lib/core/a.ts', `const later = () => import('$lib/api/jnp');`, /core may not import api/],
		['src/lib/core/a.ts', `type Jnp = import('$lib/api/jnp').Jnp;`, /core may not import api/],
		['src/lib/core/a.ts', `const all = import.meta.glob('$lib/api/*.ts');`, /core may not import api/],
		['src/lib/core/a.ts', `const name = 'x'; import(name);`, /has to stand there as a literal/],
		['src/lib/core/a.ts', `import { zeros } from '../array/ndarray';`, /leaves the room/],
		['src/lib/core/deep/a.ts', `import { zeros } from '../../array/ndarray';`, /leaves the room/],
		['src/lib/core/a.ts', `import { aval } from '$lib/core/aval';`, /within a room imports are relative/],
		[
			'src/lib/ui/A.svelte',
			`<script lang="ts">import { vmap } from '$lib/api/jax';</script>`,
			/ui may not import api/
		],
		['src/lib/ui/A.svelte', `{#await import('$lib/api/jax')}{/await}`, /ui may not import api/],
		['src/lib/ui/a.ts', `import { seek } from '$lib/recording/walk';`, /only types and printers/],
		['src/lib/ui/a.svelte.ts', `import { NDArray } from '$lib/array/ndarray';`, /ui may not import array/],
		[
			'src/lib/session/a.ts',
			`new Worker(new URL('../python/worker.ts', import.meta.url));`,
			/leaves the room/
		],
		['src/routes/+page.svelte', `<script>import '$lib/scene/scene';</script>`, /routes may not import scene/],
		['src/lib/array/a.ts', `import { scaleLinear } from 'd3';`, /d3 is for scene, ui only/],
		['src/lib/ui/a.ts', `import { scaleLinear } from 'd3';`, /ui may not take scaleLinear of d3/],
		['src/lib/ui/a.ts', `import * as d3 from 'd3';`, /ui may not take \* of d3/],
		['src/lib/scene/a.ts', `import { tick } from 'svelte';`, /svelte is for/],
		['src/lib/recording/a.svelte.ts', `import { SvelteMap } from 'svelte/reactivity';`, /svelte is for/],
		['src/lib/session/a.ts', `import { readFileSync } from 'node:fs';`, /bound to Node/],
		['src/lib/python/a.ts', `document.title = 'x';`, /uses document: python runs without a page/],
		['src/lib/cellar/a.ts', ``, /stands in no room/],
		['src/lib/a.ts', ``, /stands in no room/]
	];

	test.each(planted)('%s: %s', (path, text, fault) => {
		const faults = faultsOf(path, text, house);
		expect(faults).toHaveLength(1);
		expect(faults[0]).toMatch(fault);
	});
});

describe('an allowed import is not', () => {
	const allowed: readonly (readonly [path: string, text: string])[] = [
		['src/lib/core/a.ts', `import { zeros } from '$lib/array/ndarray'; import { aval } from './aval';`],
		['src/lib/core/deep/a.ts', `import { aval } from '../aval';`],
		['src/lib/ui/a.ts', `import type { Loop } from '$lib/recording/recording';`],
		['src/lib/ui/a.ts', `import { type Loop, type Leaf } from '$lib/recording/recording';`],
		['src/lib/ui/a.ts', `import { print } from '$lib/core/print-jaxpr';`],
		['src/lib/ui/a.ts', `import { zoom, type ZoomTransform, select } from 'd3';`],
		['src/lib/session/a.ts', `import source from '$lib/examples/ema.py?raw';`],
		['src/lib/recording/a.ts', `export function clip(window: number) { return window; }`],
		['src/lib/recording/a.ts', `export const size = (options: { window: number }) => options.window;`],
		['src/lib/python/a.ts', `const text = "import { x } from '$lib/ui/x'"; // import '$lib/ui/y'`]
	];

	test.each(allowed)('%s: %s', (path, text) => expect(faultsOf(path, text, house)).toEqual([]));
});
