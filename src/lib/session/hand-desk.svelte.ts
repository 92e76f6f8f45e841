import { lane as laneOf } from '$lib/recording/moment';
import { formatOf } from '$lib/recording/words';
import { elementsAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import type { Exercise } from '$lib/lessons/exercise';
import { gradeHand, handRun, nextHandRun, type HandGrade, type HandRun } from '$lib/lessons/predict/by-hand';
import type { QuestionOf, Reply } from './protocol';

/** The lane and the carry that are filled in: the first of each. */
const row = laneOf(0);
const leaf = 0;

/** "You are the scan": the carries of a lane are filled in by hand, and graded up to the first that is wrong. */
export class HandDesk {
	#run: HandRun;
	/** Null until the program was run on the numbers. */
	loop = $state.raw<Loop | null>(null);
	/** What is written after step 0, 1, ... */
	typed = $state<string[]>([]);
	grade = $state.raw<HandGrade | null>(null);

	constructor(
		private readonly exercise: Exercise,
		private readonly ask: (question: QuestionOf<'record'>) => Promise<Reply<'record'>>
	) {
		this.#run = handRun(exercise, 1);
	}

	/** What the row reads, and the carry it begins with, as the lanes write them. */
	readonly given: { readonly init: string; readonly xs: readonly string[] } | null = $derived.by(() => {
		const { loop } = this;
		if (!loop) return null;
		const text = ({ column }: Loop['carry'][number], entry: number, carry: boolean): string =>
			elementsAt(column, entry, row, loop.axes)
				.map(formatOf(column, loop, carry).text)
				.join(', ');
		const [x] = loop.xs;
		return {
			init: text(loop.carry[leaf], 0, true),
			xs: Array.from({ length: loop.length }, (_, step) => (x ? text(x, step, false) : ''))
		};
	});

	/** Runs the program on the numbers that stand. */
	async open(): Promise<void> {
		const { program } = this.#run;
		const reply = await this.ask({ kind: 'record', program });
		if (reply.kind !== 'answered' || program !== this.#run.program) return;
		this.loop = reply.answer.loops.at(-1) ?? null;
		this.typed = Array.from({ length: this.loop?.length ?? 0 }, () => '');
		this.grade = null;
	}

	check(): void {
		if (this.loop) this.grade = gradeHand(this.loop, row, leaf, this.typed);
	}

	/** The same exercise on other numbers. */
	async again(): Promise<void> {
		this.#run = nextHandRun(this.exercise, this.#run);
		await this.open();
	}
}
