import type { HeatMap } from '$lib/scene/scene';

/** Colours as the theme has them now, as `#rrggbb` or `rgb()`. */
export interface HeatPalette {
	/** From tone -1 by 0 to 1, evenly spaced; odd in number. */
	readonly ramp: readonly string[];
	readonly ahead: string;
	readonly nan: string;
	readonly infinite: string;
	readonly paper: string;
}

/**
 * Paints a heat map with its top left corner at the context's origin, in CSS px. What has not happened yet is blank
 * ground; a bin that holds a NaN or an infinity is hatched over its whole bin, however small.
 */
export function paintHeatMap(context: CanvasRenderingContext2D, map: HeatMap, palette: HeatPalette): void {
	const w = map.w / map.columns;
	const h = map.h / map.rows;
	const gap = h >= 5 ? 1 : 0;
	context.clearRect(0, 0, map.w, map.h);
	for (let row = 0; row < map.rows; row++) {
		context.fillStyle = palette.ahead;
		context.fillRect(map.known * w, row * h, map.w - map.known * w, h - gap);
		for (let column = 0; column < map.known; column++) {
			const place = row * map.columns + column;
			context.fillStyle = colourOf(map.tones[place], map.flags[place], palette);
			context.fillRect(column * w, row * h, w + (w >= 5 ? -0.5 : 0.5), h - gap);
			if (map.flags[place] > 0) hatch(context, column * w, row * h, w, h - gap, palette);
		}
	}
}

function colourOf(tone: number, flag: number, palette: HeatPalette): string {
	if (flag > 0) return flag === 1 ? palette.nan : palette.infinite;
	const place = Math.round(((tone + 1) / 2) * (palette.ramp.length - 1));
	return palette.ramp[Math.max(0, Math.min(palette.ramp.length - 1, place))];
}

function hatch(
	context: CanvasRenderingContext2D,
	x: number,
	y: number,
	w: number,
	h: number,
	palette: HeatPalette
): void {
	if (w < 3 || h < 3) return;
	context.save();
	context.beginPath();
	context.rect(x, y, w, h);
	context.clip();
	context.strokeStyle = palette.paper;
	context.beginPath();
	for (let at = -h; at < w; at += 4) {
		context.moveTo(x + at, y + h);
		context.lineTo(x + at + h, y);
	}
	context.stroke();
	context.restore();
}
