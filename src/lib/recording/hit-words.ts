import type { FlagPlace } from './flags';
import type { Hit } from './hits';
import type { Loop } from './recording';
import { count, laneName } from './words';

/** `row 2, step 5 (and 3 more rows)`; `step 5` without vmap. */
export const hitWords = (loop: Loop, hit: Hit): string => inRows(loop, hit, `step ${hit.step}`);

/** The same of a fault that is in so many rows; that of a condition is before the step. */
export const faultWords = (loop: Loop, { step, eqn, lane }: FlagPlace, lanes: number): string =>
	inRows(loop, { first: lane, lanes }, `${eqn === null ? 'before ' : ''}step ${step}`);

function inRows(loop: Loop, { lanes, first }: Pick<Hit, 'lanes' | 'first'>, when: string): string {
	if (loop.axes.length === 0) return when;
	const others = lanes - 1;
	const more = others > 0 ? ` (and ${others.toLocaleString('en')} more row${others === 1 ? '' : 's'})` : '';
	return `${laneName(loop, first)}, ${when}${more}`;
}

/** `holds in 3 of 20 steps`, `never holds`. */
export function totalWords(loop: Loop, steps: number, verb: string): string {
	if (steps === 0) return `never ${verb}`;
	return `${verb} in ${steps.toLocaleString('en')} of ${count(loop.recorded, 'step')}`;
}
