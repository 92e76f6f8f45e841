import { heatPixels, paintHeatMap, type Heat, type HeatPalette } from '$lib/draw/heat-map';
import { paletteOf } from './palette';

/** Attaches a painting to a canvas: painted at once, and again whenever the theme is another. */
export function painting(
	paintOn: (canvas: HTMLCanvasElement) => void
): (canvas: HTMLCanvasElement) => () => void {
	return (canvas) => {
		const paint = (): void => paintOn(canvas);
		const scheme = matchMedia('(prefers-color-scheme: dark)');
		const theme = new MutationObserver(paint);
		paint();
		scheme.addEventListener('change', paint);
		theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
		return () => {
			scheme.removeEventListener('change', paint);
			theme.disconnect();
		};
	};
}

/** The canvas made so large, CSS px, with a context that draws in them. */
export function sized(
	canvas: HTMLCanvasElement,
	{ w, h }: { readonly w: number; readonly h: number }
): CanvasRenderingContext2D | null {
	const ratio = window.devicePixelRatio || 1;
	canvas.width = Math.round(w * ratio);
	canvas.height = Math.round(h * ratio);
	const context = canvas.getContext('2d');
	context?.scale(ratio, ratio);
	return context;
}

/** Paints all bins, in the colours of the theme. */
export function paintHeat(canvas: HTMLCanvasElement, heat: Heat): void {
	const context = sized(canvas, heat);
	const palette = paletteOf(canvas);
	if (context) paintHeatMap(context, pixelsOf(heat, palette), heat, palette);
}

function pixelsOf(heat: Heat, palette: HeatPalette): HTMLCanvasElement {
	const pixels = document.createElement('canvas');
	[pixels.width, pixels.height] = [heat.columns, heat.rows];
	const image = new ImageData(heatPixels(heat, palette), heat.columns, heat.rows);
	pixels.getContext('2d')?.putImageData(image, 0, 0);
	return pixels;
}
