import type { Look } from './leaf';

/** Sizes at plain scale, in px, as the design's picture has them. */
export const plain = {
	pill: { w: 42, h: 32, font: 17, pad: 18 },
	chip: { w: 34, h: 28, font: 17, pad: 14 },
	/** The pill of a lane drawn as one narrow row. */
	slim: { w: 36, h: 22, font: 13, pad: 12 },
	/** Between bands of a lane. */
	gap: 6,
	lanePad: { top: 6, bottom: 12 },
	head: 28,
	foot: 16,
	/** Between neighbouring columns at the least. */
	columnGap: 9,
	/** Between neighbouring columns where there is room. */
	pitch: 100,
	/** Init and final stand this much nearer than a column does. */
	endPitch: 0.74,
	label: { font: 16, tag: 12, head: 14 },
	/** Advance of a character, against the font's size: Atkinson Hyperlegible Mono, and about that of Next. */
	monoAdvance: 0.632,
	wordAdvance: 0.5
} as const;

/** The least size of a cell, its font, and what it adds to the width of its text. */
export interface Frame {
	readonly w: number;
	readonly h: number;
	readonly font: number;
	readonly pad: number;
}

/** A wider text is set smaller rather than made wider than this. */
const widestText = 84;
const barPitch = 9;
const tilePitch = 8;
const widestStrip = 84;

/** Width, height and font size of a leaf's cells at plain scale. */
export interface CellSize {
	readonly w: number;
	readonly h: number;
	readonly font: number;
}

const between = (low: number, value: number, high: number): number => Math.max(low, Math.min(high, value));

/** Room for the widest value of the run. */
export function cellSize(look: Look, frame: Frame): CellSize {
	if (look.form === 'bars') {
		return {
			w: between(frame.w, look.columns * barPitch + 12, widestStrip),
			h: frame.h + 2,
			font: frame.font
		};
	}
	if (look.form === 'tiles') {
		const tall = between(frame.h, look.rows * tilePitch + 10, 72);
		return { w: between(frame.w, look.columns * tilePitch + 14, widestStrip), h: tall, font: frame.font };
	}
	return textSize(look.chars, frame);
}

/** Longer texts are set a little smaller and closer, so that a whole run of floats has room. */
function textSize(chars: number, frame: Frame): CellSize {
	const usual = Math.max(frame.font * 0.82, frame.font - 0.8 * Math.max(0, chars - 3));
	const wide = chars * usual * plain.monoAdvance;
	const font = wide > widestText ? Math.max(9, (usual * widestText) / wide) : usual;
	const pad = chars > 3 ? frame.pad * 0.7 : frame.pad;
	return { w: Math.max(frame.w, chars * font * plain.monoAdvance + pad), h: frame.h, font };
}
