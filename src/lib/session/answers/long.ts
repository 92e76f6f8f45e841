import { ProgramError } from '$lib/core/errors';
import { columnsOf } from '$lib/recording/columns';
import { changeOf, goesOn, nowhere, truthOf, type Holds } from '$lib/recording/hits';
import type { Flag } from '$lib/recording/flags';
import { limited } from '$lib/recording/limited';
import type { LiveLoop } from '$lib/recording/live-loop';
import type { Slices } from '$lib/recording/slices';
import {
	longFlags,
	longHits,
	longLanesPart,
	longLasts,
	longPartings,
	type LastOfLane,
	type LongHits
} from '$lib/recording/long-queries';
import { allLanes, type LoopPlace } from '$lib/recording/moment';
import { stepHits } from '$lib/recording/step-search';
import type { Column } from '$lib/recording/recording';
import type { Windows } from '$lib/recording/windows';
import type { Divergence } from '$lib/recording/divergence';
import { conditionFault } from '../condition';
import type { QuestionOf, Sought, WindowOfLoop } from '../protocol';
import type { Run } from '../run';
import { columnOf, mostWork } from './column';
import { liveLoopAt } from './inner-loops';
import { withinStep } from './within-step';

function windowsOf(run: Run, place: LoopPlace): Windows {
	const { windows } = liveLoopAt(run, place);
	if (!windows) throw new Error('internal: a window of a loop that is kept whole');
	return windows;
}

/** The values round a step. */
export function windowOf(run: Run, { place, step }: QuestionOf<'window'>): WindowOfLoop {
	const windows = windowsOf(run, place);
	const stretch = windows.around(step);
	const columns = columnsOf(windows.kept(stretch).loop).map(({ data, offset, stepStride }) =>
		stepStride === 0 ? null : { data, offset }
	);
	return { ...stretch, columns };
}

/** The column of an expression over the window that a page has. */
export function columnAt(run: Run, { place, expression, window }: QuestionOf<'column'>): Column {
	const live = liveLoopAt(run, place);
	const shown = window && live.windows ? live.windows.between(window) : live;
	return columnOf(run, shown, expression);
}

/** Where any of what is sought is found, over all of a long loop. */
export function hitsIn(run: Run, { place, anyOf }: QuestionOf<'hits'>): Slices<LongHits> {
	const windows = windowsOf(run, place);
	const live = liveLoopAt(run, place);
	const only = anyOf.length === 1 ? everywhereSought(anyOf[0]) : null;
	const question = only === null ? null : withinStep(run, live, only);
	if (question && live.ran.primitive === 'scan')
		return stepHits(live.ran.params, live.args, question, windows.loop, limited(run.work + mostWork));
	return longHits(windows, (window) => {
		const found = anyOf.map((sought) => holdsFor(run, window, sought));
		return found.length === 1 ? found[0] : (n, row) => found.some((holds) => holds(n, row));
	});
}

/** The expression that is looked for in every step and lane; null where something else is. */
const everywhereSought = (sought: Sought): string | null =>
	sought.kind === 'true' && sought.step === undefined && sought.lane === undefined ? sought.expression : null;

function holdsFor(run: Run, live: LiveLoop, sought: Sought): Holds {
	if (sought.kind === 'change') {
		const holds = changeOf(live.loop, sought.leaf);
		const all = sought.lanes === 'all' ? everyRow(live, holds) : holds;
		return typeof sought.lanes === 'number' ? (n, row) => row === sought.lanes && holds(n, row) : all;
	}
	const { step, lane, expression } = sought;
	const { long } = live.loop;
	if (step !== undefined && long && (step < long.from || step >= long.to)) return nowhere;
	const holds =
		expression === null ? goesOn(live.loop) : truthOf(live.loop, conditionOf(run, live, expression));
	return (n, row) =>
		(step === undefined || n === step) && (lane === undefined || row === lane) && holds(n, row);
}

/** Values that serve as a condition; throws where they cannot. */
function conditionOf(run: Run, live: LiveLoop, expression: string): Column {
	const column = columnOf(run, live, expression);
	const fault = conditionFault({ kind: 'known', column });
	if (fault) throw new ProgramError(fault.type, fault.message, { why: fault.why, instead: fault.instead });
	return column;
}

/** Where every row that goes on has it. */
function everyRow({ loop }: LiveLoop, holds: Holds): Holds {
	const on = goesOn(loop);
	const rows = allLanes(loop);
	let known: readonly [step: number, all: boolean] = [-1, false];
	return (n, row) => {
		if (known[0] !== n) known = [n, rows.every((each) => !on(n, each) || holds(n, each))];
		return known[1] && on(n, row);
	};
}

/** What went wrong in a long loop. */
export const flagsIn = (run: Run, { place }: QuestionOf<'flags'>): Slices<readonly Flag[]> =>
	longFlags(windowsOf(run, place));

/** By lane: where a leaf parts from that of the lane looked at. */
export const partingsIn = (
	run: Run,
	{ place, role, leaf, lane }: QuestionOf<'partings'>
): Slices<Float64Array> => longPartings(windowsOf(run, place), role, leaf, lane);

/** Where two lanes first part. */
export const lanesPartIn = (
	run: Run,
	{ place, lanes, closeness }: QuestionOf<'lanesPart'>
): Slices<Divergence | null> => longLanesPart(windowsOf(run, place), lanes, closeness);

/** By lane: the last of an expression. */
export const lastsIn = (
	run: Run,
	{ place, expression }: QuestionOf<'lasts'>
): Slices<readonly LastOfLane[]> =>
	longLasts(windowsOf(run, place), (window) => conditionOf(run, window, expression));
