import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flagsOf } from '$lib/recording/flags';
import { changeOf, everyLane, hitsOf, truthOf, type Hits } from '$lib/recording/hits';
import { lanesPart, madeKinds } from '$lib/recording/divergence';
import { laneOrder, mapLeaves } from '$lib/recording/lane-order';
import { longLaneOrder } from '$lib/recording/long-lane-order';
import { lane } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import { longPrograms, valuesAt } from '../support/long';
import { pages } from '../support/long-page';

const plainHits = ({ lanes, first, steps }: Hits): unknown => ({
	lanes: [...lanes],
	first: [...first],
	steps
});

const conditions: { readonly [name: string]: string } = {
	ema: 'c > 0.05',
	reversed: 'x > 20',
	vectors: 'h.max() > 0.9',
	broken: 'jnp.isnan(p)',
	integers: 'c % 2 == 0',
	nested: 'c > 0.5',
	falling: 'v < 10',
	counting: 's[1] > 0.99',
	apart: 's[0] > 20',
	branching: 'c > 0.2'
};

describe.each(Object.entries(longPrograms))('the page of a long loop: %s', (name, body) => {
	it('gets windows with the values of the whole record', () => {
		const { whole, long } = pages(body);
		fc.assert(
			fc.property(fc.array(fc.nat(whole.loop.recorded - 1), { minLength: 1, maxLength: 6 }), (steps) => {
				for (const step of steps) expect(valuesAt(long.at(step), step)).toEqual(valuesAt(whole.loop, step));
			}),
			{ numRuns: 10 }
		);
	});

	it('finds where an expression holds as over the whole record', () => {
		const { whole, long } = pages(body);
		const expression = conditions[name];
		const expected = hitsOf(whole.loop, truthOf(whole.loop, whole.ask({ kind: 'column', expression })));
		expect(expected.steps).toBeGreaterThan(0);
		const found = long.ask({ kind: 'hits', anyOf: [{ kind: 'true', expression }] });
		expect(plainHits(found)).toEqual(plainHits(expected));
	});

	it('evaluates an expression over its window', () => {
		const { whole, long } = pages(body);
		const expression = conditions[name];
		const expected = whole.ask({ kind: 'column', expression });
		const step = whole.loop.recorded - 2;
		const { long: window } = long.at(step);
		const column = long.ask({ kind: 'column', expression, window });
		for (let n = 0; n < whole.loop.lanes; n++)
			expect(elementsAt(column, step, lane(n), long.loop.axes)).toEqual(
				elementsAt(expected, step, lane(n), whole.loop.axes)
			);
	});

	it('finds every change as over the whole record', () => {
		const { whole, long } = pages(body);
		for (const role of ['carry', 'x', 'y'] as const) {
			if ({ carry: whole.loop.carry, x: whole.loop.xs, y: whole.loop.ys }[role].length === 0) continue;
			const leaf = { role, leaf: 0 };
			const any = hitsOf(whole.loop, changeOf(whole.loop, leaf));
			const ask = (lanes: 'any' | 'all'): unknown =>
				plainHits(long.ask({ kind: 'hits', anyOf: [{ kind: 'change', leaf, lanes }] }));
			expect(ask('any')).toEqual(plainHits(any));
			expect(ask('all')).toEqual(plainHits(everyLane(whole.loop, any)));
		}
	});

	it('hears of the same faults', () => {
		const { whole, long } = pages(body);
		const flags = long.ask({ kind: 'flags' }).map(({ given: _, ...flag }) => flag);
		const key = ({ eqn, lane: row, kind }: (typeof flags)[number]): string => `${eqn} ${row} ${kind}`;
		const sorted = (list: readonly (typeof flags)[number][]) =>
			[...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
		expect(sorted(flags)).toEqual(sorted(flagsOf(whole.loop)));
	});

	it('hears where lanes part', () => {
		const { whole, long } = pages(body);
		const { column } = whole.loop.carry[0];
		const expected = Array.from({ length: whole.loop.lanes }, (_, n) => {
			for (let entry = 0; entry <= whole.loop.recorded; entry++)
				if (
					!Object.is(
						elementsAt(column, entry, lane(n), whole.loop.axes).join(),
						elementsAt(column, entry, lane(0), whole.loop.axes).join()
					)
				)
					return entry;
			return Infinity;
		});
		expect([...long.ask({ kind: 'partings', role: 'carry', leaf: 0, lane: lane(0) })]).toEqual(expected);
	});

	it('hears where two lanes first part', () => {
		const { whole, long } = pages(body);
		const closeness = { tolerance: 0, kinds: madeKinds };
		for (let a = 0; a < whole.loop.lanes; a++)
			for (let b = 0; b < whole.loop.lanes; b++) {
				const lanes = [lane(a), lane(b)] as const;
				expect(long.ask({ kind: 'lanesPart', lanes, closeness })).toEqual(
					lanesPart(whole.loop, ...lanes, closeness)
				);
			}
	});

	it('groups its lanes as over the whole record', () => {
		const { whole, long } = pages(body);
		const expression = conditions[name];
		const leaf = mapLeaves(whole.loop)[0];
		const plain = { leaf, sort: 'index', focus: lane(0) } as const;
		const group = whole.ask({ kind: 'column', expression });
		const expected = laneOrder(whole.loop, { ...plain, filter: null, group });
		const lasts = long.ask({ kind: 'lasts', expression });
		const found = longLaneOrder(long.loop, { ...plain, ever: null, partings: null, lasts });
		expect(found).toEqual(expected);
	});
});
