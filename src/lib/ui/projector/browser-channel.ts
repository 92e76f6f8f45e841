import type { Channel } from '$lib/session/presenter';

/** Between the windows of this origin that know the id. */
export function openChannel(id: string): Channel {
	const air = new BroadcastChannel(`lockstep.room.${id}`);
	const channel: Channel = {
		heard: null,
		post: (message) => air.postMessage(message),
		close: () => air.close()
	};
	air.onmessage = ({ data }) => channel.heard?.(data);
	return channel;
}

/** The address of the audience's window. */
export function audienceAddress(id: string): string {
	const address = new URL(location.href);
	address.hash = '';
	address.search = '';
	address.searchParams.set('audience', id);
	return address.href;
}

/** Of the audience that this page is; null where it is none. */
export const audienceId = (): string | null => new URLSearchParams(location.search).get('audience');

const key = 'lockstep.presenting';

/** A reload goes on presenting to the same audience. */
export function remember(id: string | null): void {
	try {
		if (id === null) sessionStorage.removeItem(key);
		else sessionStorage.setItem(key, id);
	} catch {
		// Refused: a reload ends the presentation.
	}
}

/** What was presented before this page was reloaded. */
export function remembered(): string | null {
	const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
	if (entry?.type !== 'reload') return null;
	try {
		return sessionStorage.getItem(key);
	} catch {
		return null;
	}
}
