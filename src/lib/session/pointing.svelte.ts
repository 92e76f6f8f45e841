import type { Span } from '$lib/core/source';
import type { Hover } from '$lib/recording/hover';
import { smallestSpan, spansOf } from '$lib/recording/query';
import type { Loop } from '$lib/recording/recording';

/** What pointing needs of the session. */
export interface Pointed {
	readonly loop: Loop | null;
	/** Whether the recording's places in the text hold. */
	readonly current: boolean;
}

/** What the pointer is on, in the picture or in the program. */
export class Pointing {
	hover = $state.raw<Hover | null>(null);

	constructor(private readonly pointed: Pointed) {}

	/** Stretches of the program that what is pointed at in the picture comes from. */
	get spans(): readonly Span[] {
		const { loop } = this.pointed;
		return loop && this.hover && this.hover.kind !== 'span' ? spansOf(loop, this.hover) : [];
	}

	on(hover: Hover | null): void {
		this.hover = hover;
	}

	/** The pointer is on this character of the program; null when it leaves. */
	at(at: number | null): void {
		const { loop, current } = this.pointed;
		const span = at !== null && loop && current ? smallestSpan(loop, at) : null;
		if (span === null && this.hover?.kind !== 'span') return;
		if (this.hover?.kind !== 'span' || this.hover.span !== span) this.hover = span && { kind: 'span', span };
	}
}
