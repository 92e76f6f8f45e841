import { keepDraft, readDrafts, type Draft } from './drafts';
import { Debounce } from './throttle';
import { draftPause } from './timing';

/** Keeps what is typed, so that nothing of it is lost when another program is opened. */
export class DraftKeeper {
	/** All that were kept, newest first. */
	list = $state.raw<readonly Draft[]>([]);
	/** What is being typed; null while the program is as it was opened. */
	current: Draft | null = null;

	#storage: Storage | null = null;
	#pause = new Debounce(draftPause);

	/** Reads what was kept before. */
	open(storage: Storage | null): void {
		this.#storage = storage;
		this.list = readDrafts(storage);
	}

	close(): void {
		this.#pause.cancel();
	}

	/** `now` names a draft that begins with this keystroke, in milliseconds since 1970. */
	typed(text: string, now: number): void {
		this.current = { ...(this.current ?? { id: now, seen: false }), text };
		this.#pause.do(() => this.keep());
	}

	/** Writes what was typed into the storage, now; null where nothing was. */
	keep(): Draft | null {
		this.#pause.cancel();
		if (this.current !== null) this.#write(this.current);
		return this.current;
	}

	/** What was typed is complete: what is typed next is another draft. */
	finish(): Draft | null {
		const draft = this.keep();
		this.current = null;
		return draft;
	}

	/** What was typed has been handed on in a link. */
	shared(): void {
		const draft = this.keep();
		if (draft) this.markSeen(draft.id);
	}

	/** Not to be offered again. */
	markSeen(id: number): void {
		const draft = this.list.find((kept) => kept.id === id);
		if (draft) this.#write({ ...draft, seen: true });
	}

	/** Forgets all drafts, the one that is being typed too; the storage is emptied by others. */
	forget(): void {
		this.#pause.cancel();
		this.current = null;
		this.list = [];
	}

	#write(draft: Draft): void {
		keepDraft(this.#storage, draft);
		this.list = readDrafts(this.#storage);
	}
}
