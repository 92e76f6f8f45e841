import type { NumberInText } from '$lib/python/numbers-in';
import { lane as laneOf, samePlace, step as stepOf, type Lane, type Moment } from '$lib/recording/moment';
import { readNumber } from '$lib/recording/number-entry';
import { elementsAt, hasEntry, valueOffsets } from '$lib/recording/read';
import type { Column, Loop, Recording } from '$lib/recording/recording';
import { restAt } from '$lib/recording/walk';
import type { ValueRef } from '$lib/recording/value-ref';
import type { InputEdit } from '$lib/recording/what-if';
import type { Changes, Edits } from './answers/other-run';
import { placeOf } from './inner';
import type { Edit, Marks } from './marks';
import { momentText, readMoment } from './moment-text';
import { isSameComparison, OtherLoop, type Compared, type Other } from './other-run.svelte';
import type { QuestionOf, Reply } from './protocol';
import type { TextEdit } from './text-edit';

type Asks = 'other' | 'apart' | 'write' | 'numbers';

/** What changing numbers needs of the session. */
export interface Editor {
	readonly loop: Loop | null;
	readonly recording: Recording | null;
	readonly selected: ValueRef | null;
	readonly marks: Marks;
	readonly player: { readonly goal: Moment };
	mark(change: Partial<Marks>): void;
	ask<K extends Asks>(question: QuestionOf<K>): Promise<Reply<K>>;
	readonly locks: { againstNumber(from: number | null): string | null };
	setProgram(text: string): boolean;
}

/** An input that can be changed: the element of an x or an init. */
export interface Input {
	readonly kind: 'x' | 'init';
	readonly leaf: number;
	readonly lane: Lane | null;
	readonly step: number;
	readonly element: number;
	readonly name: string;
	readonly dtype: Column['dtype'];
	/** Elements of the value. */
	readonly size: number;
	/** As it ran; null where that step of a long loop is not at hand. */
	readonly value: number | null;
}

/** An edit with what it stands for in the run that is shown; `input` is null for a number of the program, or another loop's. */
export interface EditLine {
	readonly edit: Edit;
	readonly input: Input | null;
	/** Whether it is part of the edited run. */
	readonly counts: boolean;
}

interface Wanted extends Compared {
	readonly other: Changes;
}

/** Numbers changed in the inputs or in the program, and the run as it would have been. */
export class WhatIf {
	/** Row-major place in the selected value. */
	element = $state(0);
	/** What is wrong with what was typed last. */
	fault = $state('');
	/** What came of keeping the edits. */
	said = $state('');
	/** Edits that no number of the program stands for. */
	left = $state.raw<readonly EditLine[]>([]);
	#numbers = $state.raw<{ readonly of: Recording; readonly list: readonly NumberInText[] } | null>(null);
	/** The edited run. */
	readonly run: OtherLoop = new OtherLoop(
		(question) => this.editor.ask(question),
		() => this.ready()
	);

	constructor(
		private readonly editor: Editor,
		/** Whether questions are about the recording that is shown. */
		private readonly ready: () => boolean
	) {}

	/** What is selected, where it is an input. */
	readonly input: Input | null = $derived.by(() => {
		const { loop, selected } = this.editor;
		if (!loop || (selected?.kind !== 'x' && selected?.kind !== 'init')) return null;
		const { kind, leaf, lane, step } = selected;
		return inputOf(loop, { kind, leaf, lane, step, element: this.element });
	});

	readonly list: readonly EditLine[] = $derived.by(() => {
		const { loop, recording, marks } = this.editor;
		return (marks.edits ?? []).map((edit) => lineOf(edit, loop, recording));
	});

	/** The loop and its edits; null while there are none. */
	readonly wanted: Wanted | null = $derived.by(() => {
		const { loop } = this.editor;
		const lines = this.list.filter(({ counts }) => counts);
		if (!loop || lines.length === 0) return null;
		return { loop, other: { with: 'changes', ...changesOf(lines), arithmetic: 'own' } };
	});

