import { tick } from 'svelte';
import { expressionOf } from '$lib/session/changing-leaf';
import { stepBack, stepOn } from '$lib/session/pace';
import type { Session } from '$lib/session/session.svelte';

/** A key that works everywhere but where one types. */
export interface KeyDeed {
	/** As `KeyboardEvent.key` gives it. */
	readonly keys: readonly string[];
	/** `any`: keyboards differ in how the key is made. */
	readonly shift: boolean | 'any';
	/** Held as well; absent: it must not be. */
	readonly alt?: true;
	/** As the help shows it. */
	readonly caps: string;
	readonly says: string;
	/** Goes to, or tells of, what comes after the moment: not where that is to be kept back. */
	readonly looksAhead?: true;
	readonly does: (session: Session) => void;
}

export const keyDeeds: readonly KeyDeed[] = [
	{ keys: [' '], shift: false, caps: 'Space', says: 'play or pause', does: ({ player }) => player.toggle() },
	{
		keys: ['ArrowRight', 'PageDown'],
		shift: false,
		caps: '→',
		says: 'one step forward; at the end, the next scene',
		does: stepOn
	},
	{
		keys: ['ArrowLeft', 'PageUp'],
		shift: false,
		caps: '←',
		says: 'one step back; at the start, the scene before',
		does: stepBack
	},
	{
		keys: ['ArrowRight', 'PageDown'],
		shift: true,
		caps: 'Shift →',
		says: 'one beat forward: pull, combine, emit',
		does: ({ player }) => player.beatForward()
	},
	{
		keys: ['ArrowLeft', 'PageUp'],
		shift: true,
		caps: 'Shift ←',
		says: 'one beat back',
		does: ({ player }) => player.beatBack()
	},
	{
		keys: ['Home'],
		shift: false,
		caps: 'Home',
		says: 'the start, before the first step',
		does: ({ journey }) => journey.first()
	},
	{ keys: ['End'], shift: false, caps: 'End', says: 'the last step', does: ({ journey }) => journey.last() },
	{
		keys: ['i', 'Enter'],
		shift: false,
		caps: 'i',
		says: 'deeper: into the step, a call, a loop inside',
		does: ({ journey }) => journey.into()
	},
	{
		keys: ['o'],
		shift: false,
		caps: 'o',
		says: 'out again',
		does: ({ journey }) => journey.out()
	},
	{
		keys: ['Escape'],
		shift: false,
		caps: 'Esc',
		says: 'out again; outside of everything, play all steps again',
		does: leave
	},
	{
		keys: ['.'],
		shift: false,
		caps: '.',
		says: 'over to the next equation of the step',
		does: ({ journey }) => journey.next()
	},
	{
		keys: [','],
		shift: false,
		caps: ',',
		says: 'back to the equation before',
		does: ({ journey }) => journey.previous()
	},
	{
		keys: ['>'],
		shift: 'any',
		caps: '>',
		says: 'the same equation, or inner loop, in the next step',
		does: ({ journey }) => journey.same(1)
	},
	{
		keys: ['<'],
		shift: 'any',
		caps: '<',
		says: 'the same in the step before',
		does: ({ journey }) => journey.same(-1)
	},
	{
		keys: ['l'],
		shift: false,
		caps: 'l',
		says: 'the next time the line with the editor’s cursor is carried out',
		does: ({ journey }) => journey.execution(1)
	},
	{
		keys: ['L'],
		shift: true,
		caps: 'Shift L',
		says: 'the last time it was',
		does: ({ journey }) => journey.execution(-1)
	},
	{
		keys: ['g'],
		shift: false,
		caps: 'g',
		says: 'go to a step: 12, start, end, 3/5, line 7',
		does: () => document.getElementById('go-to')?.focus()
	},
	{
		keys: ['m'],
		shift: false,
		caps: 'm',
		says: 'bookmark this step, with a note',
		does: openMarks
	},
	{
		keys: ['r'],
		shift: false,
		caps: 'r',
		says: 'playing repeats from here',
		does: ({ landmarks }) => landmarks.repeatFromHere()
	},
	{
		keys: ['R'],
		shift: true,
		caps: 'Shift R',
		says: 'playing repeats up to here',
		does: ({ landmarks }) => landmarks.repeatToHere()
	},
	{
		keys: ['ArrowLeft'],
		shift: false,
		alt: true,
		caps: 'Alt ←',
		says: 'undo the last jump',
		does: () => history.back()
	},
	{
		keys: ['ArrowRight'],
		shift: false,
		alt: true,
		caps: 'Alt →',
		says: 'do it again',
		does: () => history.forward()
	},
	{
		keys: ['ArrowUp'],
		shift: false,
		caps: '↑',
		says: 'focus the row above',
		does: (session) => session.focusBy(-1)
	},
	{
		keys: ['ArrowDown'],
		shift: false,
		caps: '↓',
		says: 'focus the row below',
		does: (session) => session.focusBy(1)
	},
	{
		keys: ['P'],
		shift: true,
		caps: 'Shift P',
		says: 'projector mode: read from the back row',
		does: (session) => session.setRoom('projector')
	},
	{
		keys: ['q'],
		shift: false,
		caps: 'q',
		says: 'the link as a code to scan',
		does: ({ room }) => room.toggleDialog('code')
	},
	{
		keys: ['p'],
		shift: false,
		caps: 'p',
		says: 'keep the row in sight under the heat map, or no longer',
		does: ({ overview, focusLane }) => overview.togglePin(focusLane)
	},
	{
		keys: ['T'],
		shift: true,
		caps: 'Shift T',
		says: 'the loop as a table of words',
		does: openTable
	},
	{
		keys: ['t'],
		shift: false,
		caps: 't',
		says: 'both passes of a gradient as one picture, or each by itself',
		does: ({ gradient }) => gradient.toggle()
	},
	{
		keys: ['c'],
		shift: false,
		caps: 'c',
		says: 'what the selected value came from',
		looksAhead: true,
		does: ({ cause }) => cause.open('origin')
	},
	{
		keys: ['C'],
		shift: true,
		caps: 'Shift C',
		says: 'what the selected value went into',
		looksAhead: true,
		does: ({ cause }) => cause.open('reach')
	},
	{
		keys: ['='],
		shift: false,
		caps: '=',
		says: 'what if the selected x or init were another number',
		does: (session) => openField(session, 'compare')
	},
	{
		keys: ['F2'],
		shift: false,
		caps: 'F2',
		says: 'type another number over the selected x or init',
		does: ({ entry }) => entry.begin()
	},
	{
		keys: ['d'],
		shift: false,
		caps: 'd',
		says: 'where the runs that are compared first part',
		looksAhead: true,
		does: ({ comparison }) => comparison.jump()
	},
	{
		keys: ['n'],
		shift: false,
		caps: 'n',
		says: 'the next change of the selected value, else of the first carry, in its row',
		looksAhead: true,
		does: ({ find }) => find.change('lane', 'later')
	},
	{
		keys: ['N'],
		shift: true,
		caps: 'Shift N',
		says: 'the change before',
		looksAhead: true,
		does: ({ find }) => find.change('lane', 'earlier')
	},
	{
		keys: ['f'],
		shift: false,
		caps: 'f',
		says: 'where the condition of Find holds next',
		looksAhead: true,
		does: findNext
	},
	{
		keys: ['F'],
		shift: true,
		caps: 'Shift F',
		says: 'where it held before',
		looksAhead: true,
		does: ({ find }) => find.hit('earlier')
	},
	{
		keys: ['b'],
		shift: false,
		caps: 'b',
		says: 'a breakpoint on the line being carried out, or none',
		does: toggleBreak
	},
	{
		keys: [']'],
		shift: 'any',
		caps: ']',
		says: 'the next breakpoint',
		looksAhead: true,
		does: ({ breakpoints }) => breakpoints.next('later')
	},
	{
		keys: ['['],
		shift: 'any',
		caps: '[',
		says: 'the breakpoint before',
		looksAhead: true,
		does: ({ breakpoints }) => breakpoints.next('earlier')
	},
	{
		keys: ['w'],
		shift: false,
		caps: 'w',
		says: 'watch the selected value, or an expression',
		does: (session) => watch(session)
	},
	{
		keys: ['e'],
		shift: false,
		caps: 'e',
		says: 'the next fault: NaN, overflow, index out of range',
		looksAhead: true,
		does: ({ faults }) => faults.next()
	},
	{
		keys: ['E'],
		shift: true,
		caps: 'Shift E',
		says: 'the fault before',
		looksAhead: true,
		does: ({ faults }) => faults.previous()
	}
];

