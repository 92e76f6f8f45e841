import type { Domain } from '$lib/recording/summary';
import type { Tone } from './scene';

/**
 * The colour scale of a leaf, fixed over the whole run: diverging and symmetric about nought where the leaf has
 * negatives, else from nought up. Gives a number from -1 to 1, which the skin mixes from the theme's colours.
 */
export interface ToneScale {
	readonly diverging: boolean;
	/** Value at -1; nought where there are no negatives. */
	readonly low: number;
	/** Value at 1. */
	readonly high: number;
	readonly of: (value: number) => Tone;
}

/** From a leaf's values over the whole run to tones: 0 to 1, or -1 to 1 where some are negative. */
export function toneScale(domain: Domain): ToneScale {
	const reach = Math.max(Math.abs(domain.min), Math.abs(domain.max));
	const high = Number.isFinite(reach) && reach > 0 ? reach : 1;
	const diverging = domain.min < 0;
	const clamped = (value: number): number => Math.max(-1, Math.min(1, value / high));
	return { diverging, low: diverging ? -high : 0, high, of: (value) => strange(value) ?? clamped(value) };
}

/** The word of a value that lies outside every scale. */
export function strange(value: number): 'NaN' | '∞' | '−∞' | null {
	if (Number.isNaN(value)) return 'NaN';
	if (value === Infinity) return '∞';
	return value === -Infinity ? '−∞' : null;
}
