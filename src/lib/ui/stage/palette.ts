import type { Colour, HeatPalette } from '$lib/draw/heat-map';
import { toneFill } from './tone';

const stops = 33;

/** The theme's colours as they stand at an element, resolved for a canvas. */
export function paletteOf(element: HTMLElement): HeatPalette {
	const ramp = Array.from({ length: stops }, (_, k) => toneFill((2 * k) / (stops - 1) - 1, ''));
	const [nan, infinite, ahead, paper, ghost, ...tones] = computed(element, [
		'var(--attention)',
		'var(--ink-soft)',
		'var(--groove)',
		'var(--paper)',
		'var(--ink)',
		...ramp
	]);
	const rgb = inRgb([nan, infinite, ...tones]);
	return { ramp: rgb.slice(2), nan: rgb[0], infinite: rgb[1], ahead, paper, ghost };
}

/** All are asked for before any is read, so that styles are worked out once. */
function computed(element: HTMLElement, colours: readonly string[]): string[] {
	const probe = document.createElement('span');
	probe.hidden = true;
	for (const colour of colours) probe.appendChild(document.createElement('i')).style.color = colour;
	element.parentElement?.append(probe);
	const found = [...probe.children].map((one) => getComputedStyle(one).color);
	probe.remove();
	return found;
}

/** As a canvas paints them: they may be given in any colour space. */
function inRgb(colours: readonly string[]): Colour[] {
	const canvas = document.createElement('canvas');
	canvas.width = colours.length;
	canvas.height = 1;
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (!context) return colours.map(() => [0, 0, 0]);
	colours.forEach((colour, x) => {
		context.fillStyle = colour;
		context.fillRect(x, 0, 1, 1);
	});
	const { data } = context.getImageData(0, 0, colours.length, 1);
	return colours.map((_, x) => [data[4 * x], data[4 * x + 1], data[4 * x + 2]]);
}