/** To the next hit; where nothing is looked for, to the field for it. */
function findNext(session: Session): void {
	if (session.find.condition === '') openField(session, 'find');
	else session.find.hit('later');
}

function toggleBreak(session: Session): void {
	const { activeSpan, breakpoints } = session;
	if (activeSpan) breakpoints.toggleLine(activeSpan.line);
	else session.tell('no line is being carried out here');
}

function watch(session: Session): void {
	const { loop, selected, watches } = session;
	const expression = loop && selected && expressionOf(loop, selected);
	if (expression) watches.add(expression);
	openField(session, 'watch');
}

/** Opens a panel with its field ready to be typed in. */
function openField(session: Session, panel: 'find' | 'watch' | 'compare'): void {
	session.setPanel(panel);
	void tick().then(() => document.getElementById(`${panel}-field`)?.focus());
}

/** What is read next is the table. */
function openTable(session: Session): void {
	session.setPanel('table');
	void tick().then(() =>
		document.getElementById('dock-panel')?.querySelector<HTMLElement>('[tabindex]')?.focus()
	);
}

/** What is typed next is the note. */
function openMarks(): void {
	document.getElementById('mark-menu')?.showPopover();
	document.getElementById('mark-note')?.focus();
}

function leave({ journey, landmarks, cause }: Session): void {
	if (cause.clear()) return;
	if (journey.inside) journey.out();
	else if (landmarks.range) landmarks.clearRange();
}

