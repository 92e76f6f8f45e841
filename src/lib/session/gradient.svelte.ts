import { passesOf, type Passes } from '$lib/recording/gradient';
import type { Loop } from '$lib/recording/recording';
import { restAt } from '$lib/recording/walk';
import type { Moment } from '$lib/recording/moment';
import type { Marks } from './marks';

/** What looking at a gradient as a whole needs besides. */
export interface Differentiated {
	readonly loop: Loop | null;
	readonly marks: Marks;
	readonly journey: { readonly beside: readonly Loop[]; jump(to: Moment): void };
	mark(change: Partial<Marks>): void;
	tell(text: string): void;
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

	/** To a step of one of the passes; -1 is its start. */
	go(pass: Loop, step: number): void {
		this.over.journey.jump(restAt(pass, step));
	}

	/** The pass that comes after a loop, or before it, on the one clock. */
	readonly joined = (loop: Loop, by: 1 | -1): Loop | null => {
		const { shown } = this;
		if (shown === null) return null;
		if (loop.index === shown.forward.index) return by > 0 ? shown.backward : null;
		return by < 0 ? shown.forward : null;
	};
}
