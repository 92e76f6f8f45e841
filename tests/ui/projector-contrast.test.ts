import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/**
 * The colours of the projector (R19), against WCAG and against a room in which black on white comes down to 7:1: light
 * that falls on the wall besides adds 1/(7 − 1) of white to every luminance.
 */
const theme = readFileSync('src/lib/ui/theme.css', 'utf8');
const block = /:root\[data-room='projector'\] \{([^}]*)\}/.exec(theme)?.[1] ?? '';
const tokens = new Map(
	[...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex])
);

function luminance(name: string): number {
	const hex = tokens.get(name);
	if (hex === undefined) throw new Error(`the projector has no --${name}`);
	const [red, green, blue] = [1, 3, 5].map((at) => {
		const part = parseInt(hex.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Of two tokens, with so much stray light on both; WCAG counts 0.05 of it everywhere. */
function contrast(a: string, b: string, stray: number): number {
	const [low, high] = [luminance(a), luminance(b)].sort((one, other) => one - other);
	return (high + stray) / (low + stray);
}

const wcag = 0.05;
const room = 1 / (7 - 1);

const syntax = ['keyword', 'text', 'number', 'comment', 'definition'].map((name) => `syntax-${name}`);

/** What is written on what. */
const texts: Readonly<Record<string, readonly string[]>> = {
	paper: [
		'ink',
		'ink-soft',
		'x-ink',
		'carry-ink',
		'y-ink',
		'cotangent-ink',
		'attention-ink',
		'gate-ink',
		...syntax
	],
	panel: ['ink', 'ink-soft', 'carry-ink', 'x-ink', 'y-ink', 'cotangent-ink'],
	wash: ['ink'],
	gate: ['ink', 'ink-soft', 'x-ink', 'carry-ink', 'y-ink', 'cotangent-ink', 'gate-ink'],
	'gate-mark': ['ink', 'x-ink', 'carry-ink', 'y-ink', 'syntax-keyword', 'syntax-text', 'syntax-definition'],
	x: ['x-on'],
	'x-soft': ['x-ink'],
	'x-past': ['x-past-ink'],
	carry: ['carry-on'],
	cotangent: ['cotangent-on'],
	'cotangent-soft': ['cotangent-ink'],
	'carry-soft': ['carry-ink'],
	y: ['y-on'],
	'y-soft': ['y-ink'],
	attention: ['panel'],
	'attention-soft': ['attention-ink', 'ink']
};

/** Lines and fills that mean something, on what they stand. */
const shapes: Readonly<Record<string, readonly string[]>> = {
	paper: [
		'x',
		'carry',
		'y',
		'gate-line',
		'attention',
		'future',
		'future-line',
		'edge',
		'hairline',
		'focus',
		'ink'
	],
	panel: ['carry', 'x', 'y', 'cotangent', 'edge', 'focus'],
	gate: ['x', 'carry', 'y', 'cotangent', 'gate-line', 'future-line', 'attention', 'focus'],
	'gate-mark': ['gate-line'],
	'carry-soft': ['carry'],
	'cotangent-soft': ['cotangent'],
	'y-soft': ['y'],
	'attention-soft': ['attention']
};

const pairs = (table: Readonly<Record<string, readonly string[]>>): (readonly [string, string])[] =>
	Object.entries(table).flatMap(([ground, over]) => over.map((one) => [one, ground] as const));

describe('R19: in a washed-out room', () => {
	test.each(pairs(texts))('%s is read on %s', (text, ground) => {
		expect(contrast(text, ground, wcag)).toBeGreaterThanOrEqual(4.5);
		expect(contrast(text, ground, room)).toBeGreaterThanOrEqual(4.5);
	});

	test.each(pairs(shapes))('%s is seen on %s', (shape, ground) => {
		expect(contrast(shape, ground, wcag)).toBeGreaterThanOrEqual(3);
		expect(contrast(shape, ground, room)).toBeGreaterThanOrEqual(2.4);
	});

	test('the model is that of the measurements', () => {
		expect(1 / room + 1).toBeCloseTo(7);
		expect((1 + room) / (0 + room)).toBeCloseTo(7);
	});

	test('every colour that the projector uses is one of its own, and stands in a pair', () => {
		const parts = ['projector', 'stage'].flatMap((folder) =>
			readdirSync(`src/lib/ui/${folder}`)
				.filter((name) =>
					/^(Cell|Face|Gate|Lane|Mark|ProjectedLanes|Projector|CodeLine|Toolbar|RemoteHelp|Ink)\.svelte$/.test(
						name
					)
				)
				.map((name) => readFileSync(`src/lib/ui/${folder}/${name}`, 'utf8'))
		);
		const used = new Set(
			[...parts, readFileSync('src/lib/ui/editor/code.css', 'utf8')].flatMap((text) =>
				[...text.matchAll(/var\(--([a-z-]+)\)/g)].map(([, name]) => name)
			)
		);
		for (const own of ['words', 'code', 'line', 'round', 'stroke']) used.delete(own);
		const paired = new Set([...pairs(texts), ...pairs(shapes)].flat());
		expect([...used].filter((name) => !tokens.has(name))).toEqual([]);
		expect([...used].filter((name) => !paired.has(name))).toEqual([]);
	});
});
