import type { Point } from '$lib/session/room.svelte';

/** Where on the screen the pointer is. */
export const pointIn = ({ clientX, clientY }: PointerEvent): Point => [
	clientX / innerWidth,
	clientY / innerHeight
];
