import type { Exercise } from '$lib/lessons/exercise';
import type { Counterexample, Verdict } from '$lib/lessons/check/verdict';
import { shownOf, type Shown } from './counterexample';
import type { QuestionOf, Reply } from './protocol';
import type { Shelf } from './shelf';

/** What an exercise needs of the session. */
export interface Examiner {
	readonly text: string;
	ask<K extends 'check' | 'record'>(question: QuestionOf<K>): Promise<Reply<K>>;
}

/** How often a check is taken up again. */
const patience = 5;

export type Checking =
	| { readonly kind: 'none' }
	| { readonly kind: 'pending' }
	| { readonly kind: 'known'; readonly verdict: Verdict; readonly program: string }
	/** A fault of ours, or the run was ended. */
	| { readonly kind: 'broken'; readonly reason: string };

/** An exercise on the desk: hints taken, the solution seen, the verdict on what was written. Kept on this device. */
export class ExerciseDesk {
	checking = $state.raw<Checking>({ kind: 'none' });
	/** What shows that the answer is wrong, once it was run. */
	shown = $state.raw<Shown | null>(null);
	#hints = $state(0);
	#solutionSeen = $state(false);
	#solved = $state(false);
	#seed = 1;

	constructor(
		readonly exercise: Exercise,
		private readonly examiner: Examiner,
		private readonly shelf: Shelf
	) {}

	/** How many hints were taken. */
	get hints(): number {
		return this.#hints;
	}

	get solutionSeen(): boolean {
		return this.#solutionSeen;
	}

	get solved(): boolean {
		return this.#solved;
	}

	/** What was written here last; null where nothing was. */
	get kept(): string | null {
		return this.shelf.read(this.exercise.name)?.program ?? null;
	}

	/** Takes up what was kept on this device. */
	open(): void {
		const kept = this.shelf.read(this.exercise.name);
		this.#hints = Math.min(kept?.hints ?? 0, this.exercise.hints.length);
		this.#solutionSeen = kept?.solutionSeen ?? false;
		this.#solved = kept?.solved ?? false;
	}

	takeHint(): void {
		this.#hints = Math.min(this.#hints + 1, this.exercise.hints.length);
		this.#keep();
	}

	seeSolution(): void {
		this.#solutionSeen = true;
		this.#keep();
	}

	/** What is written is kept at once. The text that an exercise begins with is nobody's work, and takes no work's place. */
	wrote(program: string): void {
		if (program !== this.exercise.starter) this.#keep(program);
	}

	/** Forgets what was written. */
	startOver(): void {
		this.#keep(null);
	}

	/** Checks what is in the editor, on other random data with `again`. */
	async check(again = false): Promise<void> {
		if (again) this.#seed += 1;
		const program = this.examiner.text;
		this.checking = { kind: 'pending' };
		this.shown = null;
		const question = { kind: 'check', exercise: this.exercise.name, program, seed: this.#seed } as const;
		let reply = await this.examiner.ask(question);
		// What was typed last is run a moment after it was typed, which takes the engine away from the check.
		for (let tries = 0; reply.kind === 'superseded' && tries < patience; tries++)
			reply = await this.examiner.ask(question);
		this.checking = checkingOf(reply, program);
		if (this.checking.kind !== 'known') return;
		const { verdict } = this.checking;
		if (verdict.kind === 'right') {
			this.#solved = true;
			this.#keep();
		} else await this.show(verdict.failing?.kind === 'lesson' ? verdict.failing : verdict.smallest);
	}

	/** Runs a counterexample of the verdict beside the reference. */
	async show(example: Counterexample | null): Promise<void> {
		if (!example || this.checking.kind !== 'known') return;
		const { checking } = this;
		const record = (program: string): Promise<Reply<'record'>> =>
			this.examiner.ask({ kind: 'record', program });
		const [yours, reference] = await Promise.all([record(example.program), record(example.reference)]);
		if (this.checking === checking && yours.kind === 'answered' && reference.kind === 'answered')
			this.shown = shownOf(example, yours.answer, reference.answer);
	}

	#keep(program = this.kept): void {
		this.shelf.write(this.exercise.name, {
			...(program !== null && { program }),
			hints: this.#hints,
			solutionSeen: this.#solutionSeen,
			solved: this.#solved
		});
	}
}

function checkingOf(reply: Reply<'check'>, program: string): Checking {
	if (reply.kind === 'answered') return { kind: 'known', verdict: reply.answer, program };
	if (reply.kind === 'superseded')
		return { kind: 'broken', reason: 'The check was interrupted. Check again.' };
	return {
		kind: 'broken',
		reason: reply.kind === 'refused' ? reply.failure.message : `The check itself broke: ${reply.message}`
	};
}
