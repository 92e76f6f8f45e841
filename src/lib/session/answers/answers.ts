import { numbersIn } from '$lib/python/numbers-in';
import { branchingAt } from '$lib/recording/branches';
import { loopJaxprs } from '$lib/recording/loop-jaxprs';
import { finished, type Slices } from '$lib/recording/slices';
import type { AnswerTo, Question, QuestionKind, QuestionOf } from '../protocol';
import { record, type Run } from '../run';
import { namesAt } from './column';
import { innerLoops, liveLoopAt, sentLoop } from './inner-loops';
import { checked } from './check';
import { crossingIn } from './crossing';
import { columnAt, flagsIn, hitsIn, lanesPartIn, lastsIn, partingsIn, windowOf } from './long';
import { apartIn, otherLoop } from './other-run';
import { trailOf } from './trail';
import { written } from './written';

type Answers = {
	readonly [K in QuestionKind]: (run: Run, question: QuestionOf<K>) => AnswerTo<K> | Slices<AnswerTo<K>>;
};

/** One a kind of question. A mistake in what is asked is thrown as a `ProgramError`. */
const answers: Answers = {
	branches: (run, { place, step, lanes }) =>
		branchingAt(liveLoopAt(run, place), step, lanes, run.recording.program),
	column: (run, question) => columnAt(run, question),
	window: (run, question) => windowOf(run, question),
	hits: (run, question) => hitsIn(run, question),
	flags: (run, question) => flagsIn(run, question),
	partings: (run, question) => partingsIn(run, question),
	lanesPart: (run, question) => lanesPartIn(run, question),
	lasts: (run, question) => lastsIn(run, question),
	names: (run, { place }) => namesAt(run, liveLoopAt(run, place)),
	loop: (run, { place }) => sentLoop(run, liveLoopAt(run, place)),
	jaxprs: (run, { place }) => loopJaxprs(liveLoopAt(run, place)),
	crossing: (run, { place }) => crossingIn(run, liveLoopAt(run, place)),
	trail: (run, question) => trailOf(liveLoopAt(run, question.place), question),
	other: (run, question) => otherLoop(run, question),
	apart: (run, question) => apartIn(run, question),
	write: (run, question) => written(run, question),
	numbers: ({ recording }) => numbersIn(recording.program),
	check: (_, question) => checked(question),
	record: (_, { program }) => record(program).recording,
	inner: (run, { place, step }) =>
		innerLoops(run, liveLoopAt(run, place), step).map((live) => sentLoop(run, live))
};

/** Answers a question about a run, a slice at a time where that takes long. */
export function* answering<K extends QuestionKind>(
	run: Run,
	question: Question & { kind: K }
): Slices<AnswerTo<K>> {
	// The question is of the kind that chose the answer, which TypeScript cannot follow through the union.
	const answer = (
		answers[question.kind] as (run: Run, question: Question) => AnswerTo<K> | Slices<AnswerTo<K>>
	)(run, question);
	return isSlices(answer) ? yield* answer : answer;
}

/** All of the answer at once. */
export const answerTo = <K extends QuestionKind>(run: Run, question: Question & { kind: K }): AnswerTo<K> =>
	finished(answering(run, question));

const isSlices = <T>(answer: T | Slices<T>): answer is Slices<T> =>
	typeof answer === 'object' && answer !== null && 'next' in answer;
