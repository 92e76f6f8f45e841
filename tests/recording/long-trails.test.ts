import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originOf } from '$lib/recording/cause/origin';
import { reachOf } from '$lib/recording/cause/reach';
import { operandColumn } from '$lib/recording/flags';
import type { LiveLoop } from '$lib/recording/live-loop';
import { eqnIndex, lane, step as stepOf } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import { mostTold, type Hop, type Thread, type Trail } from '$lib/recording/trail';
import type { ValueRef } from '$lib/recording/value-ref';
import { record } from '$lib/session/run';
import { imports, littleRoom, longPrograms } from '../support/long';

/** Long enough that steps that are all alike are not gone through one by one. */
const alike = `
def per_row(row, w):
  def step(state, x):
    c, last = state
    c = w * c + 0.1 * x
    return (c, x), c * 2 + last
  return lax.scan(step, (0., 0.), row)
jax.vmap(per_row, in_axes=(0, None))(jnp.sin(jnp.arange(1400.)).reshape(2, 700), 0.9)
`;

const programs = { ...longPrograms, alike };

function both(body: string): { full: LiveLoop; long: LiveLoop } {
	const program = imports + body;
	return { full: record(program).live[0], long: record(program, { room: littleRoom }).live[0] };
}

/** The thread with every step of its runs. */
function spread({ runs = [], ...thread }: Thread): unknown {
	const cells = thread.steps.map((step, i) => ({
		step,
		part: thread.parts[i],
		elements: thread.elements[i]
	}));
	for (const { from, to, part, elements } of runs)
		for (let step = from; step <= to; step++) cells.push({ step, part, elements });
	const { kind, lane: row, leaf } = thread;
	return { kind, row, leaf, cells: cells.sort((a, b) => a.step - b.step) };
}

const byName = (threads: readonly Thread[]): unknown[] =>
	threads
		.map((thread) => [`${thread.kind} ${thread.leaf} ${thread.lane}`, spread(thread)] as const)
		.sort(([a], [b]) => (a < b ? -1 : 1));

const plain = ({ threads, hops, ...trail }: Trail): unknown => ({
	...trail,
	threads: byName(threads),
	hops: hops.map(({ values: _, ...hop }) => hop)
});

function valuesIn({ loop }: LiveLoop, { eqn, step, lane: row }: Hop): Hop['values'] {
	const { operands, results } = loop.eqns[eqn];
	const told = (column: (typeof results)[number]): number[] =>
		elementsAt(column, column.stepStride === 0 ? 0 : step, row, loop.axes).slice(0, mostTold);
	return {
		operands: operands.map((operand) => told(operandColumn(loop, operand))),
		made: results.slice(0, 1).flatMap(told)
	};
}

const kinds = ['init', 'x', 'carry', 'y', 'final', 'closed', 'result'] as const;

function valueOf(
	{ loop }: LiveLoop,
	kind: (typeof kinds)[number],
	n: number,
	at: number,
	row: number
): ValueRef | null {
	const leaves = {
		init: loop.carry,
		x: loop.xs,
		carry: loop.carry,
		y: loop.ys,
		final: loop.carry,
		closed: loop.closed
	};
	const step = stepOf(kind === 'init' ? 0 : kind === 'final' ? loop.length : at % loop.recorded);
	if (kind === 'result') {
		const eqn = loop.eqns[n % loop.eqns.length];
		const shared = eqn.results.length === 0 || eqn.results[0].shared;
		return eqn.results.length === 0
			? null
			: { kind, lane: shared ? null : lane(row % loop.lanes), step, eqn: eqnIndex(eqn.index) };
	}
	const own = leaves[kind];
	if (own.length === 0) return null;
	const leaf = n % own.length;
	return { kind, lane: own[leaf].column.shared ? null : lane(row % loop.lanes), step, leaf };
}

describe.each(Object.entries(programs))('a value of a long loop: %s', (_, body) => {
	const { full, long } = both(body);

	it('is followed, either way, as in one that is kept whole', () => {
		expect(long.windows).toBeDefined();
		fc.assert(
			fc.property(
				fc.constantFrom(...kinds),
				fc.nat(9),
				fc.nat(5000),
				fc.nat(9),
				fc.constantFrom(originOf, reachOf),
				(kind, n, at, row, follow) => {
					const value = valueOf(full, kind, n, at, row);
					if (!value) return;
					const [expected, found] = [follow(full, value), follow(long, value)];
					expect(plain(found)).toEqual(plain(expected));
					for (const hop of found.hops.slice(0, 20)) expect(hop.values).toEqual(valuesIn(full, hop));
				}
			),
			{ numRuns: 12 }
		);
	});
});

it('goes through steps that are all alike only until there is enough to tell', () => {
	const { full, long } = both(alike);
	const value = { kind: 'carry', lane: lane(1), step: stepOf(690), leaf: 0 } as const;
	const { threads, hops, hopCount } = originOf(long, value);
	const xs = threads.find(({ kind }) => kind === 'x');
	expect(xs?.runs).toEqual([{ from: 1, to: expect.any(Number) as number, part: 'made', elements: null }]);
	expect(xs?.steps.length).toBeLessThan(500);
	expect(hops.length).toBe(1000);
	expect(hopCount).toBe(originOf(full, value).hopCount);
});
