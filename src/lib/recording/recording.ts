import type { DType, Data } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import type { Extremes } from '$lib/array/wasm/cell';
import type { Span } from '$lib/core/source';
import type { Backward } from './backward';
import type { Flag } from './flags';
import type { KeyReuse } from './keys/key-reuse';
import type { EqnIndex, LoopIndex, Step, Visit } from './moment';
import type { Summary } from './summary';

/**
 * All that a run left behind, immutable. Plain data: it crosses from the worker to the page by structured clone.
 * Everything is in the user's view (all carry leaves, all ys, the user's names), one row at a time; what a lane's
 * value is at a step is looked up in a column with `read.ts`.
 */
export interface Recording {
	readonly program: string;
	/** Loops outside any other loop, in the order they ran. */
	readonly loops: readonly Loop[];
	readonly outcome: Outcome;
	/** Random keys that were consumed again outside any loop; those in loops are theirs. */
	readonly reusedKeys: readonly KeyReuse[];
	/** All that was printed, up to the end or the failure. */
	readonly stdout: string;
	/** The first of what was printed, piece by piece, each with where it was; absent where nothing was. */
	readonly prints?: readonly Print[];
}

export interface Print {
	readonly text: string;
	/** Null outside any loop, as while a program is traced. `rows` are one an axis, or none where all rows print once. */
	readonly at: { readonly loop: LoopIndex; readonly step: Step; readonly rows: readonly number[] } | null;
}

export type Outcome =
	| {
			readonly kind: 'value';
			/** `repr` of the last expression; null where the program ends in a statement. */ readonly text:
				string | null;
	  }
	| { readonly kind: 'error'; readonly error: Failure };

/** An error of the user's program. */
export interface Failure {
	/** Python's class name. */
	readonly type: string;
	/** JAX's or Python's own text, all of it. */
	readonly message: string;
	/** Innermost place in the program. */
	readonly span: Span | null;
	readonly why?: string;
	readonly instead?: string;
	/** Of a carry that comes out of its body with other types. */
	readonly mismatch?: CarryMismatch;
}

/** A carry as it goes into a body and as it comes out, leaf by leaf. */
export interface CarryMismatch {
	readonly leaves: readonly {
		readonly name: string;
		/** `int32[3]`. */
		readonly from: string;
		readonly to: string;
		readonly same: boolean;
	}[];
	/** The expression at which the first odd leaf takes its other type; null where it was never made of what went in. */
	readonly at: Span | null;
}

export interface Loop {
	readonly index: LoopIndex;
	/** The steps of enclosing loops it ran in, outermost first; empty outside any other loop. */
	readonly within: readonly Visit[];
	/** The equation of the step around it that ran it; null outside any other loop. */
	readonly eqn: EqnIndex | null;
	readonly kind: 'scan' | 'fori_loop' | 'map' | 'while_loop';
	/** The body's name: `step`, `<lambda>`. */
	readonly name: string;
	/** The call, `lax.scan(...)`. */
	readonly call: Span | null;
	/** The body's definition: where the names in `roles` hold. */
	readonly body: Span | null;
	/** From the module inwards, the loop itself left out: functions and vmaps. */
	readonly path: readonly Crumb[];
	/** Steps the program asked for. */
	readonly length: number;
	/** Steps that ran; less than `length` only where a work limit cut the run. */
	readonly recorded: number;
	/** Of a loop too long to keep whole: the part that its columns hold, and all of it in short. */
	readonly long?: LongLoop;
	/** By step: how much the carry changes, 0 to 1, where the engine has worked it out (session/profile.ts). */
	readonly profile?: readonly number[];
	readonly reverse: boolean;
	/** One a vmap in force around the loop, outermost first; empty without vmap. */
	readonly axes: readonly LaneAxis[];
	/** Product of the axes' sizes; 1 without vmap. */
	readonly lanes: number;
	/** Columns have `recorded + 1` entries: before step 0, then after each step. Of a long loop only its window's are there. */
	readonly carry: readonly Leaf[];
	/** By step, not by index: entry 0 is what the first iteration reads, also when `reverse`. */
	readonly xs: readonly Leaf[];
	/** By step, likewise. */
	readonly ys: readonly Leaf[];
	/** Outer values the body closes over; the same at every step. */
	readonly closed: readonly Leaf[];
	/** By step: expressions that a user laid over the recording. None of the program's own. */
	readonly watches?: readonly Leaf[];
	/**
	 * Of a while loop with one predicate a row: whether the row goes on, before each step (`recorded + 1` entries). A
	 * row that does not is computed all the same and its results are dropped. Null where all rows go together.
	 */
	readonly active: Column | null;
	/** Of a gradient's backward pass. */
	readonly backward?: Backward;
	/** The body's equations as the user wrote them, in order. */
	readonly eqns: readonly Equation[];
	/** Random keys that the body consumed though something had before, by equation and lane. */
	readonly reusedKeys: readonly KeyReuse[];
	/** What the body hands back, one a carry leaf and one a y leaf. */
	readonly returns: { readonly carry: readonly Operand[]; readonly ys: readonly Operand[] };
	/** What the names in the body are, for colouring. A name that is both carry and y is a carry. */
	readonly roles: readonly RoleName[];
}

export type Crumb =
	| { readonly kind: 'function'; readonly name: string; readonly call: Span | null }
	| { readonly kind: 'vmap'; readonly name: string; readonly size: number; readonly call: Span | null };

