import type { HeatMap } from '$lib/scene/scene';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** Colours as the theme has them now. */
export interface HeatPalette {
	/** From tone -1 by 0 to 1, evenly spaced; odd in number. */
	readonly ramp: readonly Colour[];
	readonly nan: Colour;
	readonly infinite: Colour;
	readonly ahead: string;
	readonly paper: string;
	/** Of what is another in another run. */
	readonly ghost: string;
}

/** What of a heat map is painted: all of it, whatever the moment. */
export type Heat = Pick<HeatMap, 'w' | 'h' | 'rows' | 'columns' | 'tones' | 'flags'>;

/** A bin a pixel, row-major, four bytes each. What there is nothing of is transparent. */
export function heatPixels({ tones, flags }: Heat, palette: HeatPalette): Uint8ClampedArray<ArrayBuffer> {
	const pixels = new Uint8ClampedArray(tones.length * 4);
	for (let bin = 0; bin < tones.length; bin++) {
		const colour = colourOf(tones[bin], flags[bin], palette);
		if (!colour) continue;
		const at = 4 * bin;
		pixels[at] = colour[0];
		pixels[at + 1] = colour[1];
		pixels[at + 2] = colour[2];
		pixels[at + 3] = 255;
	}
	return pixels;
}

function colourOf(tone: number, flag: number, { nan, infinite, ramp }: HeatPalette): Colour | null {
	if (flag > 0) return flag === 1 ? nan : infinite;
	if (Number.isNaN(tone)) return null;
	const place = Math.round(((tone + 1) / 2) * (ramp.length - 1));
	return ramp[Math.max(0, Math.min(ramp.length - 1, place))];
}

/**
 * Paints all steps of a heat map with its top left corner at the context's origin, in CSS px; `pixels` are those of
 * `heatPixels`. A bin that holds a NaN or an infinity is hatched over its whole bin.
 */
export function paintHeatMap(
	context: CanvasRenderingContext2D,
	pixels: CanvasImageSource,
	map: Heat,
	palette: HeatPalette
): void {
	context.clearRect(0, 0, map.w, map.h);
	context.imageSmoothingEnabled = false;
	context.drawImage(pixels, 0, 0, map.w, map.h);
	hatch(context, map, palette);
	cutGaps(context, map);
}

/** Paints a strip along the foot of every bin that is another one in another run; `parted` is 1 for those, row-major. */
export function paintParted(
	context: CanvasRenderingContext2D,
	parted: Uint8Array,
	{ w, h, rows, columns }: Heat,
	colour: string
): void {
	const [width, height] = [w / columns, h / rows];
	const strip = Math.max(1, height / 3);
	context.clearRect(0, 0, w, h);
	context.fillStyle = colour;
	parted.forEach((isParted, bin) => {
		if (isParted === 0) return;
		const foot = (Math.floor(bin / columns) + 1) * height;
		context.fillRect((bin % columns) * width, foot - strip, width, strip);
	});
}

/** Paints the ground of steps that have not come about. */
export function paintAhead(context: CanvasRenderingContext2D, map: Heat, palette: HeatPalette): void {
	context.clearRect(0, 0, map.w, map.h);
	context.fillStyle = palette.ahead;
	context.fillRect(0, 0, map.w, map.h);
	cutGaps(context, map);
}

/** Rows and columns that are wide enough stand apart. */
function cutGaps(context: CanvasRenderingContext2D, { w, h, rows, columns }: Heat): void {
	const [width, height] = [w / columns, h / rows];
	if (height >= 5) for (let row = 1; row <= rows; row++) context.clearRect(0, row * height - 1, w, 1);
	if (width >= 5)
		for (let column = 1; column <= columns; column++) context.clearRect(column * width - 0.5, 0, 0.5, h);
}

function hatch(context: CanvasRenderingContext2D, map: Heat, palette: HeatPalette): void {
	const [w, h] = [map.w / map.columns, map.h / map.rows];
	if (w < 3 || h < 3) return;
	context.strokeStyle = palette.paper;
	map.flags.forEach((flag, bin) => {
		if (flag > 0) hatchBin(context, (bin % map.columns) * w, Math.floor(bin / map.columns) * h, w, h);
	});
}

function hatchBin(context: CanvasRenderingContext2D, x: number, y: number, w: number, h: number): void {
	context.save();
	context.beginPath();
	context.rect(x, y, w, h);
	context.clip();
	context.beginPath();
	for (let at = -h; at < w; at += 4) {
		context.moveTo(x + at, y + h);
		context.lineTo(x + at + h, y);
	}
	context.stroke();
	context.restore();
}
