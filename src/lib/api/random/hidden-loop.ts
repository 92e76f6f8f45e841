import type { Tuple } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import { reduce } from '$lib/core/ops';
import { hidden } from '$lib/core/source';
import { whileLoop } from '../lax/while';
import { shapeIn } from './shapes';

/** A sampler's own loop, not shown as one of the program's. */
export const hiddenLoop = (
	test: (state: unknown) => unknown,
	body: (state: unknown) => unknown,
	init: unknown
): unknown => hidden(() => whileLoop(test, body, init));

/** The arrays of a loop's state. */
export const itemsOf = (state: unknown): Value[] => [...(state as Tuple).items] as Value[];

/** Whether any element is true. */
export const anyOf = (x: Value): Value =>
	reduce(
		'reduce_or',
		x,
		shapeIn(x).map((_, axis) => axis)
	);
