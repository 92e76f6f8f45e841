import { elementsAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import { domainOf } from '$lib/recording/summary';
import type { ValuePlace } from '$lib/recording/value-ref';
import { formatOf } from '$lib/recording/words';
import { indicesOf } from './copy';
import { strange, toneScale } from './tone';

/** An array as planes of rows and columns: of more than two axes, the leading ones are counted through. */
export interface ElementGrid {
	/** What the rows and columns are: `axis 0`, `axis 1`. */
	readonly across: string;
	readonly down: string | null;
	readonly planes: readonly Plane[];
	/** Elements that are not shown. */
	readonly more: number;
	/** Whether there are too many for words: drawn as images. */
	readonly image: boolean;
}

export interface Plane {
	/** `[0]`, `[1]`, ...; empty where there is only one. */
	readonly index: string;
	/** Empty for an image. */
	readonly rows: readonly (readonly GridCell[])[];
	readonly image: ElementImage | null;
}

export interface GridCell {
	/** Counted row-major over the whole array. */
	readonly element: number;
	readonly text: string;
}

/** A plane of numbers as colours, row-major, and where its axes are counted; px. */
export interface ElementImage {
	readonly w: number;
	readonly h: number;
	readonly rows: number;
	readonly columns: number;
	/** Between -1 and 1; of a number outside every scale, 0. */
	readonly tones: Float32Array;
	/** 1 for a NaN, 2 for an infinity, 0 for any other. */
	readonly flags: Uint8Array;
	readonly across: readonly Tick[];
	readonly down: readonly Tick[];
	/** Row-major number of its first element in the array, and of elements in a row there. */
	readonly first: number;
	readonly stride: number;
}

export interface Tick {
	readonly text: string;
	/** Its element's middle, px. */
	readonly at: number;
}

const mostWords = 12;
const mostPlanes = 4;
/** Rows or columns of an image. */
const mostSide = 170;
/** Of an image and of its elements, px; a single row is a strip. */
const size = { image: 340, least: 2, most: 14, strip: 28 } as const;
/** From tick to tick, px. */
const tickRoom = 28;

/** The elements of a value that is there; null for a scalar. */
export function elementGrid({ column, carried, entry, lane }: ValuePlace, loop: Loop): ElementGrid | null {
	const { shape } = column;
	if (shape.length === 0) return null;
	const elements = elementsAt(column, entry, lane, loop.axes);
	const width = shape[shape.length - 1];
	const height = shape.length === 1 ? 1 : shape[shape.length - 2];
	const image = width > mostWords || height > mostWords;
	const { text } = formatOf(column, loop, carried);
	const planes = indicesOf(shape.slice(0, -2))
		.slice(0, mostPlanes)
		.map((index, plane): Plane => {
			const first = plane * height * width;
			const own = elements.slice(first, first + height * width);
			return image
				? { index, rows: [], image: imageOf(own, { first, width, height }, column, loop, carried) }
				: { index, rows: wordsOf(own, first, width, text), image: null };
		});
	const shown = planes.reduce(
		(sum, { rows, image }) => sum + (image ? image.rows * image.columns : rows.flat().length),
		0
	);
	return {
		across: `axis ${shape.length - 1}`,
		down: shape.length > 1 ? `axis ${shape.length - 2}` : null,
		planes,
		more: elements.length - shown,
		image
	};
}

function wordsOf(
	own: readonly number[],
	first: number,
	width: number,
	text: (value: number) => string
): readonly GridCell[][] {
	return Array.from({ length: width === 0 ? 0 : own.length / width }, (_, r) =>
		own.slice(r * width, (r + 1) * width).map((value, c): GridCell => {
			return { element: first + r * width + c, text: text(value) };
		})
	);
}

function imageOf(
	own: readonly number[],
	{ first, width, height }: { readonly first: number; readonly width: number; readonly height: number },
	column: ValuePlace['column'],
	loop: Loop,
	carried: boolean
): ElementImage {
	const scale = toneScale(domainOf(column, loop, carried));
	const [rows, columns] = [Math.min(height, mostSide), Math.min(width, mostSide)];
	const side = Math.max(size.least, Math.min(size.most, size.image / Math.max(rows, columns)));
	const tall = column.shape.length === 1 ? size.strip : side;
	const shown = Array.from(
		{ length: rows * columns },
		(_, k) => own[Math.floor(k / columns) * width + (k % columns)]
	);
	return {
		w: columns * side,
		h: rows * tall,
		rows,
		columns,
		tones: Float32Array.from(shown, (value) => toneOf(scale.of(value))),
		flags: Uint8Array.from(shown, flagOf),
		across: ticks(columns, side),
		down: column.shape.length === 1 ? [] : ticks(rows, side),
		first,
		stride: width
	};
}

const toneOf = (tone: number | string): number => (typeof tone === 'number' ? tone : 0);

function flagOf(value: number): number {
	const word = strange(value);
	return word === null ? 0 : word === 'NaN' ? 1 : 2;
}

/** Round numbers with room between them; the first is always there. */
function ticks(count: number, side: number): Tick[] {
	const step = [1, 2, 5, 10, 20, 50, 100].find((every) => every * side >= tickRoom) ?? 200;
	return Array.from({ length: Math.ceil(count / step) }, (_, k) => ({
		text: String(k * step),
		at: (k * step + 0.5) * side
	}));
}

/** The element at a place of an image, px from its top left corner. */
export function elementAt(image: ElementImage, x: number, y: number): number {
	const column = Math.max(0, Math.min(image.columns - 1, Math.floor((x / image.w) * image.columns)));
	const row = Math.max(0, Math.min(image.rows - 1, Math.floor((y / image.h) * image.rows)));
	return image.first + row * image.stride + column;
}

/** Where an element stands in an image; null where it does not show it. */
export function boxOf(
	image: ElementImage,
	element: number
): { readonly x: number; readonly y: number; readonly w: number; readonly h: number } | null {
	const at = element - image.first;
	const [row, column] = [Math.floor(at / image.stride), at % image.stride];
	if (at < 0 || row >= image.rows || column >= image.columns) return null;
	const [w, h] = [image.w / image.columns, image.h / image.rows];
	return { x: column * w, y: row * h, w, h };
}

/** The neighbour that an arrow key leads to; itself at the border. */
export function beside(image: ElementImage, element: number, key: string): number | null {
	const at = element - image.first;
	const [row, column] = [Math.floor(at / image.stride), at % image.stride];
	const to: { readonly [key: string]: readonly [number, number] | undefined } = {
		ArrowLeft: [row, column - 1],
		ArrowRight: [row, column + 1],
		ArrowUp: [row - 1, column],
		ArrowDown: [row + 1, column],
		Home: [row, 0],
		End: [row, image.columns - 1]
	};
	const place = to[key];
	if (!place) return null;
	const [r, c] = place;
	const inside = r >= 0 && r < image.rows && c >= 0 && c < image.columns;
	return inside ? image.first + r * image.stride + c : element;
}
