import { describe, expect, it } from 'vitest';
import { keepDraft, readDrafts } from '$lib/session/drafts';
import { FakeStorage } from '../support/world';

const draft = (id: number, text: string): Parameters<typeof keepDraft>[1] => ({ id, text, seen: false });

describe('drafts', () => {
	it('are kept newest first, each in its latest state', () => {
		const storage = new FakeStorage();
		keepDraft(storage, draft(1, 'a'));
		keepDraft(storage, draft(2, 'b'));
		keepDraft(storage, draft(1, 'aa'));
		expect(readDrafts(storage).map(({ text }) => text)).toEqual(['aa', 'b']);
	});

	it('are at most ten, and no text twice', () => {
		const storage = new FakeStorage();
		for (let n = 0; n < 30; n++) keepDraft(storage, draft(n, `text ${n % 15}`));
		const texts = readDrafts(storage).map(({ text }) => text);
		expect(texts).toHaveLength(10);
		expect(new Set(texts).size).toBe(10);
	});

	it.each(['nonsense', '{}', '[{"id":"x"}]', 'null'])('are none where the storage holds %s', (held) => {
		const storage = new FakeStorage();
		storage.setItem('lockstep.drafts', held);
		expect(readDrafts(storage)).toEqual([]);
	});

	it('are no trouble where storing is refused', () => {
		const full = new FakeStorage();
		full.setItem = () => {
			throw new DOMException('full', 'QuotaExceededError');
		};
		expect(keepDraft(full, draft(1, 'a'))).toBe(false);
		expect(keepDraft(null, draft(1, 'a'))).toBe(false);
		expect(readDrafts(null)).toEqual([]);
	});
});
