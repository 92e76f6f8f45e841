import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Address } from '$lib/session/address';
import { addressPause } from '$lib/session/timing';
import { FakeBar, FakeStorage } from '../support/world';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('replace', () => {
	test('writes at once after a pause, and the latest at the end of one', () => {
		const bar = new FakeBar();
		const address = new Address(bar);
		address.replace(() => 'a');
		address.replace(() => 'b');
		address.replace(() => 'c');
		expect(bar.read()).toBe('#a');
		vi.advanceTimersByTime(addressPause);
		expect(bar.read()).toBe('#c');
	});
});

describe('leave', () => {
	/** A browser that no longer writes: the page is going. The tab keeps its storage and the address as it was. */
	const reloaded = (bar: FakeBar, shown: string, isReturn = true): FakeBar =>
		new FakeBar(shown, bar.tab, isReturn);

	/** A page left when `b` still waited to be written over `a`. */
	function left(tab: Storage | null = new FakeStorage()): FakeBar {
		const bar = new FakeBar('', tab);
		const address = new Address(bar);
		address.replace(() => 'a');
		address.replace(() => 'b');
		address.leave();
		return bar;
	}

	test('what waits to be written is there after a reload', () => {
		expect(new Address(reloaded(left(), '#a')).read()).toBe('#b');
	});

	test('and is taken once', () => {
		const bar = left();
		new Address(reloaded(bar, '#a'));
		expect(new Address(reloaded(bar, '#a')).read()).toBe('#a');
	});

	test('a link that is opened in the same tab shows what it holds', () => {
		const bar = left();
		expect(new Address(reloaded(bar, '#a', false)).read()).toBe('#a');
		expect(new Address(reloaded(bar, '#other')).read()).toBe('#other');
	});

	test('a browser that has not heard of the last write shows it all the same', () => {
		const bar = new FakeBar();
		const address = new Address(bar);
		address.replace(() => 'a');
		vi.advanceTimersByTime(addressPause);
		address.replace(() => 'b');
		address.leave();
		expect(bar.read()).toBe('#b');
		expect(new Address(reloaded(bar, '#a')).read()).toBe('#b');
	});

	test('a page where nothing was done keeps nothing', () => {
		const bar = new FakeBar('#a');
		new Address(bar).leave();
		expect(bar.tab?.length).toBe(0);
	});

	test('a refused storage is no fault', () => {
		expect(new Address(reloaded(left(null), '#a')).read()).toBe('#a');
	});
});
