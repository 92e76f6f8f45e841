import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import { restAt, startOf } from '$lib/recording/walk';
import { sentenceOf } from '$lib/session/sentence';
import { Settings } from '$lib/session/settings.svelte';
import { runningMax } from '../support/fixture';
import { FakeStorage } from '../support/world';

describe('settings', () => {
	it('are kept on the device', () => {
		const storage = new FakeStorage();
		const settings = new Settings();
		settings.open(storage);
		expect(settings.sound).toBe(false);
		settings.change({ singleKeys: false, narration: 'counts', sound: true });
		const later = new Settings();
		later.open(storage);
		expect([later.singleKeys, later.narration, later.sound]).toEqual([false, 'counts', true]);
	});

	it('are plain where the storage is refused, full or holds nonsense', () => {
		const nonsense = new FakeStorage();
		nonsense.setItem('lockstep.settings', '{"narration": "sing"}');
		const full = Object.assign(new FakeStorage(), {
			setItem: () => {
				throw new Error('full');
			}
		});
		for (const storage of [null, nonsense, full]) {
			const settings = new Settings();
			settings.open(storage);
			expect([settings.singleKeys, settings.narration]).toEqual([true, 'rows']);
			settings.change({ narration: 'brief' });
			expect(settings.narration).toBe('brief');
		}
	});

	it('are erased with all else that is kept, and nothing of other pages', () => {
		const storage = new FakeStorage();
		for (const key of ['lockstep.drafts', 'lockstep.exercise.sum', 'other']) storage.setItem(key, 'x');
		const settings = new Settings();
		settings.open(storage);
		settings.change({ narration: 'row' });
		settings.erase();
		expect(settings.narration).toBe('rows');
		expect(Array.from({ length: storage.length }, (_, n) => storage.key(n))).toEqual(['other']);
	});
});

describe('narration', () => {
	const five = runningMax(Array.from({ length: 5 }, (_, n) => [3, n + 1])).loops[0];

	it('says as much as is wanted', () => {
		const step = restAt(five, 1);
		expect(sentenceOf(five, step, 'brief')).toBe('step 2 of 2');
		expect(sentenceOf(five, step, 'row', lane(4))).toBe('step 2 of 2: row 4 is now 5');
		expect(sentenceOf(five, step, 'counts')).toBe('step 2 of 2: 2 of 5 rows changed');
		const four = runningMax(Array.from({ length: 4 }, (_, n) => [3, n + 1])).loops[0];
		expect(sentenceOf(four, restAt(four, 1), 'rows')).toBe(
			'step 2 of 2: row 0 kept 3, row 1 kept 3, row 2 kept 3, row 3 is now 4'
		);
	});

	it('counts where there are more rows than one listens to', () => {
		expect(sentenceOf(five, restAt(five, 1), 'rows')).toBe('step 2 of 2: 2 of 5 rows changed');
		expect(sentenceOf(five, startOf(five), 'counts')).toBe('before step 1 of 2');
	});
});
