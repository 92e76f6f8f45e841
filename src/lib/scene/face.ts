import { scaleLinear } from 'd3';
import { elementsAt } from '$lib/recording/read';
import type { Lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { pointIn, type Look } from './leaf';
import { plain } from './size';
import { round } from './round';
import type { Bar, Face, Tile } from './scene';
import { strange, type ToneScale } from './tone';

export const blank: Face = Object.freeze({ kind: 'blank', text: '' });

/** Room for a value: px, and the font's size for words. */
export interface FaceSize {
	readonly w: number;
	readonly h: number;
	readonly font: number;
}

/** What a cell shows of a lane's value at an entry of a column. */
export function faceAt(look: Look, loop: Loop, entry: number, lane: Lane, size: FaceSize): Face {
	const elements = elementsAt(look.column, entry, lane, loop.axes);
	const words = {
		text: nested(elements, look.column.shape, look.format.text),
		exact: nested(elements, look.column.shape, look.format.exact),
		dtype: look.column.dtype
	};
	if (look.form === 'text') {
		const outside = elements.length === 1 && strange(elements[0]) === 'NaN';
		const point = look.column.shape.length === 0 ? pointIn(words.text) : -1;
		const shift = point < 0 ? 0 : ((look.whole - point) * size.font * plain.monoAdvance) / 2;
		return Object.freeze({
			kind: 'text',
			...words,
			fontSize: round(size.font),
			strange: outside,
			shift: round(shift)
		});
	}
	const grid = binned(elements, look);
	if (look.form === 'bars')
		return Object.freeze({ kind: 'bars', ...words, ...barsOf(grid[0], look.tones, size) });
	return Object.freeze({ kind: 'tiles', ...words, tiles: tilesOf(grid, look.tones, size) });
}

/** `[1, 2]`, `[[1, 2], [3, 4]]`. */
function nested(elements: readonly number[], shape: readonly number[], text: (n: number) => string): string {
	if (shape.length === 0) return text(elements[0]);
	const [count, ...inner] = shape;
	const stride = elements.length / Math.max(1, count);
	const parts = Array.from({ length: count }, (_, k) =>
		nested(elements.slice(k * stride, (k + 1) * stride), inner, text)
	);
	return `[${parts.join(', ')}]`;
}

/** Row-major grid of at most `look.rows` by `look.columns`, each bin by its most telling element. */
function binned(elements: readonly number[], look: Look): number[][] {
	const width = look.column.shape.at(-1) ?? 1;
	const height = width === 0 ? 0 : elements.length / width;
	return Array.from({ length: look.rows }, (_, r) =>
		Array.from({ length: look.columns }, (_, c) => {
			const bin: number[] = [];
			for (let i = cut(r, look.rows, height); i < cut(r + 1, look.rows, height); i++) {
				for (let j = cut(c, look.columns, width); j < cut(c + 1, look.columns, width); j++) {
					bin.push(elements[i * width + j]);
				}
			}
			return telling(bin);
		})
	);
}

const cut = (k: number, parts: number, whole: number): number => Math.floor((k * whole) / parts);

/** A NaN or an infinity before all, else the largest in size: rare events are never averaged away. */
function telling(bin: readonly number[]): number {
	return (
		bin.find((value) => !Number.isFinite(value)) ?? bin.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a))
	);
}

const inset = { x: 6, y: 4 } as const;

function barsOf(
	values: readonly number[],
	tones: ToneScale,
	size: FaceSize
): { bars: readonly Bar[]; zero: number } {
	const scale = size.h / 34;
	const [top, bottom] = [inset.y * scale, size.h - inset.y * scale];
	const y = scaleLinear([tones.low, tones.high], [bottom, top]).clamp(true);
	const pitch = (size.w - 2 * inset.x * scale) / Math.max(1, values.length);
	const bars = values.map((value, k) => {
		const end = Number.isFinite(value) ? y(value) : top;
		const base = Number.isFinite(value) ? y(0) : bottom;
		return Object.freeze({
			x: round(inset.x * scale + k * pitch),
			y: round(Math.min(end, base)),
			w: round(pitch * 0.84),
			h: round(Math.max(1, Math.abs(base - end))),
			tone: tones.of(value)
		});
	});
	return { bars: Object.freeze(bars), zero: round(y(0)) };
}

/** Left free beside and above tiles, px. */
const tilePad = { w: 14, h: 8 };

/** How high square tiles stand where they are `w` px wide. */
export const heightOfTiles = ({ rows, columns }: Pick<Look, 'rows' | 'columns'>, w: number): number =>
	((w - tilePad.w) / Math.max(1, columns)) * rows + tilePad.h;

function tilesOf(grid: readonly (readonly number[])[], tones: ToneScale, size: FaceSize): readonly Tile[] {
	const rows = Math.max(1, grid.length);
	const columns = Math.max(1, grid[0]?.length ?? 1);
	const side = Math.min((size.w - tilePad.w) / columns, (size.h - tilePad.h) / rows);
	const left = (size.w - side * columns) / 2;
	const top = (size.h - side * rows) / 2;
	return Object.freeze(
		grid.flatMap((row, r) =>
			row.map((value, c) =>
				Object.freeze({
					x: round(left + c * side),
					y: round(top + r * side),
					w: round(side * 0.92),
					h: round(side * 0.92),
					tone: tones.of(value)
				})
			)
		)
	);
}
