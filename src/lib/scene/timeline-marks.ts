import { hitAfter, type Hits } from '$lib/recording/hits';
import { hitWords } from '$lib/recording/hit-words';
import type { Loop } from '$lib/recording/recording';

/** Where on the timeline something holds, with how many lanes it holds in. */
export interface TimelineMark {
	/** The first step that the mark stands for. */
	readonly step: number;
	/** 0 to 1 along the timeline. */
	readonly at: number;
	/** The most lanes in one of its steps. */
	readonly lanes: number;
	/** The lanes in figures; empty without vmap, or where there is no room. */
	readonly label: string;
	/** In full. */
	readonly text: string;
}

/** Room for a mark, and for one with its number, px. */
const least = 8;
const labelled = 48;

/** Marks over a timeline `width` px wide: one a step, or where steps are too narrow one for several of them. */
export function timelineMarks(loop: Loop, hits: Hits, width: number): TimelineMark[] {
	const each = Math.max(1, Math.ceil((loop.recorded * least) / Math.max(1, width)));
	const room = (width / Math.max(1, loop.recorded)) * each;
	const marks: TimelineMark[] = [];
	for (let hit = hitAfter(hits, -1); hit;) {
		const bin = Math.floor(hit.step / each);
		const { lanes, steps } = summedUp(hits, bin * each, (bin + 1) * each);
		const others = steps - 1;
		const more = others > 0 ? `, and ${others} of the next ${each - 1} steps` : '';
		marks.push({
			step: hit.step,
			at: (hit.step + 0.5) / loop.recorded,
			lanes,
			label: loop.axes.length > 0 && room >= labelled ? String(lanes) : '',
			text: hitWords(loop, hit) + more
		});
		hit = hitAfter(hits, (bin + 1) * each - 1);
	}
	return marks;
}

/** The most lanes in a step of a stretch, and in how many of its steps there are any. */
function summedUp({ lanes }: Hits, from: number, to: number): { lanes: number; steps: number } {
	let [most, steps] = [0, 0];
	const end = Math.min(to, lanes.length);
	for (let n = from; n < end; n++) {
		if (lanes[n] === 0) continue;
		steps++;
		if (lanes[n] > most) most = lanes[n];
	}
	return { lanes: most, steps };
}
