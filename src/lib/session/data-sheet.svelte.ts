import type { DataArray, Datum } from '$lib/python/data-literals';
import { withCell, withoutRow, withPasted, withRandom, withRow, type DataEdit } from './data-edit';
import { changed, type TextEdit } from './text-edit';

export type { DataArray };

/** What the sheet needs of the session. */
export interface SheetOwner {
	readonly text: string;
	setProgram(text: string): boolean;
	run(): void;
}

type Reader = (text: string) => readonly Datum[];

/** The data that a program is called with, to be changed in its text. */
export class DataSheet {
	/** Of the numbers by chance. */
	seed = $state(1);
	/** Why the last change was refused, of which datum it was and of which element: null for all of it. */
	fault = $state.raw<{
		readonly of: string;
		readonly element: number | null;
		readonly reason: string;
	} | null>(null);
	/** Whether the part that reads programs could not be loaded. */
	trouble = $state(false);
	#read = $state.raw<Reader | null>(null);

	constructor(private readonly owner: SheetOwner) {}

	/** In the order in which it is given; null while it is not known, or the program cannot be read. */
	readonly list: readonly Datum[] | null = $derived.by(
		() => this.#read && attempt(this.#read, this.owner.text)
	);

	get loaded(): boolean {
		return this.#read !== null;
	}

	/** Loads what reads programs, unless it is there. */
	async load(): Promise<void> {
		if (this.#read) return;
		this.trouble = false;
		try {
			const { dataIn } = await import('$lib/python/data-literals');
			this.#read = dataIn;
		} catch {
			this.trouble = true;
		}
	}

	/** Another number for an element; whether it is one. */
	set(data: DataArray, element: number, typed: string): boolean {
		return this.#apply(data, element, withCell(data, element, typed));
	}

	addRow(data: DataArray): void {
		this.#write(withRow(this.owner.text, data));
	}

	removeRow(data: DataArray, at: number): void {
		this.#write(withoutRow(data, at));
	}

	/** Numbers by chance, from the seed. */
	randomize(data: DataArray): void {
		this.#write(withRandom(data, this.seed));
	}

	/** The numbers of a spreadsheet; whether they fit. */
	paste(data: DataArray, table: string): boolean {
		return this.#apply(data, null, withPasted(this.owner.text, data, table));
	}

	#apply({ name }: DataArray, element: number | null, edit: DataEdit): boolean {
		this.fault = edit.kind === 'fault' ? { of: name, element, reason: edit.reason } : null;
		return edit.kind === 'edits' && this.#write(edit.edits);
	}

	/** Runs the changed program at once: nobody is in the middle of a word. */
	#write(edits: readonly TextEdit[]): boolean {
		this.fault = null;
		const text = changed(this.owner.text, edits);
		if (text === this.owner.text) return true;
		const taken = this.owner.setProgram(text);
		if (taken) this.owner.run();
		return taken;
	}
}

function attempt(read: Reader, text: string): readonly Datum[] | null {
	try {
		return read(text);
	} catch {
		// A syntax error, which the editor tells.
		return null;
	}
}
