import type { LiveLoop } from '../live-loop';
import type { Trail } from '../trail';
import type { ValueRef } from '../value-ref';
import { carriedOn, Follower } from './follower';
import { asArgument, asResult } from './standing';

/**
 * What a value came from: followed back, step by step inside its lane, to the xs, init and closed-over values whose
 * numbers went into it. `element` counts row-major in the value; null is all of it.
 */
export function originOf(live: LiveLoop, from: ValueRef, element: number | null = null): Trail {
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
		results = carriedOn(args, (marks) =>
			body.outs.map((_, i) => (i < carry.length ? marks[closed + i] : null))
		);
	}
	return follower.trail('origin', from, element);
}
