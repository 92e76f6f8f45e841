import { stepBack, stepOn } from '$lib/session/pace';
import type { Session } from '$lib/session/session.svelte';
import type { KeyDeed } from './keys';
import { toQuestion } from './predict/to-question';

/** Keys that move through time, rows and loops, in the order the help shows them. */
export const movingKeys: readonly KeyDeed[] = [
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
		does: (session) => session.looking.focusBy(-1)
	},
	{
		keys: ['ArrowDown'],
		shift: false,
		caps: '↓',
		says: 'focus the row below',
		does: (session) => session.looking.focusBy(1)
	},
	{
		keys: ['a'],
		shift: false,
		caps: 'a',
		says: 'to the question, to answer it',
		does: toQuestion
	}
];

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
