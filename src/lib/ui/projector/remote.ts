import { pressOn, stepBack } from '$lib/session/pace';
import type { Session } from '$lib/session/session.svelte';
import type { Key } from '$lib/session/presenting.svelte';
import { ownsKey } from '../keys';
import { toQuestion } from '../predict/to-question';
import { fillScreen, toggleFullScreen } from './full-screen';

/**
 * A key of a projected page: those of presenter remotes, and those of a speaker at the keyboard. They work whatever has
 * the focus. Remotes send PageUp, PageDown, `.`, and F5 and Escape in turn from one button.
 */
export interface RemoteDeed {
	/** As `KeyboardEvent.key` gives it, letters small. */
	readonly keys: readonly string[];
	readonly shift: boolean | 'any';
	/** As the help shows it; null where another of its lines says it too. */
	readonly caps: string | null;
	readonly says: string;
	readonly does: (session: Session) => void;
}

export const remoteDeeds: readonly RemoteDeed[] = [
	{
		keys: ['PageDown', 'ArrowRight', ' ', 'n'],
		shift: false,
		caps: 'Page ↓ → Space N',
		says: 'next step; at the end, the next scene; at a question, pressed twice more, the answer',
		does: pressOn
	},
	{
		keys: ['PageUp', 'ArrowLeft', 'p'],
		shift: false,
		caps: 'Page ↑ ← Shift Space P',
		says: 'the step before',
		does: stepBack
	},
	{ keys: [' '], shift: true, caps: null, says: 'the step before', does: stepBack },
	{
		keys: ['PageDown', 'ArrowRight', 'n'],
		shift: true,
		caps: 'Shift →',
		says: 'next beat of the step',
		does: ({ player }) => player.beatForward()
	},
	{
		keys: ['PageUp', 'ArrowLeft', 'p'],
		shift: true,
		caps: 'Shift ←',
		says: 'the beat before',
		does: ({ player }) => player.beatBack()
	},
	{ keys: ['Home'], shift: false, caps: 'Home', says: 'the start', does: ({ journey }) => journey.first() },
	{ keys: ['End'], shift: false, caps: 'End', says: 'the last step', does: ({ journey }) => journey.last() },
	{
		keys: ['ArrowUp'],
		shift: false,
		caps: '↑ ↓',
		says: 'another row in focus',
		does: (session) => session.looking.focusBy(-1)
	},
	{
		keys: ['ArrowDown'],
		shift: false,
		caps: null,
		says: 'the row below',
		does: (session) => session.looking.focusBy(1)
	},
	{
		keys: ['+', '='],
		shift: 'any',
		caps: '+ −',
		says: 'only this row, large; all again',
		does: ({ room }) => void (room.alone = true)
	},
	{ keys: ['-'], shift: 'any', caps: null, says: 'all rows', does: ({ room }) => void (room.alone = false) },
	...['1', '2', '3', '4'].map((digit, option) => ({
		keys: [digit],
		// Of some keyboards the digits are on shifted keys.
		shift: 'any' as const,
		caps: option === 0 ? '1 2 3 4' : null,
		says: 'at a question, the answer A B C D',
		does: ({ prediction }: Session) => prediction.choose(option)
	})),
	{
		keys: ['a'],
		shift: false,
		caps: 'A',
		says: 'play or pause; at a question, to the answers',
		does: (session) => {
			if (session.prediction.asked) toQuestion();
			else session.player.toggle();
		}
	},
	{
		keys: ['g'],
		shift: false,
		caps: 'G 12 Enter',
		says: 'go to step 12; S 2: to scene 2',
		does: ({ room }) => void (room.typed = '')
	},
	{
		keys: ['.', 'b'],
		shift: false,
		caps: '. B',
		says: 'black screen, and back',
		does: ({ room }) => room.toggleBlank('black')
	},
	{
		keys: ['w'],
		shift: false,
		caps: 'W',
		says: 'white screen, and back',
		does: ({ room }) => room.toggleBlank('white')
	},
	{
		keys: ['l'],
		shift: false,
		caps: 'L',
		says: 'spotlight at the pointer',
		does: ({ room }) => room.toggleTool('spotlight')
	},
	{ keys: ['d'], shift: false, caps: 'D', says: 'pen', does: ({ room }) => room.toggleTool('pen') },
	{ keys: ['u'], shift: false, caps: 'U', says: 'undo the last stroke', does: ({ room }) => room.undo() },
	{ keys: ['c'], shift: false, caps: 'C', says: 'clear what is drawn', does: ({ room }) => room.clear() },
	{
		keys: ['k'],
		shift: false,
		caps: 'K',
		says: 'keep what is drawn with this scene',
		does: ({ room }) => room.toggleKept()
	},
	{
		keys: ['q'],
		shift: false,
		caps: 'Q',
		says: 'the link as a code to scan',
		does: ({ room }) => room.toggleDialog('code')
	},
	{
		keys: ['z'],
		shift: false,
		caps: 'Z',
		says: 'freeze what the audience sees',
		does: ({ presenting }) => presenting.toggleFreeze()
	},
	{ keys: ['f'], shift: false, caps: 'F', says: 'full screen', does: toggleFullScreen },
	{
		keys: ['F5'],
		shift: 'any',
		caps: 'F5',
		says: 'show the picture, on the full screen',
		does: ({ room }) => {
			room.tidy();
			fillScreen();
		}
	},
	{
		keys: ['Escape'],
		shift: 'any',
		caps: 'Esc',
		says: 'put away what is open; then leave',
		does: (session) => {
			if (!session.room.putAway()) session.looking.setRoom('desk');
		}
	},
	{
		keys: ['?'],
		shift: 'any',
		caps: '?',
		says: 'this list',
		does: ({ room }) => room.toggleDialog('keys')
	}
];

