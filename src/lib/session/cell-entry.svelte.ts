import type { Loop } from '$lib/recording/recording';
import { sameValue, type ValueRef } from '$lib/recording/value-ref';
import { placeOf } from './inner';
import type { QuestionOf, Reply } from './protocol';
import type { Locks } from './locks.svelte';
import type { WhatIf } from './what-if.svelte';

/** What typing over a value needs of the session. */
export interface EntryOwner {
	readonly loop: Loop | null;
	readonly selected: ValueRef | null;
	readonly whatIf: WhatIf;
	readonly locks: Locks;
	select(value: ValueRef | null): void;
	setProgram(text: string): boolean;
	run(): void;
	tell(text: string): void;
	ask(question: QuestionOf<'write'>): Promise<Reply<'write'>>;
}

/** Another number typed over an x or an init in the picture. */
export class CellEntry {
	/** The value that is typed over; null while none is. */
	over = $state.raw<ValueRef | null>(null);
	fault = $state('');

	constructor(private readonly owner: EntryOwner) {}

	/** A value was pointed at: it is selected; where it was, it is typed over. */
	pick(value: ValueRef): void {
		const again = sameValue(value, this.owner.selected);
		this.owner.select(value);
		if (again && (value.kind === 'x' || value.kind === 'init')) this.begin();
	}

	/** Opens the field over the selected value, or says why there is none. */
	begin(): void {
		const { selected, whatIf, locks } = this.owner;
		const { input } = whatIf;
		const locked = locks.againstNumber(null);
		this.fault = '';
		if (locked) this.owner.tell(locked);
		else if (!input || !selected) this.owner.tell('Only an x or an init can be typed over. Click one.');
		else if (input.size > 1)
			this.owner.tell('This value has several numbers: change them under Data or Compare.');
		else this.over = selected;
	}

	cancel(): void {
		this.over = null;
	}

	/** Writes the number into the program; where none of it stands for the value, it is a what-if. */
	async enter(text: string): Promise<void> {
		const { whatIf, loop } = this.owner;
		const edit = whatIf.editFor(text);
		this.fault = whatIf.fault;
		if (!edit || !loop || this.fault !== '') return;
		const over = this.over;
		this.over = null;
		const reply = await this.owner.ask({ kind: 'write', place: placeOf(loop), edits: [edit], texts: [] });
		if (reply.kind === 'superseded' || !sameValue(over, this.owner.selected)) return;
		if (reply.kind === 'answered' && reply.answer.left.length === 0) {
			if (this.owner.setProgram(reply.answer.program)) this.owner.run();
		} else if (whatIf.set(text))
			this.owner.tell('No single number of the program is this value: it is a what-if now.');
		else this.owner.tell(whatIf.fault);
	}
}
