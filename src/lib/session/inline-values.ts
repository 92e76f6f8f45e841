import { allLanes, type EqnIndex, type Lane, type Moment } from '$lib/recording/moment';
import { resultUsed } from '$lib/recording/query';
import { scalarAt } from '$lib/recording/read';
import type { Loop, Role } from '$lib/recording/recording';
import { isSettled } from '$lib/recording/walk';
import { formatOf } from '$lib/recording/words';

/** What stands behind the active line of code: its values, one a lane. */
export interface InlineValues {
	readonly text: string;
	/** What the value becomes; null for one that stays within the step. */
	readonly role: Role | null;
}

/** Of more lanes, or in more characters, only the focused lane's value is shown. */
const mostLanes = 6;
const mostCharacters = 14;

/** Values of an equation at a moment, once they are there. Null before that, and for what is not a scalar. */
export function inlineValues(
	loop: Loop,
	moment: Moment,
	eqn: EqnIndex | null,
	focus: Lane
): InlineValues | null {
	const equation = eqn === null ? undefined : loop.eqns[eqn];
	const column = equation && resultUsed(loop, equation);
	if (!equation || !column || column.shape.length > 0 || moment.step < 0) return null;
	if (!isSettled(moment) && moment.eqn !== eqn) return null;
	const format = formatOf(column, loop, false);
	const textAt = (at: Lane): string => format.text(scalarAt(column, moment.step, at, loop.axes));
	const all = column.shared || loop.lanes > mostLanes ? '' : allLanes(loop).map(textAt).join(' ');
	const text = all === '' || all.length > mostCharacters ? textAt(focus) : all;
	return { text, role: equation.becomes[0]?.role ?? null };
}
