import type { Hit } from './hits';
import type { Loop } from './recording';
import { count, laneName } from './words';

/** `row 2, step 5 (and 3 more rows)`; `step 5` without vmap. */
export function hitWords(loop: Loop, { step, lanes, first }: Hit): string {
	if (loop.axes.length === 0) return `step ${step}`;
	const others = lanes - 1;
	const more = others > 0 ? ` (and ${others.toLocaleString('en')} more row${others === 1 ? '' : 's'})` : '';
	return `${laneName(loop, first)}, step ${step}${more}`;
}

/** `holds in 3 of 20 steps`, `never holds`. */
export function totalWords(loop: Loop, steps: number, verb: string): string {
	if (steps === 0) return `never ${verb}`;
	return `${verb} in ${steps.toLocaleString('en')} of ${count(loop.recorded, 'step')}`;
}
