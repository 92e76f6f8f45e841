import type { Session } from '$lib/session/session.svelte';
import { lookingKeys } from './looking-keys';
import { movingKeys } from './moving-keys';

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

export const keyDeeds: readonly KeyDeed[] = [...movingKeys, ...lookingKeys];

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