	/** The run with the edits; null while there are none. */
	readonly ghost: Other | null = $derived(this.wanted && this.run.of(this.wanted));

	readonly loop: Loop | null = $derived(this.ghost?.kind === 'known' ? this.ghost.loop : null);

	/** The numbers of the program; none while they are not known. */
	get numbers(): readonly NumberInText[] {
		return this.#numbers?.of === this.editor.recording ? (this.#numbers?.list ?? []) : [];
	}

	/** What stands for the selected input now: the last edit's text, or null. */
	get typed(): string | null {
		const { input } = this;
		return (
			input && (this.list.findLast((line) => line.input && isSame(line.input, input))?.edit.value ?? null)
		);
	}

	/** What stands for a number of the program now. */
	typedFor({ from }: NumberInText): string | null {
		return this.list.find(({ edit }) => edit.of === 'number' && edit.from === from)?.edit.value ?? null;
	}

	/** Why the selected input may not be changed, or the number of the program that begins there; null where it may. */
	lockedAt(from: number | null): string | null {
		return this.editor.locks.againstNumber(from);
	}

	/** What typing a number over the selected input would change; null, with the `fault`, where it is none. */
	editFor(text: string): InputEdit | null {
		const { input } = this;
		if (!input) return null;
		const { kind, leaf, lane, step, element } = input;
		const entry = readNumber(text, input.dtype);
		this.fault = this.lockedAt(null) ?? (entry.kind === 'fault' ? entry.reason : '');
		if (entry.kind === 'fault' || this.fault !== '') return null;
		return { kind, leaf, lane, step, element, value: entry.value };
	}

	/** Another number for the selected input. Whether it is one. */
	set(text: string): boolean {
		const { input } = this;
		const { loop } = this.editor;
		const change = this.editFor(text);
		if (!input || !loop || !change) return false;
		const others = this.list.filter((line) => !line.input || !isSame(line.input, input));
		const { kind, leaf, lane, element, step } = input;
		const at = momentText(restAt(loop, kind === 'x' ? step : -1));
		const edit: Edit = {
			of: kind,
			at,
			leaf,
			...(lane !== null && { lane }),
			...(element > 0 && { element }),
			value: text.trim()
		};
		this.#keep([...others.map((line) => line.edit), ...(Object.is(change.value, input.value) ? [] : [edit])]);
		return true;
	}

	/** Another text for a number of the program. */
	setNumber({ from, text: was }: NumberInText, text: string): boolean {
		const value = text.trim();
		const entry = readNumber(value, 'float32');
		this.fault = this.lockedAt(from) ?? (entry.kind === 'fault' ? entry.reason : '');
		if (this.fault !== '') return false;
		const others = (this.editor.marks.edits ?? []).filter(
			(edit) => edit.of !== 'number' || edit.from !== from
		);
		this.#keep([...others, ...(value === was ? [] : [{ of: 'number' as const, from, was, value }])]);
		return true;
	}

	drop(n: number): void {
		this.#keep((this.editor.marks.edits ?? []).filter((_, k) => k !== n));
	}

	clear(): void {
		this.#keep([]);
	}

	/** Writes the edits into the program; those for which no number of it stands are left. */
	async keep(): Promise<void> {
		const { wanted } = this;
		if (!wanted) return;
		this.said = 'Looking for the numbers in the program…';
		const { loop, other } = wanted;
		const { edits, texts } = other;
		const reply = await this.editor.ask({ kind: 'write', place: placeOf(loop), edits, texts });
		this.said = '';
		if (reply.kind === 'superseded' || !this.wanted || !isSameComparison(wanted, this.wanted)) return;
		if (reply.kind === 'refused') this.said = `${reply.failure.type}: ${reply.failure.message}`;
		else if (reply.kind === 'crashed') this.said = `Lockstep itself failed: ${reply.message}`;
		else this.#written(reply.answer.program, reply.answer.left);
	}

