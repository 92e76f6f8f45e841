import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyBreak, breakOf, compareStops, nextStop, stopIn, type BreakQuery } from '$lib/recording/breaks';
import {
	changeOf,
	everyLane,
	hitAfter,
	hitBefore,
	hitsOf,
	listed,
	truthOf,
	type Hits
} from '$lib/recording/hits';
import { hitWords } from '$lib/recording/hit-words';
import { lane, step, type Moment } from '$lib/recording/moment';
import { elementsAt, scalarAt } from '$lib/recording/read';
import type { Column, Loop } from '$lib/recording/recording';
import { beatAfter, startOf, stepAfter } from '$lib/recording/walk';
import { record } from '$lib/session/run';

/** Lines 8 and 9 are the body's. */
const program = (rows: readonly (readonly number[])[]): string => `
import jax, jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(carry, x):
    best, n = carry
    new = jnp.maximum(best, x)
    n = n + (x > 2)
    return (new, n), new > 3
  return lax.scan(step, (jnp.float32(0), 0), row)

jax.vmap(per_row)(jnp.array(${JSON.stringify(rows)}, dtype=jnp.float32))
`;

const loopOf = (rows: readonly (readonly number[])[]): Loop => record(program(rows)).recording.loops[0];

const grids = fc
	.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 7 }))
	.chain(([lanes, steps]) =>
		fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: steps, maxLength: steps }), {
			minLength: lanes,
			maxLength: lanes
		})
	);

/** Lanes by step, looked at one by one. */
const brute = (loop: Loop, holds: (n: number, row: number) => boolean): number[][] =>
	Array.from({ length: loop.recorded }, (_, n) =>
		Array.from({ length: loop.lanes }, (_, row) => row).filter((row) => holds(n, row))
	);

function expectHits(hits: Hits, lanes: readonly (readonly number[])[]): void {
	expect([...hits.lanes]).toEqual(lanes.map(({ length }) => length));
	expect([...hits.first]).toEqual(lanes.map(([first]) => first ?? -1));
	expect(hits.steps).toBe(lanes.filter(({ length }) => length > 0).length);
	for (let at = -1; at <= lanes.length; at++) {
		const later = lanes.findIndex((rows, n) => n > at && rows.length > 0);
		const earlier = lanes.findLastIndex((rows, n) => n < at && rows.length > 0);
		expect(hitAfter(hits, at)?.step ?? -1).toBe(later);
		expect(hitBefore(hits, at)?.step ?? -1).toBe(earlier);
	}
}

const text = (column: Column, loop: Loop, entry: number, row: number): string =>
	String(elementsAt(column, entry, lane(row), loop.axes));

describe('hits', () => {
	it('are those that looking at every step and lane finds', () => {
		fc.assert(
			fc.property(grids, (rows) => {
				const loop = loopOf(rows);
				const y = loop.ys[0].column;
				expectHits(
					hitsOf(loop, truthOf(loop, y)),
					brute(loop, (n, row) => scalarAt(y, n, lane(row), loop.axes) === 1)
				);
				loop.carry.forEach(({ column }, leaf) =>
					expectHits(
						hitsOf(loop, changeOf(loop, { role: 'carry', leaf })),
						brute(loop, (n, row) => text(column, loop, n, row) !== text(column, loop, n + 1, row))
					)
				);
				expectHits(
					hitsOf(loop, changeOf(loop, { role: 'x', leaf: 0 })),
					brute(loop, (n, row) => n > 0 && rows[row][n] !== rows[row][n - 1])
				);
			}),
			{ numRuns: 30 }
		);
	});

	it('of all lanes at once are those in which every lane takes part', () => {
		fc.assert(
			fc.property(grids, (rows) => {
				const loop = loopOf(rows);
				const holds = changeOf(loop, { role: 'carry', leaf: 0 });
				const all = brute(loop, (n) =>
					Array.from({ length: loop.lanes }, (_, row) => row).every((row) => holds(step(n), lane(row)))
				);
				expectHits(everyLane(loop, hitsOf(loop, holds)), all);
			}),
			{ numRuns: 15 }
		);
	});

	it('leave out the lanes of a while loop that have ended', () => {
		const loop = record(`
import jax, jax.numpy as jnp
from jax import lax
jax.vmap(lambda n: lax.while_loop(lambda s: s < n, lambda s: s + 1, 0))(jnp.array([3, 1, 2]))
`).recording.loops[0];
		expect([...hitsOf(loop, truthOf(loop, ones(loop))).lanes]).toEqual([3, 2, 1]);
		expect([...everyLane(loop, hitsOf(loop, truthOf(loop, ones(loop)))).lanes]).toEqual([3, 2, 1]);
	});

	it('are told in rows', () => {
		const loop = loopOf([
			[1, 5],
			[1, 6],
			[0, 0]
		]);
		const hits = hitsOf(loop, truthOf(loop, loop.ys[0].column));
		expect(listed(hits, 5).map((hit) => hitWords(loop, hit))).toEqual(['row 0, step 1 (and 1 more row)']);
	});
});

