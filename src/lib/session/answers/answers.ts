import { numbersIn } from '$lib/python/numbers-in';
import { branchingAt } from '$lib/recording/branches';
import type { AnswerTo, Question, QuestionKind, QuestionOf } from '../protocol';
import { record, type Run } from '../run';
import { columnOf, namesAt } from './column';
import { innerLoops, liveLoopAt, sentLoop } from './inner-loops';
import { checked } from './check';
import { crossingIn } from './crossing';
import { trailOf } from './trail';
import { whatIf, written } from './what-if';

type Answers = { readonly [K in QuestionKind]: (run: Run, question: QuestionOf<K>) => AnswerTo<K> };

/** One a kind of question. A mistake in what is asked is thrown as a `ProgramError`. */
const answers: Answers = {
	branches: (run, { place, step, lanes }) =>
		branchingAt(liveLoopAt(run, place), step, lanes, run.recording.program),
	column: (run, { place, expression }) => columnOf(run, liveLoopAt(run, place), expression),
	names: (run, { place }) => namesAt(run, liveLoopAt(run, place)),
	loop: (run, { place }) => sentLoop(run, liveLoopAt(run, place)),
	crossing: (run, { place }) => crossingIn(run, liveLoopAt(run, place)),
	trail: (run, question) => trailOf(liveLoopAt(run, question.place), question),
	whatIf: (run, question) => whatIf(run, question),
	write: (run, question) => written(run, question),
	numbers: ({ recording }) => numbersIn(recording.program),
	check: (_, question) => checked(question),
	record: (_, { program }) => record(program).recording,
	inner: (run, { place, step }) =>
		innerLoops(run, liveLoopAt(run, place), step).map((live) => sentLoop(run, live))
};

/** Answers a question about a run. */
export function answerTo<K extends QuestionKind>(run: Run, question: Question & { kind: K }): AnswerTo<K> {
	// The question is of the kind that chose the answer, which TypeScript cannot follow through the union.
	return (answers[question.kind] as (run: Run, question: Question) => AnswerTo<K>)(run, question);
}
