import { pushState, replaceState } from '$app/navigation';
import { openWorker } from '$lib/session/engine';
import type { World } from '$lib/session/session.svelte';

/** A session's world in a browser, with the worker, the address bar and the storages of this page. */
export const browserWorld: World = {
	openEngine: openWorker,
	bar: {
		read: () => location.hash,
		// A fragment alone keeps whatever path and query the page is served under.
		// eslint-disable-next-line svelte/no-navigation-without-resolve
		replace: (fragment) => replaceState(`#${fragment}`, {}),
		// eslint-disable-next-line svelte/no-navigation-without-resolve
		push: (fragment) => pushState(`#${fragment}`, {}),
		get tab() {
			return orNull(() => window.sessionStorage);
		},
		get isReturn() {
			const [{ type }] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
			return type === 'reload' || type === 'back_forward';
		}
	},
	get storage() {
		return orNull(() => window.localStorage);
	},
	now: () => Date.now()
};

/** Of a window that shows what another does: it keeps nothing, and its address says nothing. */
export const audienceWorld: World = {
	...browserWorld,
	bar: { read: () => '', replace: () => {}, push: () => {}, tab: null, isReturn: false },
	storage: null
};

/** A sandboxed page may not even ask. */
function orNull(storage: () => Storage): Storage | null {
	try {
		return storage();
	} catch {
		return null;
	}
}
