import * as v from 'valibot';

/** A program somebody typed. */
export interface Draft {
	/** When it was begun, in milliseconds since 1970; also its name. */
	readonly id: number;
	readonly text: string;
	/** Brought back, shared or declined: not to be offered again. */
	readonly seen: boolean;
}

const key = 'lockstep.drafts';
const most = 10;

const Drafts = v.array(v.object({ id: v.number(), text: v.string(), seen: v.boolean() }));

/** The kept drafts, newest first. A storage that is refused or holds nonsense has none. */
export function readDrafts(storage: Storage | null): readonly Draft[] {
	try {
		return v.parse(Drafts, JSON.parse(storage?.getItem(key) ?? '[]'));
	} catch {
		return [];
	}
}

/** Keeps the draft, in place of an older state of itself. Whether the storage took it. */
export function keepDraft(storage: Storage | null, draft: Draft): boolean {
	const others = readDrafts(storage).filter(({ id, text }) => id !== draft.id && text !== draft.text);
	try {
		storage?.setItem(key, JSON.stringify([draft, ...others].slice(0, most)));
		return storage !== null;
	} catch {
		return false;
	}
}
