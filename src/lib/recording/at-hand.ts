import type { Loop } from './recording';

/** Columns that may be in sight on either side of the present one. */
const sight = 96;

/** Whether all that is looked at round a step has values: in a loop kept whole always, in a long one inside its window. */
export function isAtHand({ long, recorded }: Loop, step: number): boolean {
	if (!long) return true;
	const { from, to } = long;
	return (from === 0 || step - sight >= from) && (to >= recorded || step + sight < to);
}

/** The nearest step that is. */
export function nearestAtHand({ long, recorded }: Loop, step: number): number {
	if (!long) return step;
	const first = long.from === 0 ? -1 : long.from + sight;
	const last = long.to >= recorded ? recorded - 1 : long.to - 1 - sight;
	return Math.max(first, Math.min(step, last));
}

/** Whether it is time to get other values: the step is not in the middle of the window, and there are others. */
export function isNearEnd({ long, recorded }: Loop, step: number): boolean {
	if (!long) return false;
	const { from, to } = long;
	const third = (to - from) / 3;
	return (from > 0 && step < from + third) || (to < recorded && step >= to - third);
}
