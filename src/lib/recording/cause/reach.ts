import { joined } from '$lib/rules/depend/marks';
import type { LiveLoop } from '../live-loop';
import { finished, type Slices } from '../slices';
import type { Trail } from '../trail';
import type { ValueRef } from '../value-ref';
import { carriedOn, Follower, stepsOfSlice } from './follower';
import { asArgument, asResult } from './standing';
import type { ByUnit } from './step-walk';

/** What a value went into: followed forward, step by step, to all carries, ys and final values it is part of. */
export const reachOf = (live: LiveLoop, from: ValueRef, element: number | null = null): Trail =>
	finished(reachIn(live, from, element));

/** The same, a slice at a time. */
export function* reachIn(live: LiveLoop, from: ValueRef, element: number | null = null): Slices<Trail> {
	const follower = new Follower(live);
	const { body, closed, carry } = live.ran.params.view;
	const firstX = closed + carry.length;
	const start = asArgument(live, from) ?? asResult(live, from);
	if (start === null) return follower.trail('reach', from, element);
	const given = follower.begin(start, from, element, follower.lanesOf(from));
	let args = given;
	if (from.kind === 'carry' && start.step === live.loop.length)
		follower.touchAgain({ ...from, kind: 'final', step: start.step }, start, given);
	const last = from.kind === 'y' ? -1 : live.loop.recorded - 1;
	for (let step = start.step; step <= last && args.size > 0; step++) {
		if (follower.isTired(step - 1)) break;
		if (step % stepsOfSlice === 0) yield;
		const inside = step === start.step && from.kind === 'result';
		const results = inside
			? follower.walk.forth(step, args, start.atoms)
			: follower.pass(
					step,
					args,
					(going) => follower.walk.forth(step, going),
					(marks) => body.outs.map((_, i) => (i < carry.length ? marks[closed + i] : null))
				);
		follower.touchResults(step, results);
		const on = carriedOn(results, (marks) =>
			body.invars.map((_, i) => (i >= closed && i < firstX ? marks[i - closed] : null))
		);
		const before = args;
		args = from.kind === 'closed' ? both(on, given) : on;
		if (step < last && !inside && follower.isSteady(before, args)) {
			follower.touchResultsAfter(step, results);
			break;
		}
	}
	return follower.trail('reach', from, element);
}

/** What is closed over is there again at every step. */
function both(a: ByUnit, b: ByUnit): ByUnit {
	const all = new Map(a);
	for (const [unit, marks] of b) {
		const own = all.get(unit);
		all.set(unit, own ? marks.map((each, i) => joined(each, own[i])) : marks);
	}
	return all;
}
