import { afterEach, beforeEach, vi } from 'vitest';

/**
 * Time stands still in each test of the file or block, and passes by `vi.advanceTimersByTimeAsync`; no frame is ever
 * drawn. `close` ends what the test opened.
 */
export function inStillTime(close: () => void): void {
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
		vi.stubGlobal('requestAnimationFrame', () => 1);
		vi.stubGlobal('cancelAnimationFrame', () => undefined);
	});
	afterEach(() => {
		close();
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});
}
