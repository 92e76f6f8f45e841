import type { HeatPalette } from '$lib/draw/heat-map';
import { toneFill } from './tone';

const stops = 33;

/** The theme's colours as they stand at an element, resolved for a canvas. */
export function paletteOf(element: HTMLElement): HeatPalette {
	const probe = document.createElement('span');
	element.parentElement?.append(probe);
	const colour = (css: string): string => {
		probe.style.color = css;
		return getComputedStyle(probe).color;
	};
	const palette: HeatPalette = {
		ramp: Array.from({ length: stops }, (_, k) => colour(toneFill((2 * k) / (stops - 1) - 1, ''))),
		ahead: colour('var(--groove)'),
		nan: colour('var(--attention)'),
		infinite: colour('var(--ink-soft)'),
		paper: colour('var(--paper)')
	};
	probe.remove();
	return palette;
}
