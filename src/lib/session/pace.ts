import type { Session } from './session.svelte';

/** A step forward; where there is none, the next slide of the deck. */
export function stepOn({ player, deck }: Session): void {
	if (player.atEnd && !player.moving && deck.next()) return;
	player.stepForward();
}

/** A step back; where there is none, the slide before. */
export function stepBack({ player, deck }: Session): void {
	if (player.atStart && !player.moving && deck.previous()) return;
	player.stepBack();
}

/**
 * What a remote's forward button does: a step, and at a question, once it has been announced, the answer. Nothing is
 * revealed behind what hides the picture.
 */
export function pressOn(session: Session): void {
	const { prediction, room } = session;
	const isHidden = room.blank !== null || room.dialog !== null;
	if (prediction.asked && isHidden) return;
	if (!prediction.reveal.press(performance.now())) stepOn(session);
}
