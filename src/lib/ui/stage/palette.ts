import type { Colour, HeatPalette } from '$lib/draw/heat-map';
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
	const ramp = Array.from({ length: stops }, (_, k) => colour(toneFill((2 * k) / (stops - 1) - 1, '')));
	const strange = ['var(--attention)', 'var(--ink-soft)'].map(colour);
	const rgb = inRgb([...strange, ...ramp]);
	const palette: HeatPalette = {
		ramp: rgb.slice(2),
		nan: rgb[0],
		infinite: rgb[1],
		ahead: colour('var(--groove)'),
		paper: colour('var(--paper)'),
		ghost: colour('var(--ink)')
	};
	probe.remove();
	return palette;
}

/** As a canvas paints them: they may be given in any colour space. */
function inRgb(colours: readonly string[]): Colour[] {
	const canvas = document.createElement('canvas');
	canvas.width = colours.length;
	canvas.height = 1;
	const context = canvas.getContext('2d', { willReadFrequently: true });
	return colours.map((colour, x) => {
		if (!context) return [0, 0, 0];
		context.fillStyle = colour;
		context.fillRect(x, 0, 1, 1);
		const [red, green, blue] = context.getImageData(x, 0, 1, 1).data;
		return [red, green, blue];
	});
}