/** True everywhere. */
const ones = (loop: Loop): Column => ({
	dtype: 'bool',
	shape: [],
	weak: false,
	shared: true,
	data: new Uint8Array([1]),
	offset: 0,
	stepStride: 0,
	laneStrides: loop.axes.map(() => 0),
	strides: []
});

const queries = fc.record(
	{
		line: fc.constantFrom(8, 9, 2),
		step: fc.nat(6),
		lane: fc.nat(3),
		conditional: fc.constant(true)
	},
	{ requiredKeys: [] }
);

/** Every place where one can stand: the beats of each step, each equation while combining. */
function places(loop: Loop): Moment[] {
	const all: Moment[] = [startOf(loop)];
	for (let n = 0; n < loop.recorded; n++) {
		const pulled = beatAfter(loop, all[all.length - 1]);
		const combining = loop.eqns.map((eqn): Moment => ({ ...pulled, beat: 'combine', eqn: eqn.index }));
		all.push(pulled, ...combining, stepAfter(loop, pulled));
	}
	return all;
}

describe('breakpoints', () => {
	it('hold where all their parts hold, and are stopped at in order', () => {
		fc.assert(
			fc.property(grids, fc.array(queries, { minLength: 1, maxLength: 3 }), (rows, asked) => {
				const loop = loopOf(rows);
				const y = loop.ys[0].column;
				const breaks = asked.map(({ conditional, ...query }) =>
					breakOf(loop, { ...query, when: conditional ? y : null } satisfies BreakQuery)
				);
				const holds = (
					{ line, step: at, lane: row, conditional }: (typeof asked)[number],
					n: number,
					r: number
				) =>
					line !== 2 &&
					(at ?? n) === n &&
					(row ?? r) === r &&
					(!conditional || scalarAt(y, n, lane(r), loop.axes) === 1);
				asked.forEach((query, k) =>
					expectHits(
						breaks[k].hits,
						brute(loop, (n, r) => holds(query, n, r))
					)
				);
				expectHits(
					anyBreak(loop, breaks),
					brute(loop, (n, r) => asked.some((query) => holds(query, n, r)))
				);
				const stops = places(loop).filter((place) =>
					breaks.some(
						(one) =>
							place.step >= 0 &&
							one.hits.lanes[place.step] > 0 &&
							compareStops(stopIn(loop, one, place.step), place) === 0
					)
				);
				for (const place of places(loop)) {
					const later = stops.find((stop) => compareStops(stop, place) > 0) ?? null;
					const earlier = stops.findLast((stop) => compareStops(stop, place) < 0) ?? null;
					expect(nextStop(loop, breaks, place, 'later')).toEqual(later);
					expect(nextStop(loop, breaks, place, 'earlier')).toEqual(earlier);
				}
			}),
			{ numRuns: 40 }
		);
	});
});
