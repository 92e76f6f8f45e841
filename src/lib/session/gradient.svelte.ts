import { passesOf, tapeValue, type Passes, type PassValue } from '$lib/recording/gradient';
import type { CellRef, Hover } from '$lib/recording/hover';
import type { Loop } from '$lib/recording/recording';
import { restAt } from '$lib/recording/walk';
import type { Lane, Moment } from '$lib/recording/moment';
import { spansOf } from '$lib/recording/query';
import type { ValueRef } from '$lib/recording/value-ref';
import type { Marks } from './marks';

/** What looking at a gradient as a whole needs besides. */
export interface Differentiated {
	readonly loop: Loop | null;
	readonly marks: Marks;
	readonly journey: { readonly beside: readonly Loop[]; jump(to: Moment): void };
	readonly pointing: { on(hover: Hover | null): void };
	mark(change: Partial<Marks>): void;
	select(value: ValueRef | null): void;
	tell(text: string): void;
}

/** A value that is kept of a forward step; `leaf` is its place among the backward pass's xs. */
export interface OnTape {
	readonly leaf: number;
	readonly lane: Lane | null;
	readonly step: number;
}

/** The two passes of a gradient as one picture with one clock. */
export class GradientView {
	constructor(private readonly over: Differentiated) {}

	/** Of which the present loop is one; null where it is of none. */
	readonly passes: Passes | null = $derived.by(() => {
		const { loop, journey } = this.over;
		return loop && passesOf(loop, journey.beside);
	});

	/** Of such long loops only parts are at hand at once. */
	readonly tooLong: boolean = $derived.by(
		() => this.passes !== null && (this.passes.forward.long ?? this.passes.backward.long) !== undefined
	);

	/** What is drawn as one; null where the loop is drawn by itself. */
	readonly shown: Passes | null = $derived.by(() =>
		this.over.marks.gradient && !this.tooLong ? this.passes : null
	);

	toggle(): void {
		const { over } = this;
		if (this.passes === null) return over.tell('No gradient was taken of this loop.');
		if (this.tooLong) return over.tell('These loops are too long to be drawn together.');
		over.mark({ gradient: over.marks.gradient ? undefined : true });
	}

	/** To a step of one of the passes, -1 being its start, and to look closely at a value there. */
	go(pass: Loop, step: number, value: ValueRef | null = null): void {
		this.over.journey.jump(restAt(pass, step));
		if (value) this.over.select(value);
	}

	/** To a value of the tape: in the forward pass to where it was made, else to where it is read. */
	goToTape(kept: OnTape): void {
		const found = this.#onTape(kept);
		if (found) this.go(found.pass, found.step, found.value);
	}

	/** The pointer is on a value of a pass, or on none. */
	point(pass: Loop, cell: CellRef | null): void {
		this.over.pointing.on(cell && this.#hover(pass, { kind: 'cell', cell }));
	}

	pointOnTape(kept: OnTape | null): void {
		const found = kept && this.#onTape(kept);
		this.over.pointing.on(found && this.#hover(found.pass, hoverOf(found.value)));
	}

	#onTape({ leaf, lane, step }: OnTape): PassValue | null {
		const { passes } = this;
		const inForward = passes !== null && this.over.loop?.index === passes.forward.index;
		return passes && tapeValue(passes, leaf, { lane, step, inForward });
	}

	/** Of the pass that the cursor is not in, code alone can be lit. */
	#hover(pass: Loop, hover: Hover): Hover | null {
		if (pass.index === this.over.loop?.index) return hover;
		const [span] = spansOf(pass, hover);
		return span ? { kind: 'traced', origin: null, eqn: null, span } : null;
	}

	/** The pass that comes after a loop, or before it, on the one clock. */
	readonly joined = (loop: Loop, by: 1 | -1): Loop | null => {
		const { shown } = this;
		if (shown === null) return null;
		if (loop.index === shown.forward.index) return by > 0 ? shown.backward : null;
		return by < 0 ? shown.forward : null;
	};
}

function hoverOf(value: ValueRef): Hover {
	if (value.kind === 'result') return { kind: 'equation', eqn: value.eqn, lane: value.lane };
	if (value.kind === 'closed') throw new Error('internal: an outer value on a tape');
	return { kind: 'cell', cell: value };
}
