import type { Lesson } from '$lib/lessons/lesson';
import type { DeckWalk } from './deck-walk.svelte';
import { ExerciseDesk, type Examiner } from './exercise-desk.svelte';
import { standsOf } from './lesson-deck';
import type { Shelf } from './shelf';

/** What a course needs of the session. */
export interface Learner extends Examiner {
	readonly deck: DeckWalk;
	setProgram(text: string): void;
}

/** A lesson that is gone through: its places, and its exercises on their desks. */
export class Course {
	readonly stands: ReturnType<typeof standsOf>;
	readonly #desks: readonly (ExerciseDesk | null)[];

	constructor(
		readonly lesson: Lesson,
		private readonly learner: Learner,
		shelf: Shelf
	) {
		this.stands = standsOf(lesson);
		this.#desks = this.stands.map((stand) =>
			stand.kind === 'exercise' ? new ExerciseDesk(stand.exercise, learner, shelf) : null
		);
	}

	/** Takes up what was kept on this device. Only in a browser. */
	open(): void {
		for (const desk of this.#desks) desk?.open();
	}

	/** The place one stands at; null in another deck than the lesson's. */
	get at(): number | null {
		const { walk } = this.learner.deck;
		return walk?.of.kind === 'lesson' && walk.of.name === this.lesson.name ? walk.at : null;
	}

	deskAt(at: number | null): ExerciseDesk | null {
		return at === null ? null : this.#desks[at];
	}

	/** Goes to a place; elsewhere the lesson's deck is taken up again. */
	go(at: number): void {
		const { deck } = this.learner;
		if (this.at === null) deck.enter({ of: { kind: 'lesson', name: this.lesson.name }, at });
		deck.go(at);
	}

	/** Having come to a place: brings back what was written there, where its slide is still as it begins. */
	arrive(at: number | null): void {
		const desk = this.deskAt(at);
		const kept = desk?.kept ?? null;
		if (desk && kept !== null && this.learner.text === desk.exercise.starter) this.learner.setProgram(kept);
	}

	/** Keeps what is written where one stands. */
	wrote(text: string): void {
		this.deskAt(this.at)?.wrote(text);
	}
}