	#written(program: string, left: readonly number[]): void {
		if (!this.editor.setProgram(program)) return;
		const inputs = this.list.filter(({ counts, edit }) => counts && edit.of !== 'number');
		const staying = inputs.filter((_, n) => left.includes(n));
		const written = this.list.filter(({ counts }) => counts).length - staying.length;
		const others = this.list.filter(({ counts }) => !counts);
		this.#keep([...others, ...staying].map(({ edit }) => edit));
		this.left = staying;
		this.said =
			written > 0 ? `${written === 1 ? 'One edit is' : `${written} edits are`} in the program now.` : '';
	}

	/** Asks for the edited run, and the program's numbers, unless they are known. */
	async look(): Promise<void> {
		if (this.wanted) await this.run.look(this.wanted, this.editor.player.goal.step);
	}

	async lookForNumbers(): Promise<void> {
		const { recording } = this.editor;
		if (!recording || !this.ready() || this.#numbers?.of === recording) return;
		const reply = await this.editor.ask({ kind: 'numbers' });
		if (reply.kind === 'answered') this.#numbers = { of: recording, list: reply.answer };
	}

	#keep(edits: readonly Edit[]): void {
		this.left = [];
		this.said = '';
		this.editor.mark({ edits: edits.length === 0 ? undefined : [...edits] });
	}
}

type Place = Pick<Input, 'kind' | 'leaf' | 'lane' | 'step' | 'element'>;

function inputOf(loop: Loop, { kind, leaf, lane, step, element }: Place): Input | null {
	const found = (kind === 'x' ? loop.xs : loop.carry)[leaf];
	if (!found || found.column.dtype === 'key<fry>' || (lane ?? 0) >= loop.lanes) return null;
	if (step >= (kind === 'x' ? loop.recorded : 1)) return null;
	const { name, column } = found;
	const size = valueOffsets(column).length;
	const at = Math.min(element, size - 1);
	if (at < 0) return null;
	const elements = hasEntry(column, loop, step) && elementsAt(column, step, lane ?? laneOf(0), loop.axes);
	return {
		kind,
		leaf,
		lane,
		step,
		element: at,
		name,
		dtype: column.dtype,
		size,
		value: elements ? elements[at] : null
	};
}

const isSame = (a: Input, b: Input): boolean =>
	a.kind === b.kind && a.leaf === b.leaf && a.lane === b.lane && a.step === b.step && a.element === b.element;

function lineOf(edit: Edit, loop: Loop | null, recording: Recording | null): EditLine {
	if (edit.of === 'number') {
		const stands = recording?.program.startsWith(edit.was, edit.from) ?? false;
		return { edit, input: null, counts: stands };
	}
	const moment = readMoment(edit.at);
	const here = loop && moment && samePlace(moment, placeOf(loop));
	const lane = edit.lane === undefined ? null : laneOf(edit.lane);
	const { of: kind, leaf, element = 0 } = edit;
	const step = stepOf(Math.max(0, moment?.step ?? 0));
	const input = here ? inputOf(loop, { kind, leaf, lane, step, element }) : null;
	return { edit, input, counts: input !== null && readNumber(edit.value, input.dtype).kind === 'number' };
}

function changesOf(lines: readonly EditLine[]): Edits {
	const edits = lines.flatMap(({ edit, input }): InputEdit[] => {
		const entry = input && readNumber(edit.value, input.dtype);
		if (!input || entry?.kind !== 'number') return [];
		const { kind, leaf, lane, step, element } = input;
		return [{ kind, leaf, lane, step, element, value: entry.value }];
	});
	const texts = lines.flatMap(({ edit }): TextEdit[] =>
		edit.of === 'number' ? [{ from: edit.from, to: edit.from + edit.was.length, text: edit.value }] : []
	);
	return { edits, texts };
}
