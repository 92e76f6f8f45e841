import type { Session } from '$lib/session/session.svelte';
import { audienceAddress, openChannel, remember } from './browser-channel';
import { audienceKeyDeed } from './remote';

/** Opens a window for the audience, and presents to it. Browsers may keep the window shut: the bar then has a link. */
export function beginPresenting(session: Session): void {
	const id = session.presenting.id ?? crypto.randomUUID();
	if (session.presenting.role === null) presentAs(session, id);
	window.open(audienceAddress(id), `lockstep-${id}`, 'popup,width=1280,height=720');
}

/** Presents to the audience that listens to `id`. */
export function presentAs(session: Session, id: string): void {
	remember(id);
	session.presenting.present(id, openChannel(id), Date.now, (key) => audienceKeyDeed(key)?.(session));
}

export function endPresenting(session: Session): void {
	remember(null);
	session.presenting.end();
}
