import { ProgramError } from '$lib/core/errors';
import { loopsWithin, type LiveLoop } from '$lib/recording/live-loop';
import type { LoopPlace, Visit } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { withCallSites } from '../call-sites';
import type { Run } from '../run';

/** Steps of one loop whose inner loops are kept at once. */
const mostKept = 64;

const cache = new WeakMap<LiveLoop, Map<number, readonly LiveLoop[]>>();

/** The loops inside one step of a loop, in the order they ran; run again the first time they are asked for. */
export function innerLoops({ recording }: Run, outer: LiveLoop, step: number): readonly LiveLoop[] {
	let steps = cache.get(outer);
	if (!steps) cache.set(outer, (steps = new Map()));
	let inner = steps.get(step);
	if (!inner) steps.set(step, (inner = loopsWithin(outer, step, recording.program)));
	const [oldest] = steps.keys();
	if (steps.size > mostKept) steps.delete(oldest);
	return inner;
}

/** The loop at a place. */
export function liveLoopAt(run: Run, { within, loop }: LoopPlace): LiveLoop {
	let beside: readonly LiveLoop[] = run.live;
	for (const visit of within) beside = innerLoops(run, found(beside, visit.loop), visit.step);
	return found(beside, loop);
}

function found(loops: readonly LiveLoop[], index: Visit['loop']): LiveLoop {
	const loop = loops[index];
	if (!loop) throw new Error('internal: no loop at this place');
	return loop;
}

/** The same of a changed program. Throws what it throws where it does not come to the loop. */
export function reached(run: Run, place: LoopPlace): LiveLoop {
	const top = place.within[0]?.loop ?? place.loop;
	if (run.live[top]) return liveLoopAt(run, place);
	throw (
		run.error ?? new ProgramError('LookupError', 'With these changes the program does not come to this loop.')
	);
}

/** What of a loop is sent to the page. */
export const sentLoop = ({ recording }: Run, { loop }: LiveLoop): Loop =>
	withCallSites(recording.program, [loop])[0];
