import { ProgramError } from '$lib/core/errors';
import { numbersIn, type NumberInText } from '$lib/python/numbers-in';
import { comparedKinds, firstDivergence, unlike } from '$lib/recording/divergence';
import type { LiveLoop } from '$lib/recording/live-loop';
import { lane as laneOf, type LoopPlace } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import { runAgain, type Arithmetic, type InputEdit } from '$lib/recording/what-if';
import { changed, type TextEdit } from '../text-edit';
import { record, type Run } from '../run';
import { liveLoopAt } from './inner-loops';
import { tooLong } from './long';

/** A loop of the run, from other inputs and with other numbers in the program. */
export interface WhatIf {
	readonly place: LoopPlace;
	readonly edits: readonly InputEdit[];
	readonly texts: readonly TextEdit[];
	readonly arithmetic: Arithmetic;
}

/** What became of edits that were to be written into the program. */
export interface Written {
	/** With those that could be. */
	readonly program: string;
	/** Places in the list of those for which no number of the program stands. */
	readonly left: readonly number[];
}

/** The loop as it would have run. Throws what the changed program throws where it does not come to the loop. */
export function whatIf(run: Run, { place, edits, texts, arithmetic }: WhatIf): Loop {
	const other = texts.length === 0 ? run : record(changed(run.recording.program, texts));
	const live = loopIn(other, place);
	if (live.windows) throw tooLong('Comparing runs');
	return runAgain(live, edits, other.recording.program, arithmetic).loop;
}

/** Runs of the program that a number may be looked for with, and the work they may be, as `Run.work` counts it. */
const mostTries = 200;
const mostWork = 3e8;

/**
 * Writes edits into the program: each where one number of the text is that input, which is tried out. Whatever else
 * the loop reads stays as it was, bit for bit; else the edit is left.
 */
export function written(run: Run, { place, edits, texts }: Omit<WhatIf, 'arithmetic'>): Written {
	const left: number[] = [];
	let now = texts.length === 0 ? run : record(changed(run.recording.program, texts));
	if (edits.length > 0 && loopIn(now, place).windows) throw tooLong('Writing an edit');
	const meter = { tries: 0 };
	edits.forEach((edit, n) => {
		const next = withEdit(now, place, edit, meter);
		if (next) now = next;
		else left.push(n);
	});
	return { program: now.recording.program, left };
}

function withEdit(run: Run, place: LoopPlace, edit: InputEdit, meter: { tries: number }): Run | null {
	const live = loopIn(run, place);
	const wanted = runAgain(live, [edit], run.recording.program).loop;
	const most = Math.min(mostTries, Math.ceil(mostWork / Math.max(1, run.work)));
	for (const number of likelyFirst(numbersIn(run.recording.program), valueOf(live, edit))) {
		if (meter.tries++ >= most) return null;
		const text = changed(run.recording.program, [
			{ from: number.from, to: number.to, text: textLike(number, edit.value) }
		]);
		const tried = attempt(text);
		const loop = tried && (place.within.length > 0 || tried.live[place.loop]) ? reached(tried, place) : null;
		if (tried && loop && isSame(wanted, loop)) return tried;
	}
	return null;
}

function attempt(program: string): Run | null {
	const run = record(program);
	return run.error ? null : run;
}

function reached(run: Run, place: LoopPlace): Loop | null {
	try {
		return loopIn(run, place).loop;
	} catch (error) {
		if (error instanceof ProgramError) return null;
		throw error;
	}
}

/** Whether the loops have the same history, and close over the same values. */
function isSame(a: Loop, b: Loop): boolean {
	if (unlike(a, b) !== null || a.length !== b.length || a.closed.length !== b.closed.length) return false;
	// The outer values are compared as if they were xs.
	const [mine, other] = [a, b].map((loop) => ({ ...loop, xs: [...loop.xs, ...loop.closed] }));
	return (
		mine.xs.every(({ column }, i) => column.dtype === other.xs[i].column.dtype) &&
		firstDivergence(mine, other, { tolerance: 0, kinds: comparedKinds }) === null
	);
}

/** Numbers that are the value as it stands come first. */
function likelyFirst(numbers: readonly NumberInText[], old: number): readonly NumberInText[] {
	const isIt = ({ value }: NumberInText): boolean => Object.is(value, old) || Math.fround(value) === old;
	return [...numbers.filter(isIt), ...numbers.filter((number) => !isIt(number))];
}

function valueOf({ loop }: LiveLoop, { kind, leaf, step, lane, element }: InputEdit): number {
	const { column } = (kind === 'x' ? loop.xs : loop.carry)[leaf];
	return elementsAt(column, kind === 'x' ? step : 0, lane ?? laneOf(0), loop.axes)[element];
}

/** A number written as the one it stands for is: a float keeps its point. */
function textLike({ type }: NumberInText, value: number): string {
	if (Number.isNaN(value)) return "float('nan')";
	if (!Number.isFinite(value)) return value > 0 ? "float('inf')" : "-float('inf')";
	const text = Object.is(value, -0) ? '-0' : String(value);
	return type === 'float' && /^-?\d+$/.test(text) ? `${text}.` : text;
}

function loopIn(run: Run, place: LoopPlace): LiveLoop {
	const top = place.within[0]?.loop ?? place.loop;
	if (run.live[top]) return liveLoopAt(run, place);
	throw (
		run.error ?? new ProgramError('LookupError', 'With these changes the program does not come to this loop.')
	);
}
