/** A cell of the answer: of which row and after which step. Null where the answer has no such axis. */
export interface Place {
	readonly lane: number | null;
	readonly step: number | null;
}

/** `row 1 at step 0`. */
export function atPlace({ lane, step }: Place): string {
	const parts = [...(lane === null ? [] : [`row ${lane}`]), ...(step === null ? [] : [`step ${step}`])];
	return parts.length === 0 ? 'the answer' : parts.join(' at ');
}
