import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	comparedKinds,
	firstDivergence,
	lanesPart,
	madeKinds,
	unlike,
	type ComparedKind
} from '$lib/recording/divergence';
import { lane } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import { inTreeOrder, levelsOf, scanTree } from '$lib/recording/tree-order';
import { record } from '$lib/session/run';

const program = (rows: readonly (readonly number[])[], init = '0', reverse = false): string => `
import jax, jax.numpy as jnp
from jax import lax
def per_row(row):
  def step(carry, x):
    best, pair = carry
    new = jnp.maximum(best, x)
    return (new, jnp.stack([pair[1], x])), new * 2
  return lax.scan(step, (jnp.float32(${init}), jnp.zeros(2)), row, reverse=${reverse ? 'True' : 'False'})
jax.vmap(per_row)(jnp.array(${JSON.stringify(rows)}, dtype=jnp.float32))
`;

const loopOf = (...args: Parameters<typeof program>): Loop => {
	const { recording, error } = record(program(...args));
	if (error) throw error;
	return recording.loops[0];
};

const exactly = { tolerance: 0, kinds: comparedKinds };

describe('where two runs part', () => {
	const rows = [
		[1, 2, 3],
		[5, 5, 5]
	];

	it('is nowhere where they are the same, NaN with NaN', () => {
		expect(firstDivergence(loopOf(rows), loopOf(rows), exactly)).toBeNull();
		const program =
			'from jax import lax\nimport jax.numpy as jnp\nlax.scan(lambda c, x: (c - c, c), jnp.inf, jnp.ones(3))';
		const run = (): Loop => record(program).recording.loops[0];
		expect(firstDivergence(run(), run(), exactly)).toBeNull();
	});

	it('is told by step, lane, leaf and both values', () => {
		const other = loopOf([
			[1, 9, 3],
			[5, 6, 5]
		]);
		expect(firstDivergence(loopOf(rows), other, exactly)).toEqual({
			kind: 'x', step: 1, lane: 0, leaf: 0, element: 0, values: [2, 9], lanes: 2
		}); // prettier-ignore
		expect(firstDivergence(loopOf(rows), other, { tolerance: 0, kinds: ['y'] })).toEqual({
			kind: 'y', step: 1, lane: 0, leaf: 0, element: 0, values: [4, 18], lanes: 2
		}); // prettier-ignore
	});

	it('is not where the difference is tolerated', () => {
		const near = loopOf([
			[1, 2.25, 3],
			[5, 5, 5]
		]);
		expect(firstDivergence(loopOf(rows), near, { tolerance: 0.25, kinds: ['x'] })).toBeNull();
		expect(firstDivergence(loopOf(rows), near, { tolerance: 0.24, kinds: ['x'] })).toMatchObject({ step: 1 });
	});

	it('is the end where one has more steps', () => {
		const longer = loopOf(rows.map((row) => [...row, 0]));
		expect(firstDivergence(loopOf(rows), longer, exactly)).toEqual({ kind: 'end', step: 2, values: [3, 4] });
	});

	it('is not looked for where they are not alike', () => {
		expect(unlike(loopOf(rows), loopOf([[1, 2, 3]]))).toBe('It has 1 row, this one 2.');
		expect(unlike(loopOf(rows), loopOf(rows))).toBeNull();
	});
});

type Found = {
	step: number;
	lane: number;
	kind: ComparedKind;
	leaf: number;
	element: number;
	lanes: number;
} | null;

/** All differences there are, sorted: slow and obvious. */
function slowly(
	a: Loop,
	b: Loop,
	pairs: readonly (readonly [number, number])[],
	kinds: readonly ComparedKind[]
): Found {
	const all: NonNullable<Found>[] = [];
	const of = (loop: Loop, kind: ComparedKind): Loop['carry'] =>
		kind === 'x' ? loop.xs : kind === 'y' ? loop.ys : loop.carry;
	for (const [order, kind] of kinds.entries())
		of(a, kind).forEach((mine, leaf) => {
			const carried = kind === 'init' || kind === 'carry' ? 1 : 0;
			for (let step = -1; step < a.recorded; step++) {
				if ((kind === 'init') !== step < 0) continue;
				for (const [p, q] of pairs) {
					const one = elementsAt(mine.column, step + carried, lane(p), a.axes);
					const two = elementsAt(of(b, kind)[leaf].column, step + carried, lane(q), b.axes);
					one.forEach((value, element) => {
						if (!Object.is(value, two[element]))
							all.push({ step, lane: p, kind, leaf, element, lanes: order });
					});
				}
			}
		});
	all.sort(
		(u, v) =>
			u.step - v.step || u.lane - v.lane || u.lanes - v.lanes || u.leaf - v.leaf || u.element - v.element
	);
	const [first] = all;
	if (!first) return null;
	return {
		...first,
		lanes: new Set(all.filter(({ step }) => step === first.step).map((one) => one.lane)).size
	};
}

