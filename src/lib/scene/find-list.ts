import { hitWords, totalWords } from '$lib/recording/hit-words';
import { listed, type Hit, type Hits } from '$lib/recording/hits';
import { lane, type Moment, type Lane } from '$lib/recording/moment';
import type { Column, Loop } from '$lib/recording/recording';
import { isSettled } from '$lib/recording/walk';
import { laneName } from '$lib/recording/words';
import { shortText } from './short-text';

/** Where something holds, in words. */
export interface HitList {
	/** `holds in 3 of 20 steps`. */
	readonly title: string;
	readonly lines: readonly { readonly hit: Hit; readonly text: string }[];
	/** Hits there is no line for. */
	readonly more: number;
}

const mostLines = 200;

/** The steps at which an expression holds, the first of them as lines. */
export function hitList(loop: Loop, hits: Hits): HitList {
	const lines = listed(hits, mostLines).map((hit) => ({ hit, text: hitWords(loop, hit) }));
	return { title: totalWords(loop, hits.steps, 'holds'), lines, more: hits.steps - lines.length };
}

/** What a breakpoint asks for: `line 8 · row 2 · when new > 3`. */
export function breakWords(
	loop: Loop,
	{ line, step, lane: row, when }: { line?: number; step?: number; lane?: number; when?: string }
): string {
	const parts = [
		...(line === undefined ? [] : [`line ${line}`]),
		...(step === undefined ? [] : [`step ${step}`]),
		...(row === undefined ? [] : [laneName(loop, lane(row))]),
		...(when === undefined ? [] : [`when ${when}`])
	];
	return parts.length === 0 ? 'every step' : parts.join(' · ');
}

/** What is watched, in a lane at a moment; null before it is there. */
export function watchText(loop: Loop, column: Column, moment: Moment, row: Lane): string | null {
	const { step } = moment;
	if (step < 0 || !isSettled(moment)) return null;
	return shortText(column, loop, false, step, row);
}

/** `float32[3]`. */
export const typeWords = ({ dtype, shape }: Column): string => `${dtype}[${shape.join(',')}]`;