export interface LaneAxis {
	/** The function that was vmapped. */
	readonly name: string;
	readonly size: number;
}

export type Role = 'x' | 'carry' | 'y';

export interface RoleName {
	readonly name: string;
	readonly role: Role;
	/** The stretch of the program in which the name plays the role. */
	readonly within: Span;
}

export interface Leaf {
	/** In the user's words: `carry`, `state[0]`, `acc.mean`, `opt['w']`; a y without a name is `y`, `y[1]`. */
	readonly name: string;
	readonly column: Column;
}

/** One value's history in every lane. Read it with `read.ts`, never by hand. */
export interface Column {
	readonly dtype: DType;
	/** Of one lane's value. */
	readonly shape: Shape;
	readonly weak: boolean;
	/** Exists once for all lanes. */
	readonly shared: boolean;
	readonly data: Data;
	/** In slots of `data`: entry `t` of lane `(i, j, ...)`, element `(k, ...)` starts at
	 * `offset + t * stepStride + i * laneStrides[0] + ... + k * strides[0] + ...`. */
	readonly offset: number;
	/** 0 for what never changes. */
	readonly stepStride: number;
	/** One an axis of the loop; 0 along axes it is shared by. */
	readonly laneStrides: readonly number[];
	/** One an axis of `shape`. */
	readonly strides: readonly number[];
	/** Of all values over the run, where they were gathered as it went (summary.ts works them out elsewhere). */
	readonly extremes?: Extremes;
	/** All of the run in short: of a long loop, and where there is so much that a page would be long at it. */
	readonly whole?: WholeColumn;
}

/** What there is at once of a loop too long to keep whole. Any other part is got by running it again (`windows.ts`). */
export interface LongLoop {
	/** Columns have entries `from` to `to`, those that are by step up to, not including, `to`. */
	readonly from: number;
	readonly to: number;
	/** Steps of a bin of `bins` and of `profile`. */
	readonly binSteps: number;
	/** By bin: the most that a step in it changes the carry, 0 to 1 (session/profile.ts). */
	readonly profile: Float32Array;
	/** Of a while loop with a predicate a row: how many steps each row goes on for, and whether it goes on at the end still. */
	readonly rowsOn?: { readonly steps: readonly number[]; readonly unended: readonly boolean[] };
	/** What went wrong in it, once it has been looked through. */
	readonly flags?: readonly Flag[];
}

/** A column's values over all steps, in short. */
export interface WholeColumn {
	readonly summary: Summary;
	/** That show every value without loss (summary.ts). */
	readonly decimals: number;
	/** Of a long loop's leaves. */
	readonly bins: Bins | null;
}

/** Steps of a lane by the bin, all elements of its values together; those of bin `b` and lane `n` at `b * lanes + n`. */
export interface Bins {
	/** Steps of a bin. */
	readonly steps: number;
	readonly lanes: number;
	/** Of the finite values; NaN where there are none. */
	readonly low: Float32Array;
	readonly high: Float32Array;
	readonly mean: Float32Array;
	/** How many are NaN, and infinite. */
	readonly nans: Uint32Array;
	readonly infinities: Uint32Array;
	/** By lane: the mean of its last value's elements, and the entry of its first NaN (Infinity where there is none). */
	readonly last: Float64Array;
	readonly firstNaN: Float64Array;
}

export interface Equation {
	readonly index: EqnIndex;
	/** As a jaxpr names it: `max`, `add`, `jit`. */
	readonly primitive: string;
	/** As the body table shows it: `max`, `+`, `where`; an infix operator stands between its operands. */
	readonly operator: { readonly text: string; readonly infix: boolean };
	/** The expression in the program that made it. */
	readonly span: Span | null;
	/** Text of that expression, on one line. */
	readonly text: string;
	/** The name the user gave the result. */
	readonly name: string | null;
	/** Of a backward pass: what the forward pass had computed and a checkpoint let go. */
	readonly again?: boolean;
	readonly operands: readonly Operand[];
	/** Where the results go: the user's carry and y leaves they become. */
	readonly becomes: readonly { readonly role: 'carry' | 'y'; readonly leaf: number }[];
	/** Every result; most equations have one. */
	readonly results: readonly Column[];
	/** The calls inside the body that it was made in, outermost first. */
	readonly calls: readonly Call[];
	/** The loops in it that it runs, in their order: itself, or those inside a call or a branch. */
	readonly loops: readonly LoopSketch[];
	/** Of an equation that indexes: which operands are start indices, and the least and the largest start that fit, by component. */
	readonly indexing: {
		readonly operands: readonly number[];
		readonly least: readonly number[];
		readonly most: readonly number[];
	} | null;
}

/** A function called inside a body, whose equations belong together. */
export interface Call {
	/** Of this occasion: a function called twice is two calls. */
	readonly id: number;
	/** The function's name. */
	readonly name: string;
	/** The call in the program. */
	readonly span: Span | null;
	/** As the program has it, with the name its result is given: `h = cell(h, x)`. */
	readonly text: string;
}

/** A loop inside an equation, before it is known what it does in a step. */
export interface LoopSketch {
	readonly kind: Loop['kind'];
	readonly name: string;
	readonly call: Span | null;
}

export type Operand =
	| { readonly kind: 'carry' | 'x' | 'closed'; readonly leaf: number }
	| { readonly kind: 'equation'; readonly eqn: EqnIndex; readonly result: number }
	| { readonly kind: 'literal'; readonly column: Column };