/** Does what a key asks for, unless it would tell what is to be kept back. */
export function carryOut({ looksAhead, does }: KeyDeed, session: Session): void {
	if (looksAhead && session.gates.veiled) session.tell('That would show what comes later.');
	else does(session);
}

/** Whether it is the key of a letter or sign alone, which voice input and stray fingers press unawares. */
export const isSingle = ({ key, altKey }: Pick<KeyboardEvent, 'key' | 'altKey'>): boolean =>
	key.length === 1 && key !== ' ' && !altKey;

/** What the event asks for; null where it is not ours: somebody types, or the focused control has the key itself. */
export function deedOf(event: KeyboardEvent, singleKeys = true): KeyDeed | null {
	if (event.defaultPrevented || event.ctrlKey || event.metaKey) return null;
	if (!singleKeys && isSingle(event)) return null;
	if (event.target instanceof Element && ownsKey(event.target, event.key)) return null;
	return (
		keyDeeds.find(
			({ keys, shift, alt = false }) =>
				(shift === 'any' || shift === event.shiftKey) && alt === event.altKey && keys.includes(event.key)
		) ?? null
	);
}

/** Whether keys typed at the element mean something there. */
export function ownsKey(element: Element, key: string): boolean {
	if (
		element.closest('input, textarea, select, [contenteditable="true"], dialog[open], [popover]:popover-open')
	)
		return true;
	// Escape shuts what is open, wherever the focus is.
	if (key === 'Escape' && document.querySelector('[popover]:popover-open') !== null) return true;
	return (key === ' ' || key === 'Enter') && element.closest('button, a, summary') !== null;
}
