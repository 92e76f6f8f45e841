/** Of a font's size: the advance of a character and the height of a line. */
const advance = 0.64;
export const lineHeight = 1.35;
/** Of the screen's height. */
const sizes = { least: 0.028, most: 0.05 } as const;

export interface CodeFit {
	/** Size of the font, px. */
	readonly font: number;
	/** The lines that are shown, from 0; `to` is none of them. */
	readonly from: number;
	readonly to: number;
}

/**
 * As large as a text can be written into a room of `width` × `height` px on a screen of `screen` px, so that it is read from
 * the back row. Of one that is too long, the lines round `line` are shown (from 0).
 */
export function codeFit(
	lines: readonly string[],
	line: number,
	room: { readonly width: number; readonly height: number },
	screen: number
): CodeFit {
	const longest = Math.max(1, ...lines.map((text) => text.length));
	const fits = Math.min(room.height / (lines.length * lineHeight), room.width / (longest * advance + 1));
	const font = Math.max(sizes.least * screen, Math.min(sizes.most * screen, fits));
	const shown = Math.max(1, Math.min(lines.length, Math.floor(room.height / (font * lineHeight))));
	const from = Math.max(0, Math.min(line - Math.floor(shown / 2), lines.length - shown));
	return { font, from, to: from + shown };
}
