/** Another text for a stretch of the program. */
export interface TextEdit {
	readonly from: number;
	readonly to: number;
	readonly text: string;
}

/** A text with edits, whose stretches do not overlap. */
export function changed(text: string, edits: readonly TextEdit[]): string {
	return [...edits]
		.sort((a, b) => b.from - a.from)
		.reduce((whole, edit) => whole.slice(0, edit.from) + edit.text + whole.slice(edit.to), text);
}
