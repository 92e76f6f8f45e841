import { originIn } from '$lib/recording/cause/origin';
import { reachIn } from '$lib/recording/cause/reach';
import type { LiveLoop } from '$lib/recording/live-loop';
import type { Slices } from '$lib/recording/slices';
import type { Direction, Trail } from '$lib/recording/trail';
import type { QuestionOf } from '../protocol';

const follow: { readonly [D in Direction]: typeof originIn } = { origin: originIn, reach: reachIn };

/** What a value came from, or what it went into. */
export const trailOf = (live: LiveLoop, { direction, value, element }: QuestionOf<'trail'>): Slices<Trail> =>
	follow[direction](live, value, element);
