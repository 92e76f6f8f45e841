import { changesAt } from '$lib/recording/changes';
import type { CellRef } from '$lib/recording/hover';
import { lane, type Moment, type Lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { count, laneName } from '$lib/recording/words';
import { shortText } from './short-text';

/** A value that the step changed. */
export interface ChangeLine {
	readonly who: string;
	/** Null where the value exists once for all rows. */
	readonly lane: Lane | null;
	readonly name: string;
	readonly before: string;
	readonly after: string;
	readonly cell: CellRef;
}

export interface ChangeLog {
	readonly title: string;
	readonly lines: readonly ChangeLine[];
	/** Changes there is no line for. */
	readonly more: number;
}

const mostLines = 200;

/** What the moment's step did to the carries, a line a value, rows in their order. */
export function changeLog(loop: Loop, { step }: Moment): ChangeLog {
	if (step < 0) return { title: 'Before the first step nothing has changed.', lines: [], more: 0 };
	const { shown, count: all } = changesAt(loop, step, mostLines);
	const lines = shown.map(({ leaf, lane: row }): ChangeLine => {
		const { name, column } = loop.carry[leaf];
		return {
			who: row === null ? 'all rows' : laneName(loop, row),
			lane: row,
			name,
			before: shortText(column, loop, true, step, row ?? lane(0)),
			after: shortText(column, loop, true, step + 1, row ?? lane(0)),
			cell: { kind: 'carry', lane: row, step, leaf }
		};
	});
	const what = all === 0 ? 'no carry' : count(all, 'value');
	return { title: `Step ${step} changed ${what}.`, lines, more: all - lines.length };
}
