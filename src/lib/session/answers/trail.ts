import { originOf } from '$lib/recording/cause/origin';
import { reachOf } from '$lib/recording/cause/reach';
import type { LiveLoop } from '$lib/recording/live-loop';
import type { Direction, Trail } from '$lib/recording/trail';
import type { QuestionOf } from '../protocol';

const follow: { readonly [D in Direction]: typeof originOf } = { origin: originOf, reach: reachOf };

/** What a value came from, or what it went into. */
export const trailOf = (live: LiveLoop, { direction, value, element }: QuestionOf<'trail'>): Trail =>
	follow[direction](live, value, element);
