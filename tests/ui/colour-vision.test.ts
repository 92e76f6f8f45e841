import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toneScale } from '$lib/scene/tone';

type Triple = readonly [number, number, number];
type Sight = readonly [Triple, Triple, Triple];

/** What eyes without one kind of cone make of linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const sights: Readonly<Record<string, Sight>> = {
	all: [
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 1]
	],
	protan: [
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998]
	],
	deutan: [
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881]
	],
	tritan: [
		[1.255528, -0.076749, -0.178779],
		[-0.078411, 0.930809, 0.147602],
		[0.004733, 0.691367, 0.3039]
	]
};

const css = readFileSync(new URL('../../src/lib/ui/theme.css', import.meta.url), 'utf8');
const moreContrast = css.slice(
	css.indexOf('(prefers-contrast: more)'),
	css.indexOf('(forced-colors: active)')
);
const themes = ['light', 'dark', 'projector', 'light with more contrast', 'dark with more contrast'] as const;
type Theme = (typeof themes)[number];

function token(name: string, theme: Theme): string {
	const [, ...plain] = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css) ?? [];
	const [, ...more] = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(moreContrast) ?? [];
	const projected = new RegExp(`--${name}: (#\\w{6});`).exec(
		css.slice(css.indexOf("[data-room='projector']"))
	);
	const found = {
		light: plain[0],
		dark: plain[1],
		projector: projected?.[1],
		'light with more contrast': more[0] ?? plain[0],
		'dark with more contrast': more[1] ?? plain[1]
	}[theme];
	if (!found) throw new Error(`no --${name} for ${theme}`);
	return found;
}

function labOf(hex: string, sight: Sight): Triple {
	const linear = [1, 3, 5].map((at) => {
		const part = parseInt(hex.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	const dot = (row: Triple, of: readonly number[]): number =>
		row.reduce((sum, one, k) => sum + one * of[k], 0);
	const seen = sight.map((row) => Math.max(0, Math.min(1, dot(row, linear))));
	const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
	const x = f(dot([0.4124, 0.3576, 0.1805], seen) / 0.95047);
	const y = f(dot([0.2126, 0.7152, 0.0722], seen));
	const z = f(dot([0.0193, 0.1192, 0.9505], seen) / 1.08883);
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE76. */
const distance = (a: string, b: string, sight: Sight): number => {
	const [one, other] = [labOf(a, sight), labOf(b, sight)];
	return Math.hypot(...one.map((part, k) => part - other[k]));
};

describe('R25: colours for every eye', () => {
	for (const theme of themes)
		for (const [eye, sight] of Object.entries(sights)) {
			it(`the present stands out from what was and what comes, ${theme}, ${eye}`, () => {
				for (const rest of ['carry-soft', 'panel', 'gate', 'paper'])
					expect(distance(token('carry', theme), token(rest, theme), sight), rest).toBeGreaterThanOrEqual(15);
			});
			it(`x, carry and y stand apart, ${theme}, ${eye}`, () => {
				const pairs = [
					['x', 'carry'],
					['carry', 'y'],
					['x', 'y']
				];
				for (const [a, b] of pairs)
					expect(distance(token(a, theme), token(b, theme), sight), `${a} ${b}`).toBeGreaterThanOrEqual(15);
			});
		}

	it('nought is neutral, and the scale is the run’s, symmetric where there are negatives', () => {
		const both = toneScale({ min: -2, max: 8, nan: true, infinite: true });
		expect(both.of(0)).toBe(0);
		expect(both.of(-8)).toBe(-1);
		expect(both.of(8)).toBe(1);
		expect([NaN, Infinity, -Infinity].map(both.of)).toEqual(['NaN', '∞', '−∞']);
		expect(toneScale({ min: 0, max: 4, nan: false, infinite: false }).of(0)).toBe(0);
	});
});
