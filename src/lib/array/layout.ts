import { formatFor, type Format, type TextType } from './element-format';
import { printOptions } from './print-options';
import { sizeOf, stridesOf, type Shape } from './shape';

/** What has text like an array: an NDArray, or NumPy's array of doubles or 64-bit integers. */
export interface TextArray {
	readonly dtype: TextType;
	readonly shape: Shape;
	readonly data: ArrayLike<number>;
}

export const lineWidth = (): number => printOptions.current.linewidth;

export const isSummarised = (shape: Shape): boolean => sizeOf(shape) > printOptions.current.threshold;

/** The indices shown along an axis; null stands for `...`. */
function shown(n: number, summary: boolean): (number | null)[] {
	const all = Array.from({ length: n }, (_, i) => i);
	const edgeItems = printOptions.current.edgeitems;
	if (!summary || n <= 2 * edgeItems) return all;
	return [...all.slice(0, edgeItems), null, ...all.slice(n - edgeItems)];
}

/** The elements that are shown: they decide the widths. */
function shownValues({ shape, data }: TextArray, summary: boolean): number[] {
	const strides = stridesOf(shape);
	let offsets = [0];
	shape.forEach((n, axis) => {
		const picked = shown(n, summary).filter((i) => i !== null);
		offsets = offsets.flatMap((offset) => picked.map((i) => offset + i * strides[axis]));
	});
	return offsets.map((offset) => data[offset]);
}

/** One call of NumPy's array2string: the settings that every axis shares. */
interface Layout {
	readonly array: TextArray;
	readonly strides: readonly number[];
	readonly format: Format;
	readonly separator: string;
	readonly summary: boolean;
}

/**
 * NumPy's array2string: nested brackets, rows wrapped at `width` columns, continued lines indented by one more than `prefix`.
 * `separator` stands between elements (`' '` or `', '`).
 */
export function layOut(array: TextArray, separator: string, prefix = '', width = lineWidth()): string {
	if (sizeOf(array.shape) === 0) return '[]';
	const summary = isSummarised(array.shape);
	const format = formatFor(array.dtype, shownValues(array, summary), array.shape.length === 0);
	const layout = { array, strides: stridesOf(array.shape), format, separator, summary };
	return block(layout, 0, 0, ' '.repeat(prefix.length + 1), width);
}

/** The text of the sub-array at `offset` whose first axis is `axis`. */
function block(layout: Layout, axis: number, offset: number, indent: string, width: number): string {
	const { shape, data } = layout.array;
	if (axis === shape.length) return layout.format(data[offset]);
	const parts = shown(shape[axis], layout.summary).map((i) =>
		i === null ? '...' : block(layout, axis + 1, offset + i * layout.strides[axis], indent + ' ', width - 1)
	);
	const inner =
		axis === shape.length - 1
			? row(parts, layout.separator, indent, width)
			: stack(layout, axis, parts, indent);
	return `[${inner}]`;
}

function stack(layout: Layout, axis: number, parts: readonly string[], indent: string): string {
	const newlines = '\n'.repeat(layout.array.shape.length - axis - 1);
	return parts.join(layout.separator.trimEnd() + newlines + indent);
}

/** Words on as many lines as they need; a line that holds nothing yet takes any word. */
function row(words: readonly string[], separator: string, indent: string, width: number): string {
	const room = width - Math.max(separator.trimEnd().length, 1);
	let done = '';
	let line = indent;
	words.forEach((word, i) => {
		if (line.length + word.length > room && line.length > indent.length) {
			done += line.trimEnd() + '\n';
			line = indent;
		}
		line += i === words.length - 1 ? word : word + separator;
	});
	return (done + line).slice(indent.length);
}
