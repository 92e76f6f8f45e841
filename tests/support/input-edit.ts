import { lane } from '$lib/recording/moment';
import type { InputEdit } from '$lib/recording/what-if';

/** The x of row 0 and step 0 as 9, but for what is given. */
export const inputEdit = (change: Partial<InputEdit>): InputEdit => ({
	kind: 'x',
	leaf: 0,
	lane: lane(0),
	step: 0,
	element: 0,
	value: 9,
	...change
});
