import { crossingOf } from '$lib/recording/cause/independence';
import type { Crossing } from '$lib/recording/crossing';
import type { LiveLoop } from '$lib/recording/live-loop';
import type { Run } from '../run';

const known = new WeakMap<LiveLoop, Crossing>();

/** Whether values cross from row to row in a loop; proved the first time it is asked. */
export function crossingIn({ recording }: Run, live: LiveLoop): Crossing {
	let crossing = known.get(live);
	if (!crossing) known.set(live, (crossing = crossingOf(live, recording.program)));
	return crossing;
}
