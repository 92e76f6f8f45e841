import type { Jaxpr, Atom, Var } from './jaxpr';
import type { Aval } from './aval';
import type { Pass, Tape } from './gradient';
import type { BodyNames } from './locals';
import type { Span } from './source';

/** The loop as the user wrote it, kept beside what JAX makes of it (constant carries, dropped ys, batching). */
export interface LoopView {
	readonly kind: 'scan' | 'fori_loop' | 'map' | 'while_loop';
	/** The body's name and definition. */
	readonly name: string;
	readonly span: Span | null;
	/** One row of the body: invars are closed-over values, carry leaves, x leaves; outs are carry leaves, y leaves. */
	readonly body: Jaxpr;
	readonly closed: number;
	readonly carry: readonly string[];
	readonly xs: readonly string[];
	readonly ys: readonly string[];
	/** The loop's equation for one row, as JAX prints it. */
	readonly row: RowEquation;
	/** One a vmap in force around the loop, outermost first. */
	readonly axes: readonly { readonly name: string; readonly size: number }[];
	/** Where a variable of `body` is in the jaxpr that runs. Variables that are not in the map stand for themselves. */
	readonly placed: ReadonlyMap<Var, Placed>;
	/** Absent where no function of the program was called with the body's own values. */
	readonly names?: BodyNames;
	/** Of a gradient's forward pass; several where a gradient was differentiated again. */
	readonly tapes?: readonly Tape[];
	/** Of a loop that carries tangents along. */
	readonly linear?: Pass;
	/** Of a gradient's backward pass. */
	readonly backward?: Pass;
}

/** A loop's equation before any vmap. */
export type RowEquation =
	| {
			readonly primitive: 'scan';
			readonly operands: readonly Aval[];
			readonly params: Omit<ScanParams, 'view'>;
	  }
	| {
			readonly primitive: 'while';
			readonly operands: readonly Aval[];
			readonly params: Omit<WhileParams, 'view'>;
	  };

/** A user's value inside the batched body. */
export interface Placed {
	readonly atom: Atom;
	/** The value's axis in force for each lane axis, outermost first; null where all rows share it. */
	readonly dims: readonly (number | null)[];
}

export interface ScanParams {
	readonly jaxpr: Jaxpr;
	readonly length: number;
	readonly reverse: boolean;
	readonly num_consts: number;
	readonly num_carry: number;
	readonly unroll: number;
	readonly view: LoopView;
}

export interface WhileParams {
	readonly cond_jaxpr: Jaxpr;
	readonly cond_nconsts: number;
	readonly body_jaxpr: Jaxpr;
	readonly body_nconsts: number;
	readonly view: LoopView;
}

/** Operands: the branch's index (int32), then what the branches take. */
export interface CondParams {
	readonly branches: readonly Jaxpr[];
}

export interface JitParams {
	readonly name: string;
	readonly jaxpr: Jaxpr;
}
