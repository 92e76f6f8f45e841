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
