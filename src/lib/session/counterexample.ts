import type { Counterexample } from '$lib/lessons/check/verdict';
import { firstDivergence, unlike, type Divergence } from '$lib/recording/divergence';
import { lane, type Lane, type Moment } from '$lib/recording/moment';
import type { Loop, Recording } from '$lib/recording/recording';
import { restAt } from '$lib/recording/walk';

/** A wrong answer ready to be drawn: the loops of the program and of the reference on the input that shows it. */
export interface Shown {
	readonly example: Counterexample;
	/** Null where there is no loop of as many rows and steps as the answer has. */
	readonly yours: Loop | null;
	readonly reference: Loop | null;
	/** The reference as it is drawn over the program's own lanes; null where the two have other cells. */
	readonly ghost: { readonly loop: Loop; readonly first: Divergence | null } | null;
	readonly row: Lane;
	/** Where the answers first part. */
	readonly momentIn: (loop: Loop) => Moment;
}

/** `yours` and `reference` are recordings of the example's two programs. */
export function shownOf(example: Counterexample, yours: Recording, reference: Recording): Shown {
	const { divergence } = example;
	const mine = divergence?.loop == null ? null : lastLoop(yours);
	const theirs = divergence?.referenceLoop == null ? null : lastLoop(reference);
	const step = divergence?.place.step ?? 0;
	const alike = mine && theirs && unlike(mine, theirs) === null;
	return {
		example,
		yours: mine,
		reference: theirs,
		ghost: alike
			? { loop: theirs, first: firstDivergence(mine, theirs, { tolerance: 1e-6, kinds: ['carry', 'y'] }) }
			: null,
		row: lane(divergence?.place.lane ?? 0),
		momentIn: (loop) => restAt(loop, loop.reverse ? loop.length - 1 - step : step)
	};
}

/** The call on the example is the last thing that its program does. */
const lastLoop = ({ loops }: Recording): Loop | null => loops.at(-1) ?? null;
