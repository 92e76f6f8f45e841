/** Keeps the screen from going dark until it is told to stop. A browser that refuses is no fault. */
export function keepAwake(): () => void {
	let lock: WakeLockSentinel | null = null;
	let over = false;

	const release = (held: WakeLockSentinel | null): void => void held?.release().catch(() => {});
	const ask = async (): Promise<void> => {
		try {
			const held = await navigator.wakeLock.request('screen');
			if (over) return release(held);
			release(lock);
			lock = held;
		} catch {
			// Refused, low on battery, or not a thing here.
		}
	};
	// The browser takes the lock away from a page that is out of sight.
	const seen = (): void => void (document.visibilityState === 'visible' && ask());

	void ask();
	document.addEventListener('visibilitychange', seen);
	return () => {
		over = true;
		document.removeEventListener('visibilitychange', seen);
		release(lock);
	};
}
