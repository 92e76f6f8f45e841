import { tick } from 'svelte';
import { expressionOf } from '$lib/session/changing-leaf';
import type { Session } from '$lib/session/session.svelte';
import type { KeyDeed } from './keys';

/** Keys that show something else of the run, or go to where something is, in the order the help shows them. */
export const lookingKeys: readonly KeyDeed[] = [
	{
		keys: ['P'],
		shift: true,
		caps: 'Shift P',
		says: 'projector mode: read from the back row',
		does: (session) => session.looking.setRoom('projector')
	},
	{
		keys: ['q'],
		shift: false,
		caps: 'q',
		says: 'the link as a code to scan',
		does: ({ room }) => room.toggleDialog('code')
	},
	{
		keys: ['s'],
		shift: false,
		caps: 's',
		says: 'a tone for each row at each step, or silence',
		does: ({ settings }) => settings.change({ sound: !settings.sound })
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
	const { code, breakpoints } = session;
	if (code.span) breakpoints.toggleLine(code.span.line);
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
	session.looking.setPanel(panel);
	void tick().then(() => document.getElementById(`${panel}-field`)?.focus());
}

/** What is read next is the table. */
function openTable(session: Session): void {
	session.looking.setPanel('table');
	void tick().then(() =>
		document.getElementById('dock-panel')?.querySelector<HTMLElement>('[tabindex]')?.focus()
	);
}
