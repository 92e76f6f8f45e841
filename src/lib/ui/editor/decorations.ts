import {
	Prec,
	RangeSet,
	StateEffect,
	StateField,
	type EditorState,
	type Extension,
	type Range,
	type StateEffectType
} from '@codemirror/state';
import {
	Decoration,
	EditorView,
	GutterMarker,
	gutterLineClass,
	WidgetType,
	type DecorationSet
} from '@codemirror/view';
import type { Span } from '$lib/core/source';
import type { InlineValues } from '$lib/session/inline-values';
import type { Mark } from './python';

/** What the picture says about the program. */
export interface CodeMarks {
	readonly roles: readonly Mark[];
	/** The expression being carried out. */
	readonly active: Span | null;
	/** Where what is pointed at in the picture comes from. */
	readonly hovered: readonly Span[];
	readonly values: InlineValues | null;
}

/** Whether they say the same, but for the values. */
export function sameButValues(a: CodeMarks, b: CodeMarks): boolean {
	const isSame = (span: Span, k: number): boolean => sameSpan(span, b.hovered[k] ?? null);
	return (
		a.roles === b.roles &&
		sameSpan(a.active, b.active) &&
		a.hovered.length === b.hovered.length &&
		a.hovered.every(isSame)
	);
}

const sameSpan = (a: Span | null, b: Span | null): boolean => a?.from === b?.from && a?.to === b?.to;

/** An error, to stand below the line it is about. */
export interface ErrorLine {
	readonly at: number;
	readonly text: string;
}

export const setMarks = StateEffect.define<CodeMarks>();
export const setErrorLine = StateEffect.define<ErrorLine | null>();

type Draw<T> = (value: T, state: EditorState) => Range<Decoration>[];

/** Decorations drawn anew by each effect of their kind, and moved along by edits between. */
const layer = <T>(type: StateEffectType<T>, draw: Draw<T>): Extension =>
	StateField.define<DecorationSet>({
		create: () => Decoration.none,
		update(set, { effects, changes, state }) {
			const mine = effects.filter((effect) => effect.is(type)).at(-1);
			return mine ? Decoration.set(draw(mine.value as T, state), true) : set.map(changes);
		},
		provide: (field) => EditorView.decorations.from(field)
	});

const box = Decoration.mark({ class: 'active-box', attributes: { 'data-span-active': '' } });
const hoveredMark = Decoration.mark({ class: 'hovered' });
const activeLine = Decoration.line({ class: 'active-line' });

const fits = ({ from, to }: Span | Mark, state: EditorState): boolean => from < to && to <= state.doc.length;

const boxes: Draw<CodeMarks> = ({ active }, state) =>
	active && fits(active, state) ? [box.range(active.from, active.to)] : [];

const colours: Draw<CodeMarks> = ({ roles, hovered, active, values }, state) => {
	const ranges = roles
		.filter((mark) => fits(mark, state))
		.map((mark) => Decoration.mark({ class: mark.class }).range(mark.from, mark.to));
	for (const span of hovered) if (fits(span, state)) ranges.push(hoveredMark.range(span.from, span.to));
	if (!active || !fits(active, state)) return ranges;
	for (const from of linesOf(active, state)) ranges.push(activeLine.range(from));
	const end = state.doc.lineAt(active.to).to;
	if (values) ranges.push(Decoration.widget({ widget: new Values(values), side: 1 }).range(end));
	return ranges;
};

/** Where the lines of a stretch begin. */
function linesOf(span: Span, { doc }: EditorState): number[] {
	const first = doc.lineAt(span.from).number;
	const last = doc.lineAt(span.to).number;
	return Array.from({ length: last - first + 1 }, (_, n) => doc.line(first + n).from);
}

const errorLines: Draw<ErrorLine | null> = (error, state) => {
	if (error === null) return [];
	const line = state.doc.lineAt(Math.min(error.at, state.doc.length));
	return [Decoration.widget({ widget: new ErrorText(error.text), side: 1, block: true }).range(line.to)];
};

const activeGutter = new (class extends GutterMarker {
	override elementClass = 'active-line';
})();

/** The active line's ground runs on behind its number. */
const gutter: Extension = StateField.define<RangeSet<GutterMarker>>({
	create: () => RangeSet.empty,
	update(set, { effects, changes, state }) {
		const active = effects.filter((effect) => effect.is(setMarks)).at(-1)?.value.active;
		if (active === undefined) return set.map(changes);
		if (active === null || !fits(active, state)) return RangeSet.empty;
		return RangeSet.of(linesOf(active, state).map((from) => activeGutter.range(from)));
	},
	provide: (field) => gutterLineClass.from(field)
});

/** The layers; the box is outermost so that one element holds the whole expression. */
export const decorations: Extension = [
	Prec.lowest(layer(setMarks, boxes)),
	layer(setMarks, colours),
	gutter,
	layer(setErrorLine, errorLines)
];

class Values extends WidgetType {
	constructor(private readonly values: InlineValues) {
		super();
	}

	override eq({ values }: Values): boolean {
		return values.text === this.values.text && values.role === this.values.role;
	}

	override toDOM(): HTMLElement {
		const element = document.createElement('span');
		element.className = `values ${this.values.role ?? ''}`;
		element.textContent = this.values.text;
		return element;
	}
}

class ErrorText extends WidgetType {
	constructor(private readonly text: string) {
		super();
	}

	override eq({ text }: ErrorText): boolean {
		return text === this.text;
	}

	override toDOM(): HTMLElement {
		const element = document.createElement('div');
		element.className = 'error-line';
		element.textContent = this.text;
		return element;
	}
}
