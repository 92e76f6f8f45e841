import { lane as laneOf, type Step } from '$lib/recording/moment';
import { changeAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import { optionsFor } from './options';

/** A question about a step that has just been seen: about one in five sees what was not there. */
export interface Recall {
	readonly words: string;
	readonly texts: readonly string[];
	readonly right: number;
}

const ways = ['It went up.', 'It went down.', 'It stayed the same.'];

/** What changed in the step; null where there is nothing to choose from. */
export function recallFor(loop: Loop, step: Step, seed: number): Recall | null {
	if (loop.lanes > 1) {
		const question = { ask: 'rows', step, lane: laneOf(0), leaf: 0 } as const;
		const options = optionsFor(loop, question, seed);
		return options && { words: `In which rows did the carry change in step ${step}?`, ...options };
	}
	const [leaf] = loop.carry;
	if (!leaf || leaf.column.shape.length > 0) return null;
	const change = changeAt(leaf.column, step, laneOf(0), loop.axes);
	if (change === 'changed') return null;
	const right = change === 'up' ? 0 : change === 'down' ? 1 : 2;
	return { words: `What did ${leaf.name} do in step ${step}?`, texts: ways, right };
}
