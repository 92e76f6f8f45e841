import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import {
	Annotation,
	EditorSelection,
	EditorState,
	type Extension,
	type StateEffect
} from '@codemirror/state';
import { drawSelection, EditorView, highlightSpecialChars, keymap } from '@codemirror/view';
import type { Span } from '$lib/core/source';
import type { Failure } from '$lib/recording/recording';
import { Throttle } from '$lib/session/throttle';
import { inlinePause } from '$lib/session/timing';
import { breakGutter, setBreaks, type BreakLine } from './break-gutter';
import { decorations, sameButValues, setErrorLine, setMarks, type CodeMarks } from './decorations';
import './editor.css';
import { pythonColours } from './python';

/** What the editor tells. */
export interface EditorListener {
	typed(text: string): void;
	/** Whether the text may become this; where it may not, it is left as it is. */
	mayBecome(text: string): boolean;
	/** The pointer is on this character; null when it leaves. */
	pointed(at: number | null): void;
	/** The cursor is on this line, from 1. */
	placed(line: number): void;
	/** The number of this line was clicked. */
	numbered(line: number): void;
}

/** Of a longer span this many characters tell which it is. */
const enoughToSee = 8;

/** Marks changes that come from outside: they are not typed. */
const given = Annotation.define<boolean>();

/** The editor, loaded when the picture is there. It holds the text as typed; everything else is told to it. */
export class CodeEditor {
	readonly #view: EditorView;
	#marks: CodeMarks | null = null;
	#active: Span | null = null;
	/** While one scrubs, the values would have the editor laid out in every frame. */
	readonly #values = new Throttle(inlinePause);

	constructor(parent: HTMLElement, text: string, listener: EditorListener) {
		const numbers = breakGutter((line) => listener.numbered(line));
		const extensions = [numbers, setup, decorations, listening(listener)];
		this.#view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
		readTypingFirst(this.#view.dom);
	}

	/** Replaces the text where it is another one: an example was opened. */
	setText(text: string): void {
		const { state } = this.#view;
		if (state.doc.toString() === text) return;
		this.#view.dispatch({
			changes: { from: 0, to: state.doc.length, insert: text },
			annotations: given.of(true),
			selection: { anchor: 0 },
			scrollIntoView: true
		});
	}

	/** Shows what the picture says; follows the active expression unless somebody is typing. */
	setMarks(marks: CodeMarks): void {
		const before = this.#marks;
		this.#marks = marks;
		if (before && sameButValues(before, marks)) return this.#values.do(() => this.#showMarks());
		this.#values.cancel();
		this.#showMarks();
	}

	#showMarks(): void {
		const marks = this.#marks;
		if (marks === null) return;
		const { active } = marks;
		const { hasFocus, state } = this.#view;
		const follow = active !== null && active !== this.#active && !hasFocus && active.to <= state.doc.length;
		this.#active = active;
		const scroll = follow ? [this.#towards(active)] : [];
		this.#view.dispatch({ effects: [setMarks.of(marks), ...scroll] });
	}

	/** Sideways only where a span would not be seen to begin: lines are read from their beginning. */
	#towards({ from, to }: Span): StateEffect<unknown> {
		const { state, scrollDOM, contentDOM, defaultCharacterWidth: advance } = this.#view;
		const line = state.doc.lineAt(from);
		const end = Math.min(to, line.to, from + enoughToSee);
		const columns = (scrollDOM.clientWidth - contentDOM.offsetLeft) / advance - 2;
		const margins = { yMargin: 40, xMargin: advance };
		if (end - line.from <= columns) return EditorView.scrollIntoView(line.from, margins);
		return EditorView.scrollIntoView(EditorSelection.range(from, end), { ...margins, x: 'end' });
	}

	/** Shows the breakpoints at their lines. */
	setBreaks(breaks: readonly BreakLine[]): void {
		this.#view.dispatch({ effects: setBreaks.of(breaks) });
	}

	/** Shows the error at its place; null takes it away. */
	setFailure(failure: Failure | null): void {
		const { state } = this.#view;
		const span = failure?.span ?? null;
		const text = failure && `${failure.type}: ${failure.message.split('\n')[0]}`;
		const diagnostics: Diagnostic[] =
			failure && span && text
				? [
						{
							from: Math.min(span.from, state.doc.length),
							to: Math.min(span.to, state.doc.length),
							severity: 'error',
							message: text
						}
					]
				: [];
		this.#view.dispatch(setDiagnostics(state, diagnostics), {
			effects: setErrorLine.of(span && text ? { at: span.from, text } : null)
		});
	}

	/** Says to those who hear it that nothing can be typed. */
	setLocked(locked: boolean): void {
		this.#view.contentDOM.setAttribute('aria-readonly', String(locked));
	}

	focus(): void {
		this.#view.focus();
	}

	destroy(): void {
		this.#values.cancel();
		this.#view.destroy();
	}
}

const setup: Extension = [
	lintGutter({ hoverTime: 200 }),
	highlightSpecialChars(),
	history(),
	drawSelection(),
	indentUnit.of('  '),
	indentOnInput(),
	bracketMatching(),
	python(),
	syntaxHighlighting(pythonColours),
	// Tab indents; Escape and then Tab leaves, as the editor's own help says.
	keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
	EditorView.contentAttributes.of({
		'aria-label': 'Program. Escape, then Tab leaves the editor.',
		tabindex: '0',
		autocapitalize: 'off',
		autocorrect: 'off',
		spellcheck: 'false'
	}),
	EditorView.editorAttributes.of({ class: 'program' })
];

const listening = (listener: EditorListener): Extension => [
	EditorState.transactionFilter.of((change) =>
		!change.docChanged || change.annotation(given) || listener.mayBecome(change.newDoc.toString())
			? change
			: []
	),
	pointing((at) => listener.pointed(at)),
	EditorView.updateListener.of(({ docChanged, selectionSet, transactions, state }) => {
		if (selectionSet) listener.placed(state.doc.lineAt(state.selection.main.head).number);
		if (docChanged && !transactions.some((one) => one.annotation(given)))
			listener.typed(state.doc.toString());
	})
];

/**
 * A busy page is handed what was typed and a move of the pointer in one go. The editor reads what was typed once a
 * listener has returned; if its own is the first, that one asks for the pointer's place (`posAtCoords`), and measuring
 * for it throws unread typing away. So there is a listener before it.
 */
function readTypingFirst(editor: HTMLElement): void {
	for (const type of ['mousedown', 'mouseover', 'mousemove'])
		editor.addEventListener(type, () => {}, { capture: true, passive: true });
}

/** A first move can be lost when the marks under the pointer are drawn anew, so entering counts as moving. */
function pointing(pointed: (at: number | null) => void): Extension {
	const move = ({ clientX, clientY }: MouseEvent, view: EditorView): void =>
		pointed(view.posAtCoords({ x: clientX, y: clientY }));
	return EditorView.domEventHandlers({ mousemove: move, mouseover: move, mouseleave: () => pointed(null) });
}
