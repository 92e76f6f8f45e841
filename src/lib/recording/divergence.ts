import { wordsOf } from '$lib/array/dtype';
import { allLanes, step as stepOf, type Lane, type Step } from './moment';
import { slotsAt } from './read';
import type { Column, Loop } from './recording';
import { count } from './words';

/** What is compared, in the order of a step: what it is given, then what it makes. */
export const comparedKinds = ['init', 'x', 'carry', 'y'] as const;
export type ComparedKind = (typeof comparedKinds)[number];

/** Everything that a body makes, and what it begins with. */
export const madeKinds: readonly ComparedKind[] = ['init', 'carry', 'y'];

/** Where two runs part. */
export type Divergence =
	| {
			readonly kind: ComparedKind;
			/** -1: before the first step. */
			readonly step: Step;
			/** In the first run. */
			readonly lane: Lane;
			readonly leaf: number;
			/** Row-major place in the leaf's value. */
			readonly element: number;
			readonly values: readonly [number, number];
			/** Lanes in which the runs part at this step. */
			readonly lanes: number;
	  }
	/** All is the same but that one has more steps. */
	| { readonly kind: 'end'; readonly step: Step; readonly values: readonly [number, number] };

export interface Closeness {
	/** Numbers that differ by no more are the same; 0: only the same bits are, and NaN is NaN. */
	readonly tolerance: number;
	readonly kinds: readonly ComparedKind[];
}

/** Why two loops cannot be compared value by value; null where they can. */
export function unlike(a: Loop, b: Loop): string | null {
	if (a.lanes !== b.lanes) return `It has ${count(b.lanes, 'row')}, this one ${a.lanes}.`;
	const pairs = [
		['carry', a.carry, b.carry],
		['x', a.xs, b.xs],
		['y', a.ys, b.ys]
	] as const;
	for (const [what, mine, others] of pairs) {
		if (mine.length !== others.length)
			return `Its ${what} has ${count(others.length, 'leaf').replace('leafs', 'leaves')}, here it is ${mine.length}.`;
		const odd = mine.find((leaf, i) => leaf.column.shape.join() !== others[i].column.shape.join());
		if (odd) return `Its ${odd.name} has another shape.`;
	}
	return null;
}

/**
 * The first step, then lane, then value in which two loops that are alike part; null where they are the same. Of long
 * ones the first of the steps that both have at hand.
 */
export function firstDivergence(a: Loop, b: Loop, closeness: Closeness): Divergence | null {
	const lanes = allLanes(a);
	return parting(
		a,
		b,
		lanes.map((n) => [n, n]),
		closeness
	);
}

/** The first step in which two lanes of a loop part; of a long one the first of the steps in sight. */
export const lanesPart = (loop: Loop, a: Lane, b: Lane, closeness: Closeness): Divergence | null =>
	parting(loop, loop, [[a, b]], closeness);

type LanePair = readonly [Lane, Lane];

function parting(a: Loop, b: Loop, pairs: readonly LanePair[], closeness: Closeness): Divergence | null {
	const compared = pairs.map((pair) => ({ lane: pair[0], strands: strandsOf(a, b, pair, closeness.kinds) }));
	const steps = Math.min(a.long?.to ?? a.recorded, b.long?.to ?? b.recorded);
	const first = Math.max(a.long?.from ?? 0, b.long?.from ?? 0);
	const same = samenessOf(closeness.tolerance);
	const partedAt = (n: number): Divergence | null => {
		const parted = compared.flatMap(({ lane, strands }) => {
			const found = firstOf(strands, n, same);
			return found ? [{ ...found, lane }] : [];
		});
		return parted.length > 0 ? { ...parted[0], step: stepOf(n), lanes: parted.length } : null;
	};
	const atInit = first === 0 ? partedAt(-1) : null;
	if (atInit) return atInit;
	let end = steps;
	compared[0]?.strands.forEach((_, n) => {
		const alike = compared.map(({ strands }) => strands[n]);
		end = firstApart(alike, first, end, same);
	});
	if (end < steps) return partedAt(end);
	if (a.recorded === b.recorded || steps < Math.min(a.recorded, b.recorded)) return null;
	return { kind: 'end', step: stepOf(steps - 1), values: [a.recorded, b.recorded] };
}

/** One leaf of one lane in both runs. */
interface Strand {
	readonly kind: ComparedKind;
	readonly leaf: number;
	/** Entry of the columns at step 0. */
	readonly shift: number;
	readonly columns: readonly [Column, Column];
	readonly slots: readonly [readonly number[], readonly number[]];
	readonly words: number;
}

function strandsOf(a: Loop, b: Loop, [p, q]: LanePair, kinds: readonly ComparedKind[]): Strand[] {
	return kinds.flatMap((kind) =>
		leavesOf(a, kind).map((mine, leaf): Strand => {
			const other = leavesOf(b, kind)[leaf];
			return {
				kind,
				leaf,
				shift: kind === 'init' || kind === 'carry' ? 1 : 0,
				columns: [mine.column, other.column],
				slots: [slotsAt(mine.column, p, a.axes), slotsAt(other.column, q, b.axes)],
				words: mine.column.dtype === other.column.dtype ? wordsOf(mine.column.dtype) : 1
			};
		})
	);
}

/** The first step from `first` on in which any strand of the same two columns parts; `end` where none does before. */
function firstApart(alike: readonly Strand[], first: number, end: number, same: Sameness): number {
	const [{ kind, columns, shift }] = alike;
	if (kind === 'init') return end;
	const [{ data: mine, stepStride: stride }, { data: others, stepStride: otherStride }] = columns;
	const [here, there] = [slotsIn(alike, 0), slotsIn(alike, 1)];
	for (let n = first; n < end; n++) {
		const [a, b] = [(n + shift) * stride, (n + shift) * otherStride];
		for (let k = 0; k < here.length; k++) if (!same(mine[here[k] + a], others[there[k] + b])) return n;
	}
	return end;
}

const slotsIn = (strands: readonly Strand[], run: 0 | 1): Int32Array =>
	Int32Array.from(
		strands.flatMap(({ slots, words }) =>
			slots[run].flatMap((slot) => Array.from({ length: words }, (_, word) => slot + word))
		)
	);

const leaves: { readonly [K in ComparedKind]: (loop: Loop) => Loop['carry'] } = {
	init: ({ carry }) => carry,
	x: ({ xs }) => xs,
	carry: ({ carry }) => carry,
	y: ({ ys }) => ys
};
const leavesOf = (loop: Loop, kind: ComparedKind): Loop['carry'] => leaves[kind](loop);

function firstOf(
	strands: readonly Strand[],
	step: number,
	same: Sameness
): { kind: ComparedKind; leaf: number; element: number; values: [number, number] } | null {
	for (const { kind, leaf, shift, columns, slots, words } of strands) {
		if ((kind === 'init') !== step < 0) continue;
		const [a, b] = columns.map(({ stepStride }) => (step + shift) * stepStride);
		for (let element = 0; element < slots[0].length; element++)
			for (let word = 0; word < words; word++) {
				const mine = columns[0].data[slots[0][element] + a + word];
				const other = columns[1].data[slots[1][element] + b + word];
				if (!same(mine, other)) return { kind, leaf, element, values: [mine, other] };
			}
	}
	return null;
}

type Sameness = (a: number, b: number) => boolean;

const samenessOf = (tolerance: number): Sameness =>
	tolerance > 0 ? (a, b) => Object.is(a, b) || Math.abs(a - b) <= tolerance : Object.is;
