import type { Span } from '$lib/core/source';
import type { Moment, EqnIndex, Lane } from '$lib/recording/moment';
import type { Loop, Recording, RoleName } from '$lib/recording/recording';
import { spanOfStop, stopOf } from '$lib/recording/stops';
import { eqnAt } from '$lib/recording/walk';
import { inlineValues, type InlineValues } from './inline-values';

/** What telling of the running code needs of the session. */
export interface Runs {
	readonly recording: Recording | null;
	/** Whether the recording is of the program in the editor. */
	readonly current: boolean;
	readonly player: { readonly loop: Loop | null; readonly moment: Moment; readonly t: number };
	readonly focusLane: Lane;
}

/** What of the program is being carried out, with which values, and what its names have become. */
export class RunningCode {
	constructor(private readonly runs: Runs) {}

	readonly eqn: EqnIndex | null = $derived.by(() => {
		const { loop, moment, t } = this.runs.player;
		return loop && eqnAt(loop, moment, t);
	});

	/** The expression being carried out; null where the recording is of another text. */
	readonly span: Span | null = $derived.by(() => {
		if (!this.runs.current || this.eqn === null) return null;
		const { loop, moment } = this.runs.player;
		const stop = loop && stopOf(loop, moment);
		return loop && stop ? spanOfStop(loop, stop) : (loop?.eqns[this.eqn]?.span ?? null);
	});

	readonly values: InlineValues | null = $derived.by(() => {
		const { current, focusLane } = this.runs;
		const { loop, moment } = this.runs.player;
		return loop && current ? inlineValues(loop, moment, this.eqn, focusLane) : null;
	});

	/** What the program's names are, from all its loops. */
	readonly roles: readonly RoleName[] = $derived.by(
		() => this.runs.recording?.loops.flatMap(({ roles }) => roles) ?? []
	);
}
