import { RangeSet, StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { GutterMarker, gutterLineClass, lineNumbers } from '@codemirror/view';

/** A line with breakpoints, from 1. */
export interface BreakLine {
	readonly line: number;
	/** All of them are switched off. */
	readonly off: boolean;
}

export const setBreaks = StateEffect.define<readonly BreakLine[]>();

class BreakMarker extends GutterMarker {
	constructor(override readonly elementClass: string) {
		super();
	}

	override eq({ elementClass }: GutterMarker): boolean {
		return elementClass === this.elementClass;
	}
}

const markers = { on: new BreakMarker('break-line'), off: new BreakMarker('break-line off') };

function marked(breaks: readonly BreakLine[], { doc }: EditorState): RangeSet<GutterMarker> {
	const ranges = breaks
		.filter(({ line }) => line <= doc.lines)
		.map(({ line, off }) => markers[off ? 'off' : 'on'].range(doc.line(line).from));
	return RangeSet.of(ranges, true);
}

const lines = StateField.define<RangeSet<GutterMarker>>({
	create: () => RangeSet.empty,
	update(set, { effects, changes, state }) {
		const mine = effects.filter((effect) => effect.is(setBreaks)).at(-1);
		return mine ? marked(mine.value, state) : set.map(changes);
	},
	provide: (field) => gutterLineClass.from(field)
});

/** Line numbers with breakpoints on them; a click on one is told. */
export const breakGutter = (clicked: (line: number) => void): Extension => [
	lineNumbers({
		domEventHandlers: {
			click: ({ state }, { from }) => {
				clicked(state.doc.lineAt(from).number);
				return true;
			}
		}
	}),
	lines
];
