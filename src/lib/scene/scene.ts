import type { DType } from '$lib/array/dtype';
import type { CellRef } from '$lib/recording/hover';
import type { Change } from '$lib/recording/read';
import type { EqnIndex, Lane } from '$lib/recording/moment';

/**
 * A picture as plain frozen shapes. Positions are in CSS px from the picture's top left corner, rounded to three
 * decimals; `x` and `y` of a box are its top left corner.
 *
 * Three spaces meet here: *column space* (-1 is the init, 0 ... the steps, `length` the final carry), *lane space*
 * (bands of x, carry and y leaves in a lane) and *pixels*. `Layout` is the one bridge.
 */
export interface Scene {
	readonly width: number;
	readonly height: number;
	/** Size of everything against the plain size (a pill 32 px high). */
	readonly scale: number;
	readonly bands: readonly Band[];
	readonly heads: readonly Head[];
	readonly gates: readonly Gate[];
	/** Steps left out of sight before and after, where not all of them fit. */
	readonly hidden: { readonly before: number; readonly after: number } | null;
	/** Between neighbouring columns. */
	readonly pitch: number;
	/** Where columns may be drawn: everything that scrolls is clipped to it. */
	readonly port: Box;
	readonly map: HeatMap | null;
	/** The scales of values drawn as bars or tiles, one a leaf. */
	readonly legend: readonly Legend[];
}

export interface Box {
	readonly x: number;
	readonly y: number;
	readonly w: number;
	readonly h: number;
}

/** A lane with all that is drawn in it, or what exists once for all lanes (`lane` null). */
export interface Band extends Box {
	readonly key: string;
	readonly lane: Lane | null;
	/** `row 0`; empty where there is only one lane. */
	readonly label: string;
	readonly labelX: number;
	readonly labelY: number;
	readonly fontSize: number;
	readonly focused: boolean;
	/** Carry only, small. */
	readonly compact: boolean;
	/** Names of the leaves, at their rows. */
	readonly tags: readonly Tag[];
	readonly tracks: readonly Track[];
	readonly links: readonly Link[];
	readonly cells: readonly Cell[];
	readonly marks: readonly Mark[];
	/** The lane's state in one sentence. */
	readonly description: string;
}

export interface Tag {
	readonly key: string;
	readonly role: Part;
	readonly text: string;
	/** The name in full where `text` is cut. */
	readonly full: string;
	readonly x: number;
	readonly y: number;
	readonly fontSize: number;
}

/** All cells of a picture. */
export const cellsIn = (scene: Scene): readonly Cell[] => scene.bands.flatMap((band) => band.cells);

/** A column's number above the lanes, or the word over its ends. */
export interface Head {
	readonly key: string;
	/** -1 over the init, the loop's length over the final carry. */
	readonly column: number;
	readonly end: boolean;
	readonly text: string;
	/** `[7]`: place in xs and ys, where it differs from the step. */
	readonly index: string | null;
	readonly x: number;
	readonly y: number;
	readonly fontSize: number;
	readonly opacity: number;
}

/** The present moment, through all lanes. */
export interface Gate extends Box {
	readonly key: string;
	readonly label: string;
	readonly labelX: number;
	readonly labelY: number;
	readonly fontSize: number;
	readonly radius: number;
}

/** A stretch of a carry's track. */
export interface Track {
	readonly key: string;
	readonly x1: number;
	readonly x2: number;
	readonly y: number;
	readonly thickness: number;
	readonly done: boolean;
	readonly opacity: number;
}

/** The dotted line by which an x comes down or a y drops. */
export interface Link {
	readonly key: string;
	readonly role: 'x' | 'y';
	readonly x: number;
	readonly y1: number;
	readonly y2: number;
}

/** `watch`: what a user laid over the recording. */
export type Part = 'x' | 'carry' | 'y' | 'watch';
export type CellKind = CellRef['kind'];
/** `hidden` is a value of the present step that has not come out yet. */
export type CellState = 'past' | 'now' | 'future' | 'hidden';

export interface Cell extends Box {
	readonly key: string;
	readonly kind: CellKind;
	/** Null for a value that exists once for all lanes. */
	readonly lane: Lane | null;
	/** 0 for init, the loop's length for final. */
	readonly step: number;
	readonly leaf: number;
	readonly state: CellState;
	readonly radius: number;
	readonly face: Face;
	readonly changed: Change | null;
	/** The lane had ended before this step: it was computed all the same, and the result dropped. */
	readonly idle: boolean;
	/** 1 just after a change, fading to 0. */
	readonly glow: number;
	/** Read or made by what the pointer is on. */
	readonly lit: boolean;
	readonly opacity: number;
}