type Deed = (session: Session) => void;

function deedOfKey({ key, shiftKey }: Key): Deed | null {
	const deed = remoteDeeds.find(
		({ keys, shift }) =>
			(shift === 'any' || shift === shiftKey) && keys.includes(key.length === 1 ? key.toLowerCase() : key)
	);
	return deed ? alone(deed.does) : null;
}

/** A deed after which an answer is not revealed unless that is announced anew. */
const alone =
	(does: Deed): Deed =>
	(session) => {
		if (does !== pressOn) session.prediction.reveal.disarm();
		does(session);
	};

/** What the event asks for in projector mode; null where it is none of its keys, or text for a field on the screen. */
export function remoteDeedOf(event: KeyboardEvent): Deed | null {
	if (event.altKey) return null;
	if (event.ctrlKey || event.metaKey) return event.key === 'z' ? ({ room }) => room.undo() : null;
	if (isWritten(event)) return null;
	return deedOfKey(event);
}

/** Whether a key is text for a field; a space is only where an answer is typed. */
const isWritten = ({ key, target }: KeyboardEvent): boolean =>
	key.length === 1 &&
	(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) &&
	(key !== ' ' || target.closest('[data-predict]') !== null);

/** The presenter's keys at the desk: a remote walks whatever has the focus, letters write where one writes. */
const deskDeeds: {
	readonly [key: string]: { readonly does: Deed; readonly everywhere: boolean } | undefined;
} = {
	PageDown: { does: pressOn, everywhere: true },
	PageUp: { does: stepBack, everywhere: true },
	F5: { does: ({ room }) => room.tidy(), everywhere: true },
	'.': { does: ({ room }) => room.toggleBlank('black'), everywhere: false },
	z: { does: ({ presenting }) => presenting.toggleFreeze(), everywhere: false }
};

/** What the event asks for at the desk while one presents from there; null where that is nothing of its own. */
export function deskDeedOf(event: KeyboardEvent): Deed | null {
	if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
	const deed = deskDeeds[event.key];
	if (!deed) return null;
	const isOwned = event.target instanceof Element && ownsKey(event.target, event.key);
	return deed.everywhere || !isOwned ? alone(deed.does) : null;
}

/** Keys that are for the window they are pressed in. */
const ownKeys: readonly string[] = ['Escape', 'F5', 'f', 'q', '?'];

/** What a key that was pressed before the audience does where the presenter is; null where it stays there. */
export function audienceKeyDeed(pressed: Key): Deed | null {
	if (ownKeys.includes(pressed.key.toLowerCase()) || ownKeys.includes(pressed.key)) return null;
	const deed = deedOfKey(pressed);
	if (deed === null && !/^([0-9s]|Enter|Backspace)$/i.test(pressed.key)) return null;
	return (session) => {
		if (!typeKey(session, pressed.key)) deed?.(session);
	};
}

const longestTyped = 'scene 999'.length;

/** Takes a key while a place is typed in: true where it was part of it. */
export function typeKey(session: Session, key: string): boolean {
	const { room } = session;
	const { typed } = room;
	if (typed === null) return false;
	if (/^[0-9]$/.test(key)) room.typed = (typed + key).slice(0, longestTyped);
	else if (key.toLowerCase() === 's' && typed === '') room.typed = 'scene ';
	else if (key === 'Backspace') room.typed = typed.replace(/(scene |.)$/, '');
	else if (key === 'Enter') goTo(session, typed);
	else return false;
	return true;
}

/** Steps and scenes are counted from one, as they stand on the screen; step 0 is the start. */
function goTo({ room, deck, journey }: Session, typed: string): void {
	room.typed = null;
	const [number] = /\d+$/.exec(typed) ?? [];
	if (number === undefined) return;
	if (typed.startsWith('scene')) deck.go(Number(number) - 1);
	else journey.toStep(Number(number) - 1);
}
