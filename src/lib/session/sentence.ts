import type { Narration } from './settings.svelte';
import { allLanes, lane, type Beat, type Moment, type Lane } from '$lib/recording/moment';
import { changeAt, scalarAt } from '$lib/recording/read';
import type { Leaf, Loop } from '$lib/recording/recording';
import { isStart } from '$lib/recording/walk';
import { count, formatOf, laneName } from '$lib/recording/words';

/** More rows or leaves than this are counted, not read out or written. */
const mostHeard = 4;
const mostRows = 6;
const mostLeaves = 3;

const beatWords: { readonly [B in Beat]: string } = {
	pull: ', pull: the next x and the carry come in',
	combine: ', combine: the body computes',
	emit: '',
	rest: ''
};

/** `step 3 of 8`; the start is before step 1. People count from one, the picture's indices from nought. */
export const stepWords = (loop: Loop, moment: Moment): string => {
	if (loop.recorded === 0) return `no steps: the ${loop.kind} has length 0`;
	return isStart(moment) ? `before step 1 of ${loop.length}` : `step ${moment.step + 1} of ${loop.length}`;
};

/** A moment as the timeline numbers it: `step 3`, in a loop inside others `step 3 › 5`, with its equation `step 3 · 2`. */
export function placeName({ within, step, eqn }: Moment): string {
	const last = step < 0 ? 'start' : String(step);
	const way = [...within.map((visit) => String(visit.step)), last].join(' › ');
	const equation = eqn === null ? '' : ` · ${eqn + 1}`;
	return within.length === 0 && step < 0 ? 'start' : `step ${way}${equation}`;
}

/** What is to be seen at a moment, in one sentence, for those who hear it: as much of it as they want. */
export function sentenceOf(
	loop: Loop,
	moment: Moment,
	narration: Narration = 'rows',
	focus: Lane = lane(0)
): string {
	const place = stepWords(loop, moment);
	const beat = beatWords[moment.beat];
	if (beat !== '') return place + beat;
	const news = heard[narration](loop, moment, focus);
	return news === '' ? place : `${place}: ${news}`;
}

const heard: { readonly [N in Narration]: (loop: Loop, moment: Moment, focus: Lane) => string } = {
	brief: () => '',
	row: (loop, moment, focus) => (loop.carry.length === 0 ? '' : laneNews(loop, moment, focus)),
	rows: (loop, moment) => newsOf(loop, moment, mostHeard),
	counts: (loop, moment) => (isStart(moment) || loop.carry.length === 0 ? '' : countChanges(loop, moment))
};

/** The same without the place: the beat under way, or what the step made. */
export const captionOf = (loop: Loop, moment: Moment): string =>
	beatWords[moment.beat].replace(', ', '') || newsOf(loop, moment);

function newsOf(loop: Loop, moment: Moment, most = mostRows): string {
	if (loop.carry.length === 0) return '';
	if (loop.lanes > most) return isStart(moment) ? '' : countChanges(loop, moment);
	const lanes = allLanes(loop);
	return lanes.map((at) => laneNews(loop, moment, at)).join(', ');
}

function countChanges(loop: Loop, moment: Moment): string {
	let changed = 0;
	for (let n = 0; n < loop.lanes; n++)
		if (loop.carry.some(({ column }) => changeAt(column, moment.step, lane(n), loop.axes) !== null))
			changed++;
	return `${changed} of ${count(loop.lanes, 'row')} changed`;
}

function laneNews(loop: Loop, moment: Moment, at: Lane): string {
	const who = loop.axes.length > 0 ? `${laneName(loop, at)} ` : '';
	const shown = loop.carry.slice(0, mostLeaves);
	const parts = shown.map((leaf) => leafNews(loop, leaf, moment, at, who === '' || loop.carry.length > 1));
	const rest = loop.carry.length - shown.length;
	return who + parts.join(' and ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** `kept 4`, `now 4`; with its name `count kept 4`. */
function leafNews(loop: Loop, leaf: Leaf, moment: Moment, at: Lane, named: boolean): string {
	const { column } = leaf;
	const name = named ? `${leaf.name} ` : '';
	const before = isStart(moment);
	const kept = !before && changeAt(column, moment.step, at, loop.axes) === null;
	if (column.shape.length > 0) return name + (before ? 'begins' : kept ? 'kept its values' : 'changed');
	const value = scalarAt(column, moment.step + 1, at, loop.axes);
	const text = formatOf(column, loop, true).text(value);
	return `${name}${before ? 'begins with' : kept ? 'kept' : 'is now'} ${text}`;
}
