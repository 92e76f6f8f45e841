import type { Aval } from './aval';
import type { Tracer } from './interpreter';
import type { Span } from './source';

/** What an error is about, for help that is worded when the whole program can be looked at. */
export type Subject =
	/** A value was wanted where there is none yet. */
	| { readonly kind: 'traced'; readonly tracer: Tracer }
	/** A value was used after the function it belongs to had been traced. */
	| { readonly kind: 'leaked'; readonly tracer: Tracer }
	| Departure
	| Mapping;

/** A carry leaf that comes out of the body with another type than it went in with. */
export interface Departure {
	readonly kind: 'departure';
	/** In the program's words: `total`, `state.mean`. */
	readonly carry: string;
	/** Where it is in the carry, as JAX's messages write it: `[1]`, `['v']`; empty where it is all there is. */
	readonly path: string;
	readonly from: Aval;
	readonly to: Aval;
	/** Where it first has another type; null where what comes out was never made of what went in. */
	readonly at: {
		readonly span: Span | null;
		readonly type: Aval;
		/** Where an operand of the new type is what made it so: that type. */
		readonly met: Aval | null;
	} | null;
	/** The expression whose value comes out, and the name it has in the body. */
	readonly out: { readonly span: Span | null; readonly name: string | null };
	/** The body's function. */
	readonly body: string;
	/** The whole carry, as it goes in and as it comes out. */
	readonly leaves: readonly { readonly name: string; readonly from: Aval; readonly to: Aval }[];
}

/** A call of what `vmap` made, with what is mapped of each argument. */
export interface Mapping {
	readonly kind: 'mapping';
	/** The function that was vmapped. */
	readonly name: string;
	readonly args: readonly MappedArgument[];
}

/** A leaf of the arguments: `x`, `params['w']`. */
export interface MappedArgument {
	/** Which positional argument it belongs to; null for a keyword argument. */
	readonly place: number | null;
	readonly name: string;
	readonly type: Aval;
	/** null where all rows share it. */
	readonly axis: number | null;
}
