import type { Tone } from '$lib/scene/scene';

/**
 * The theme's colour of a tone. The three ends of the scale are `--scale-low`, `--scale-zero` and `--scale-high`; what
 * lies outside of it is hatched with the pattern of the given id.
 */
export function toneFill(tone: Tone, hatch: string): string {
	if (typeof tone !== 'number') return `url(#${hatch})`;
	const end = tone < 0 ? 'var(--scale-low)' : 'var(--scale-high)';
	return `color-mix(in oklab, ${end} ${Math.round(Math.abs(tone) * 100)}%, var(--scale-zero))`;
}
