declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** 0-based, in iteration order. */
export type Step = Brand<number, 'Step'>;
/** Flat over the loop's axes, row-major. */
export type Lane = Brand<number, 'Lane'>;
/** Place of an equation in the user's body. */
export type EqnIndex = Brand<number, 'EqnIndex'>;
/** Place of a loop among those that ran beside it: in `Recording.loops`, or in one step of another loop. */
export type LoopIndex = Brand<number, 'LoopIndex'>;

export const step = (n: number): Step => n as Step;
export const lane = (n: number): Lane => n as Lane;
export const eqnIndex = (n: number): EqnIndex => n as EqnIndex;
export const loopIndex = (n: number): LoopIndex => n as LoopIndex;

/** Every lane of a loop, in order. */
export const allLanes = ({ lanes }: { readonly lanes: number }): Lane[] =>
	Array.from({ length: lanes }, (_, n) => lane(n));

/** A step that was gone into: of which loop, counted among those that ran beside it. */
export interface Visit {
	readonly loop: LoopIndex;
	readonly step: Step;
}

/** Where a loop ran: the steps gone into, outermost first (none for a loop outside any other), and its own index. */
export interface LoopPlace {
	readonly within: readonly Visit[];
	readonly loop: LoopIndex;
}

/**
 * The beats of a step, in order: x comes down and the carry comes in; the body computes; the carry moves on and y
 * drops; then all is settled. `rest` is where whole steps stop.
 */
export const beats = ['pull', 'combine', 'emit', 'rest'] as const;
export type Beat = (typeof beats)[number];

/**
 * Where the cursor stands, in the loop at its place. Step -1 at `rest` is the start: only the init is there, no step has run. A loop of length
 * 0 has no other moment.
 */
export interface Moment extends LoopPlace {
	readonly step: Step;
	readonly beat: Beat;
	/** The equation looked at within the step; null while none is singled out. */
	readonly eqn: EqnIndex | null;
	/**
	 * How many of the calls round the equation were gone into. Fewer than there are: the cursor is on a call as a whole, and
	 * `eqn` is the last of its equations. Absent: all of them.
	 */
	readonly depth?: number;
}

/** Whether two steps of enclosing loops, or two ways to a loop, are the same. */
const sameWithin = (a: readonly Visit[], b: readonly Visit[]): boolean =>
	a.length === b.length && a.every(({ loop, step }, n) => loop === b[n].loop && step === b[n].step);

export const samePlace = (a: LoopPlace, b: LoopPlace): boolean =>
	a.loop === b.loop && sameWithin(a.within, b.within);
