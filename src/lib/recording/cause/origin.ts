import type { LiveLoop } from '../live-loop';
import { finished, type Slices } from '../slices';
import type { Trail } from '../trail';
import type { ValueRef } from '../value-ref';
import { carriedOn, Follower, stepsOfSlice } from './follower';
import { asArgument, asResult } from './standing';

/**
 * What a value came from: followed back, step by step inside its lane, to the xs, init and closed-over values whose
 * numbers went into it. `element` counts row-major in the value; null is all of it.
 */
export const originOf = (live: LiveLoop, from: ValueRef, element: number | null = null): Trail =>
	finished(originIn(live, from, element));

/** The same, a slice at a time. */
export function* originIn(live: LiveLoop, from: ValueRef, element: number | null = null): Slices<Trail> {
	const follower = new Follower(live);
	const { body, closed, carry } = live.ran.params.view;
	const firstX = closed + carry.length;
	const made = asResult(live, from);
	const start = made ?? asArgument(live, from);
	if (start === null) return follower.trail('origin', from, element);
	let results = follower.begin(start, from, element);
	if (made && from.kind === 'final')
		follower.touchAgain({ ...from, kind: 'carry', step: start.step }, start, results);
	for (let step = made ? start.step : -1; step >= 0 && results.size > 0; step--) {
		if (follower.isTired(step + 1)) break;
		if (step % stepsOfSlice === 0) yield;
		const inside = step === start.step && from.kind === 'result';
		const args = inside
			? follower.walk.back(step, results, start.atoms)
			: follower.pass(
					step,
					results,
					(going) => follower.walk.back(step, going),
					(marks) => body.invars.map((_, i) => (i >= closed && i < firstX ? marks[i - closed] : null))
				);
		follower.touchArgs(step, args);
		const before = results;
		results = carriedOn(args, (marks) =>
			body.outs.map((_, i) => (i < carry.length ? marks[closed + i] : null))
		);
		if (step > 0 && !inside && follower.isSteady(before, results)) {
			follower.touchArgsBefore(step, args);
			break;
		}
	}
	return follower.trail('origin', from, element);
}
