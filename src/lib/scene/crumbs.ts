import type { Moment } from '$lib/recording/moment';
import type { Crumb, Loop } from '$lib/recording/recording';
import { momentOn, stopOf, stopsOf, type Around, type Stop } from '$lib/recording/stops';
import { restAt } from '$lib/recording/walk';
import { count } from '$lib/recording/words';

/** A part of the way from the module to where the cursor stands. */
export interface Bread {
	readonly key: string;
	readonly kind: 'function' | 'vmap' | 'loop' | 'call' | 'equation';
	/** In pieces; what the program's reader knows by name is not strong. */
	readonly text: readonly { readonly text: string; readonly strong: boolean }[];
	/** Where one gets by going out to it; null for what has no place in time, and for where one stands. */
	readonly to: Moment | null;
	/** Of a loop around the present one: which, 0 the outermost. */
	readonly level: number | null;
}

/** `f › vmap row × 4 rows › scan step 3 of 8 › cell › fori_loop step 2 of 5 › tanh`. */
export function crumbsOf(trail: readonly Around[], loop: Loop, moment: Moment): readonly Bread[] {
	const outermost = trail[0]?.loop ?? loop;
	return [
		...outermost.path.map(pathCrumb),
		...trail.flatMap((around, level) => aroundCrumbs(around, level, trail[level + 1]?.loop ?? loop)),
		{
			key: `loop ${trail.length}`,
			kind: 'loop',
			text: stepText(loop, moment.step),
			to: moment.eqn === null ? null : restAt(loop, moment.step),
			level: null
		},
		...stopCrumbs(loop, moment)
	];
}

const strong = (text: string): Bread['text'][number] => ({ text, strong: true });
const plain = (text: string): Bread['text'][number] => ({ text, strong: false });

function pathCrumb(crumb: Crumb, n: number): Bread {
	const { kind, name } = crumb;
	const text =
		kind === 'vmap'
			? [strong('vmap'), plain(` ${name} `), strong(`× ${count(crumb.size, 'row')}`)]
			: [plain(name)];
	return { key: `path ${n}`, kind, text, to: null, level: null };
}

function aroundCrumbs({ loop, moment }: Around, level: number, inner: Loop): Bread[] {
	const calls = inner.eqn === null ? [] : callsRound(loop, { ...moment, eqn: inner.eqn });
	return [
		{ key: `loop ${level}`, kind: 'loop', text: stepText(loop, moment.step), to: moment, level },
		...calls.map((stop) => callCrumb(loop, moment.step, stop, level))
	];
}

function stopCrumbs(loop: Loop, moment: Moment): Bread[] {
	const stop = stopOf(loop, moment);
	if (stop === null) return [];
	const around = callsRound(loop, moment).filter(({ depth }) => depth < stop.depth);
	const name = stop.call?.name ?? loop.eqns[stop.last].operator.text;
	return [
		...around.map((call) => callCrumb(loop, moment.step, call, -1)),
		{ key: 'here', kind: 'equation', text: [plain(name)], to: null, level: null }
	];
}

/** The calls an equation lies in, outermost first. */
const callsRound = (loop: Loop, { eqn }: Moment): Stop[] =>
	eqn === null ? [] : stopsOf(loop).filter(({ call, first, last }) => call && first <= eqn && eqn <= last);

const callCrumb = (loop: Loop, step: number, stop: Stop, level: number): Bread => ({
	key: `call ${level} ${stop.depth}`,
	kind: 'call',
	text: [plain(stop.call?.name ?? '')],
	to: momentOn(loop, step, stop),
	level: null
});

function stepText(loop: Loop, step: number): Bread['text'] {
	const length = loop.length.toLocaleString('en');
	const end = loop.reverse ? [plain(' in reverse')] : [];
	if (loop.recorded === 0) return [strong(loop.kind), plain(' has no steps'), ...end];
	if (step < 0) return [strong(loop.kind), plain(' before step '), strong(`1 of ${length}`), ...end];
	return [
		strong(loop.kind),
		plain(' step '),
		strong(`${(step + 1).toLocaleString('en')} of ${length}`),
		...end
	];
}