const grid = fc.array(fc.array(fc.constantFrom(0, 1, 2), { minLength: 4, maxLength: 4 }), {
	minLength: 3,
	maxLength: 3
});

describe('random runs, against all their differences', () => {
	it('part in the first of them', () => {
		fc.assert(
			fc.property(
				grid, grid, fc.boolean(), fc.subarray([...comparedKinds]),
				(one, two, reverse, kinds) => {
					const [a, b] = [loopOf(one, '0', reverse), loopOf(two, '0', reverse)];
					const pairs = [0, 1, 2].map((n) => [n, n] as const);
					const found = firstDivergence(a, b, { tolerance: 0, kinds });
					const slow = slowly(a, b, pairs, kinds);
					if (slow === null) expect(found).toBeNull();
					else expect(found).toMatchObject(slow);
				}
			),
			{ numRuns: 40 }
		); // prettier-ignore
	});

	it('and so do lanes of one run', () => {
		fc.assert(
			fc.property(grid, fc.nat(2), fc.nat(2), (rows, p, q) => {
				const loop = loopOf(rows);
				const found = lanesPart(loop, lane(p), lane(q), { tolerance: 0, kinds: madeKinds });
				const slow = slowly(loop, loop, [[p, q]], madeKinds);
				if (slow === null) expect(found).toBeNull();
				else expect(found).toMatchObject(slow);
			}),
			{ numRuns: 40 }
		);
	});
});

describe('the order of associative_scan', () => {
	const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 40 });

	it('gives every prefix, with the depth of a tree', () => {
		fc.assert(
			fc.property(numbers, (list) => {
				let combined = 0;
				const values = scanTree(list, (a, b) => {
					combined++;
					return a + b;
				});
				const levels = levelsOf(list.length);
				expect(values).toEqual(list.map((_, n) => list.slice(0, n + 1).reduce((a, b) => a + b)));
				expect(levels.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(Math.max(2, list.length))));
				const work = levels.reduce((sum, { operations }) => sum + operations, 0);
				expect(work).toBe(combined);
				expect(work).toBeLessThan(2 * list.length);
			})
		);
	});

	it('is that of jax.lax.associative_scan, bit for bit', () => {
		const text = (call: string): string => `
import jax, jax.numpy as jnp
from jax import lax
xs = jnp.sin(jnp.arange(13.) * 7.3) * 100
init = jnp.float32(0.1)
${call}
`;
		const { recording } = record(text('lax.scan(lambda c, x: (c + x, c), init, xs)'));
		const tree = inTreeOrder(recording.loops[0]);
		const real = record(text('lax.associative_scan(jnp.add, jnp.concatenate([init[None], xs]))'));
		if (!tree) throw new Error('internal: no tree');
		const own = Array.from(
			{ length: 14 },
			(_, n) => elementsAt(tree.loop.carry[0].column, n, lane(0), tree.loop.axes)[0]
		);
		expect(own).toEqual([...(real.value as { data: Float32Array }).data]);
		expect(firstDivergence(recording.loops[0], tree.loop, { tolerance: 0, kinds: ['carry'] })?.kind).toBe(
			'carry'
		);
		expect(tree).toMatchObject({ primitive: 'add', depth: 6 });
	});

	it('is there only for an associative operation of a carry with an x', () => {
		expect(inTreeOrder(loopOf([[1, 2, 3]]))).toMatchObject({ primitive: 'max', leaf: 0 });
		const other = record(
			'import jax.numpy as jnp\nfrom jax import lax\nlax.scan(lambda c, x: (c - x, c), 0., jnp.ones(3))'
		);
		expect(inTreeOrder(other.recording.loops[0])).toBeNull();
	});
});
