import type { CellRef } from '../hover';
import type { LiveLoop } from '../live-loop';
import type { Trail } from '../trail';
import { carriedOn, Follower } from './follower';

/**
 * What a value came from: followed back, step by step inside its lane, to the xs, init and closed-over values whose
 * numbers went into it.
 */
export function originOf(live: LiveLoop, cell: CellRef, element: number | null = null): Trail {
	const follower = new Follower(live);
	const { body, closed, carry } = live.ran.params.view;
	const firstX = closed + carry.length;
	const last = cell.kind === 'final' ? live.loop.recorded - 1 : cell.step;
	if (cell.kind === 'x' || cell.kind === 'init' || last < 0) {
		const place = cell.kind === 'x' ? firstX + cell.leaf : closed + cell.leaf;
		follower.begin(body.invars, place, body.invars[place], cell, element);
		return follower.trail('origin', cell, element);
	}
	const place = cell.kind === 'y' ? carry.length + cell.leaf : cell.leaf;
	const like = cell.kind === 'y' ? body.outs[place] : body.invars[closed + cell.leaf];
	let results = follower.begin(body.outs, place, like, cell, element);
	for (let step = last; step >= 0 && results.size > 0; step--) {
		if (follower.isTired(step + 1)) break;
		const args = follower.pass(
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
	return follower.trail('origin', cell, element);
}
