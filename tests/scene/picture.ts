import { render } from 'svelte/server';
import { lane, loopIndex, step, type Beat, type Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import type { Scene } from '$lib/scene/scene';
import { sceneAt } from '$lib/scene/stage';
import type { StageOptions } from '$lib/scene/view';
import Picture from '$lib/ui/stage/Picture.svelte';

export const at = (n: number, beat: Beat = 'rest'): Moment => ({
	within: [],
	loop: loopIndex(0),
	step: step(n),
	beat,
	eqn: null
});

export const room = (width: number, more: Partial<StageOptions> = {}): StageOptions => ({
	width,
	height: null,
	focusLane: lane(0),
	hover: null,
	...more
});

export const pictureOf = (loop: Loop, moment: Moment, t: number, width: number): string =>
	svgText(sceneAt(loop, moment, t, room(width)));

/** The picture as the page draws it, one element a line, without the marks by which Svelte finds its places. */
export function svgText(scene: Scene): string {
	return withoutMarks(render(Picture, { props: { scene, id: 'p' } }).body);
}

export function withoutMarks(body: string): string {
	const bare = body.replace(/<!--.*?-->/g, '').replace(/ ?svelte-[a-z0-9]+/g, '');
	return `${bare.replace(/ class=""/g, '').replace(/><(?!\/(rect|line|circle|path|text)>)/g, '>\n<')}\n`;
}
