import type { CellRef } from '../hover';
import type { LiveLoop } from '../live-loop';
import type { Trail } from '../trail';
import { carriedOn, Follower } from './follower';

/** What a value went into: followed forward, step by step, to all carries, ys and final values it is part of. */
export function reachOf(live: LiveLoop, cell: CellRef, element: number | null = null): Trail {
	const follower = new Follower(live);
	const { body, closed, carry } = live.ran.params.view;
	const firstX = closed + carry.length;
	if (cell.kind === 'y' || cell.kind === 'final') {
		const place = cell.kind === 'y' ? carry.length + cell.leaf : cell.leaf;
		const like = cell.kind === 'y' ? body.outs[place] : body.invars[closed + cell.leaf];
		follower.begin(body.outs, place, like, cell, element);
		return follower.trail('reach', cell, element);
	}
	const place = cell.kind === 'x' ? firstX + cell.leaf : closed + cell.leaf;
	const lanes = follower.lanesOf(cell);
	let args = follower.begin(body.invars, place, body.invars[place], cell, element, lanes);
	const first = cell.kind === 'carry' ? cell.step + 1 : cell.step;
	for (let step = first; step < live.loop.recorded && args.size > 0; step++) {
		if (follower.isTired(step - 1)) break;
		const results = follower.pass(
			step,
			args,
			(going) => follower.walk.forth(step, going),
			(marks) => body.outs.map((_, i) => (i < carry.length ? marks[closed + i] : null))
		);
		follower.touchResults(step, results);
		args = carriedOn(results, (marks) =>
			body.invars.map((_, i) => (i >= closed && i < firstX ? marks[i - closed] : null))
		);
	}
	return follower.trail('reach', cell, element);
}
