import type { Beat } from '$lib/recording/moment';

/** How long a beat takes at speed 1, in milliseconds. */
export const beatTime: { readonly [B in Beat]: number } = { pull: 300, combine: 400, emit: 400, rest: 300 };

/** A whole step at speed 1: what playing waits between pictures when motion is reduced. */
export const stepTime = beatTime.pull + beatTime.combine + beatTime.emit + beatTime.rest;

export const speeds = [0.25, 0.5, 1, 2, 4] as const;
export type Speed = (typeof speeds)[number];

/** From the last keystroke to the run. */
export const editPause = 150;

/** A run shorter than this is not spoken of. */
export const patience = 400;

/** After the last move the address bar is written: browsers refuse floods, and a write takes as long as a frame. */
export const addressPause = 250;

/** Between two changes of a value beside the code, each of which has the editor laid out. */
export const inlinePause = 120;

/** Jumps that follow each other closer than this are undone as one. */
export const jumpPause = 250;

/** From the last move to its sentence in the live region. */
export const speechPause = 350;

/** From the last keystroke to its draft. */
export const draftPause = 300;
