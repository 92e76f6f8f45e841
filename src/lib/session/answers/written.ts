import { ProgramError } from '$lib/core/errors';
import { numbersIn, type NumberInText } from '$lib/python/numbers-in';
import { besideOf, whereApart, type Beside } from '$lib/recording/beside';
import { comparedKinds, firstDivergence, unlike } from '$lib/recording/divergence';
import { holding, type LiveLoop } from '$lib/recording/live-loop';
import { lane as laneOf, type LoopPlace } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import type { Slices } from '$lib/recording/slices';
import type { InputEdit } from '$lib/recording/what-if';
import type { QuestionOf } from '../protocol';
import { record, type Limits, type Run } from '../run';
import { changed } from '../text-edit';
import { reached } from './inner-loops';
import { withInputs } from './other-run';

/** What became of edits that were to be written into the program. */
export interface Written {
	/** With those that could be. */
	readonly program: string;
	/** Places in the list of those for which no number of the program stands. */
	readonly left: readonly number[];
}

/** Runs of the program that a number may be looked for with, and the work they may be, as `Run.work` counts it. */
const mostTries = 200;
const mostWork = 3e8;

/**
 * Writes edits into the program: each where one number of the text is that input, which is tried out. Whatever else
 * the loop reads stays as it was, bit for bit; else the edit is left.
 */
export function* written(run: Run, { place, edits, texts }: QuestionOf<'write'>): Slices<Written> {
	const left: number[] = [];
	let now = texts.length === 0 ? run : record(changed(run.recording.program, texts), run.limits);
	const meter = { tries: 0 };
	for (const [n, edit] of edits.entries()) {
		const next = yield* withEdit(now, place, edit, meter);
		if (next) now = next;
		else left.push(n);
	}
	return { program: now.recording.program, left };
}

function* withEdit(
	run: Run,
	place: LoopPlace,
	edit: InputEdit,
	meter: { tries: number }
): Slices<Run | null> {
	const live = reached(run, place);
	const wanted = withInputs(run, live, [edit], 'own');
	const most = Math.min(mostTries, Math.ceil(mostWork / Math.max(1, run.work)));
	for (const number of likelyFirst(numbersIn(run.recording.program), valueOf(live, edit))) {
		if (meter.tries++ >= most) return null;
		const text = changed(run.recording.program, [
			{ from: number.from, to: number.to, text: textLike(number, edit.value) }
		]);
		const tried = attempt(text, run.limits);
		const loop = tried && (place.within.length > 0 || tried.live[place.loop]) ? there(tried, place) : null;
		if (tried && loop && (yield* isSame(besideOf(loop), wanted))) return tried;
	}
	return null;
}

function attempt(program: string, limits: Limits): Run | null {
	const run = record(program, limits);
	return run.error ? null : run;
}

function there(run: Run, place: LoopPlace): LiveLoop | null {
	try {
		return reached(run, place);
	} catch (error) {
		if (error instanceof ProgramError) return null;
		throw error;
	}
}

/** Whether the loops have the same history, and close over the same values. */
function* isSame(a: Beside, b: Beside): Slices<boolean> {
	const [mine, other] = [a.loop, b.loop];
	if (unlike(mine, other) !== null || mine.closed.length !== other.closed.length) return false;
	const [outer, others] = [mine, other].map(({ closed }) => closed.map(({ column }) => column));
	const types = [...mine.xs.map(({ column }) => column), ...outer];
	const otherTypes = [...other.xs.map(({ column }) => column), ...others];
	if (types.some(({ dtype }, i) => dtype !== otherTypes[i].dtype)) return false;
	if (firstDivergence(outerAsXs(mine), outerAsXs(other), exactly) !== null) return false;
	return (yield* whereApart(a, b, exactly)) === null;
}

const exactly = { tolerance: 0, kinds: comparedKinds };

/** The values that a loop closes over as if they were the xs of its only step. */
const outerAsXs = (loop: Loop): Loop => ({
	...loop,
	carry: [],
	xs: loop.closed,
	ys: [],
	recorded: 1,
	long: undefined
});

/** Numbers that are the value as it stands come first. */
function likelyFirst(numbers: readonly NumberInText[], old: number): readonly NumberInText[] {
	const isIt = ({ value }: NumberInText): boolean => Object.is(value, old) || Math.fround(value) === old;
	return [...numbers.filter(isIt), ...numbers.filter((number) => !isIt(number))];
}

function valueOf(live: LiveLoop, { kind, leaf, step, lane, element }: InputEdit): number {
	const { loop } = holding(live, step);
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
