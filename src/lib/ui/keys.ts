import type { Session } from '$lib/session/session.svelte';

/** A key that works everywhere but where one types. */
export interface KeyDeed {
	/** As `KeyboardEvent.key` gives it. */
	readonly keys: readonly string[];
	readonly shift: boolean;
	/** As the help shows it. */
	readonly caps: string;
	readonly says: string;
	readonly does: (session: Session) => void;
}

export const keyDeeds: readonly KeyDeed[] = [
	{ keys: [' '], shift: false, caps: 'Space', says: 'play or pause', does: ({ player }) => player.toggle() },
	{
		keys: ['ArrowRight', 'PageDown'],
		shift: false,
		caps: '→',
		says: 'one step forward',
		does: ({ player }) => player.stepForward()
	},
	{
		keys: ['ArrowLeft', 'PageUp'],
		shift: false,
		caps: '←',
		says: 'one step back',
		does: ({ player }) => player.stepBack()
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
		does: ({ player }) => player.first()
	},
	{ keys: ['End'], shift: false, caps: 'End', says: 'the last step', does: ({ player }) => player.last() },
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
	}
];

/** What the event asks for; null where it is not ours: somebody types, or the focused control has the key itself. */
export function deedOf(event: KeyboardEvent): KeyDeed | null {
	if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
	if (event.target instanceof Element && ownsKey(event.target, event.key)) return null;
	return keyDeeds.find(({ keys, shift }) => shift === event.shiftKey && keys.includes(event.key)) ?? null;
}

/** Whether keys typed at the element mean something there. */
export function ownsKey(element: Element, key: string): boolean {
	if (
		element.closest('input, textarea, select, [contenteditable="true"], dialog[open], [popover]:popover-open')
	)
		return true;
	return key === ' ' && element.closest('button, a, summary') !== null;
}