/** What a cell shows of its value: nothing, words, bars or tiles. `text` is the value in words in every case. */
export type Face =
	| { readonly kind: 'blank'; readonly text: '' }
	| (Words & {
			readonly kind: 'text';
			readonly fontSize: number;
			readonly strange: boolean;
			/** Px to the right of the middle, so that decimal points stand under each other. */
			readonly shift: number;
	  })
	| (Words & { readonly kind: 'bars'; readonly bars: readonly Bar[]; readonly zero: number })
	| (Words & { readonly kind: 'tiles'; readonly tiles: readonly Tile[] });

interface Words {
	readonly text: string;
	/** Reads back as the same number. */
	readonly exact: string;
	readonly dtype: DType;
}

/** -1 to 1 on the leaf's scale, 0 for nought; a word outside of it. */
export type Tone = number | 'NaN' | '∞' | '−∞';

/** Boxes relative to the cell. */
export interface Bar extends Box {
	readonly tone: Tone;
}
export interface Tile extends Box {
	readonly tone: Tone;
}

/** A value on its way during a beat; gone when the step is settled. Its box is at full size, drawn `scale` large. */
export interface Mark extends Box {
	readonly key: string;
	/** made: what an equation within the body came to. */
	readonly role: Part | 'operator' | 'made';
	readonly lane: Lane | null;
	readonly radius: number;
	readonly face: Face;
	readonly scale: number;
	readonly opacity: number;
}

/** Every lane and step as one picture, for a painter. */
export interface HeatMap extends Box {
	/** `carry h.mean() · every row, every step`, by role. */
	readonly title: readonly Token[];
	/** By place from the top; `lanesPerRow` of them are a row of bins. */
	readonly lanes: readonly Lane[];
	readonly rows: number;
	readonly columns: number;
	/** Columns that have happened. */
	readonly known: number;
	/** Row-major, one a bin; NaN where there is nothing to show. -1 to 1. */
	readonly tones: Float32Array;
	/** Row-major: 0 plain, 1 holds a NaN, 2 holds an infinity. */
	readonly flags: Uint8Array;
	readonly lanesPerRow: number;
	readonly stepsPerColumn: number;
	/** Round the lanes drawn in full: `rows 9–11`; no text where it would run into the one above. */
	readonly frames: readonly (Box & { readonly label: string })[];
	/** Lanes that stand together, with their value. */
	readonly groups: readonly (Box & { readonly label: string })[];
	/** Where the filter leaves no lane. */
	readonly empty: boolean;
}

export interface Legend {
	readonly key: string;
	readonly name: string;
	readonly role: Part;
	readonly low: string;
	readonly high: string;
	readonly diverging: boolean;
	/** Words outside the scale that occur. */
	readonly strange: readonly string[];
}

/** A piece of a line of code or of a computation. */
export interface Token {
	readonly text: string;
	readonly role: Part | 'plain' | 'quiet';
}

/** The body, an equation a row and a lane a column. */
export interface BodyTable {
	readonly lanes: readonly { readonly lane: Lane; readonly label: string }[];
	/** What the body closes over: what exists once for all lanes, and what each lane has of its own. */
	readonly closed: { readonly once: readonly ClosedRow[]; readonly own: readonly ClosedRow[] };
	readonly rows: readonly BodyRow[];
	/** What is watched; null where the step has not come to its end. */
	readonly watches: readonly { readonly name: string; readonly values: readonly (Piece | null)[] }[];
	/** Characters of the widest cell over the run, so that columns do not dance. */
	readonly chars: number;
	/** `return new, new`. */
	readonly result: readonly Token[];
	/** `one program, four rows`. */
	readonly caption: string;
}

export interface ClosedRow {
	readonly name: string;
	/** One for all lanes, or one a lane. */
	readonly values: readonly Piece[];
}

export interface BodyRow {
	readonly key: string;
	/** The equation; of a call the last one in it. */
	readonly eqn: EqnIndex;
	/** A call, whose equations follow unless it is folded; null for an equation. */
	readonly call: { readonly id: number; readonly folded: boolean } | null;
	/** Calls around it. */
	readonly depth: number;
	/** The loops it runs: `scan inner`; empty where there is nothing to go into. */
	readonly loops: string;
	readonly label: readonly Token[];
	/** Computed again, having been let go in the forward pass. */
	readonly again: boolean;
	/** Computed inside a checkpoint of the forward pass, which keeps nothing of it. */
	readonly letGo?: true;
	/** Being carried out. */
	readonly active: boolean;
	readonly lit: boolean;
	/** One a lane; null before it is computed. */
	readonly cells: readonly (BodyCell | null)[];
}

export interface BodyCell {
	readonly lane: Lane;
	/** `max(3, 4) → `. */
	readonly pieces: readonly Piece[];
	readonly result: Piece & { readonly role: Part | 'plain' };
}

/** A value or an operator's sign in a computation. */
export interface Piece {
	readonly text: string;
	readonly exact: string | null;
	/** Bars or tiles drawn in the line, instead of the text. */
	readonly face: Face | null;
	/** Size of `face`. */
	readonly w: number;
	readonly h: number;
}
