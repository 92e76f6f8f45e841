import { ProgramError } from '$lib/core/errors';
import { NeedsPart } from '$lib/parts/part';
import { columnsOf } from '$lib/recording/columns';
import type { Recording } from '$lib/recording/recording';
import { recycle } from '$lib/recording/spare';
import { failureOf } from './failure';
import { finished, type Slices } from '$lib/recording/slices';
import type { Answer, Answerable, AnswerTo, Question, QuestionKind } from './protocol';
import { record, type Limits, type Run } from './run';
import { answers, facts } from './parts';

const { answering } = answers.functions;

/** Bytes of storage that are not worth more than a copy. */
const little = 2 ** 20;

/** Work of a run that may be done again where a question needs it: some tens of milliseconds. */
const quick = 3e7;

/** The last program, and its run as long as that is here. */
interface Last {
	readonly program: string;
	readonly run: Run | null;
}

/** What goes to the page, and the storage that goes along with it. */
export interface Response {
	readonly answer: Answer;
	readonly transfer: ArrayBuffer[];
}

/** The engine's side of the protocol: runs programs and keeps the last one, which questions are about. */
export class Responder {
	#last: Last | null = null;

	constructor(private readonly limits: Limits = {}) {}

	/** All of an answer at once. Throws `NeedsPart` where it takes a part that is not loaded; then it is to be asked for again. */
	answer(request: Answerable): Answer {
		return finished(this.#answering(request));
	}

	/** The answer, and the storage that is to be sent along with it; a slice at a time where it takes long. */
	*responding(request: Answerable): Slices<Response> {
		const answer = yield* this.#answering(request);
		if (answer.kind === 'recorded') {
			const storage = this.#handOver();
			return { answer: { ...answer, storage }, transfer: storage };
		}
		if (answer.kind !== 'answered' || request.kind !== 'ask') return { answer, transfer: [] };
		return { answer, transfer: buffersOf(request.question.kind, answer.answer) };
	}

	respond(request: Answerable): Response {
		return finished(this.responding(request));
	}

	*#answering(request: Answerable): Slices<Answer> {
		const { id } = request;
		try {
			return request.kind === 'run'
				? { kind: 'recorded', id, recording: withFacts(this.#start(request).recording) }
				: { kind: 'answered', id, answer: yield* this.#tell(request.question) };
		} catch (fault) {
			if (fault instanceof NeedsPart) throw fault;
			if (fault instanceof ProgramError) return { kind: 'refused', id, failure: failureOf(fault) };
			return { kind: 'crashed', id, message: fault instanceof Error ? fault.message : String(fault) };
		}
	}

	/**
	 * Storage to be sent along with the last recording instead of a copy of it. Copying much takes longer than running a
	 * program, so a quick run is not kept but done again when there is a question.
	 */
	#handOver(): ArrayBuffer[] {
		if (!this.#last?.run || this.#last.run.work > quick) return [];
		const owned = storageOf(this.#last.run).filter((buffer) => buffer instanceof ArrayBuffer);
		if (owned.reduce((sum, { byteLength }) => sum + byteLength, 0) <= little) return [];
		this.#last = { program: this.#last.program, run: null };
		return owned;
	}

	#start({ program, spent = [] }: RunRequest): Run {
		// The page has copies of all it was sent.
		if (this.#last?.run) recycle(storageOf(this.#last.run));
		recycle(spent);
		this.#last = null;
		return this.#record(program);
	}

	#record(program: string): Run {
		const run = record(program, this.limits);
		this.#last = { program, run };
		return run;
	}

	#tell(question: Question): Slices<AnswerTo<QuestionKind>> {
		if (this.#last === null) throw new Error('internal: a question before any program has run');
		return answering(this.#last.run ?? this.#record(this.#last.program), question);
	}
}

type RunRequest = Answerable & { readonly kind: 'run' };

/** The page can work them out itself: they are no reason to run again. */
const withFacts = (recording: Recording): Recording => facts.there?.withFacts(recording) ?? recording;

/** Those of an answer that are its own, where they are large. */
function buffersOf(kind: QuestionKind, answer: AnswerTo<QuestionKind>): ArrayBuffer[] {
	if (kind === 'hits') return own(Object.values(answer as AnswerTo<'hits'>).filter(ArrayBuffer.isView));
	if (kind === 'other') return buffersOfOther(answer as AnswerTo<'other'>);
	if (kind !== 'window') return [];
	return own((answer as AnswerTo<'window'>).columns.flatMap((column) => (column ? [column.data] : [])));
}

/** What changes from step to step in a long one is a copy; one that is kept whole may be asked about again. */
const buffersOfOther = (other: AnswerTo<'other'>): ArrayBuffer[] =>
	other.kind === 'known' && other.loop.long
		? own(columnsOf(other.loop).flatMap(({ stepStride, data }) => (stepStride === 0 ? [] : [data])))
		: [];

const own = (arrays: readonly ArrayBufferView[]): ArrayBuffer[] => [
	...new Set(arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer))
];

/** Buffers that nothing but the run's recording reads. */
const storageOf = ({ live }: Run): ArrayBufferLike[] => [
	...new Set(live.flatMap(({ kept }) => kept.storage.map(({ buffer }) => buffer)))
];
