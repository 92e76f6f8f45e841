import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameMoment, restAt } from '$lib/recording/walk';
import type { Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import {
	executionFrom,
	momentOn,
	sameInStep,
	stepInto,
	stepOut,
	stopAfter,
	stopBefore,
	stopOf,
	stopsOf,
	type Stop
} from '$lib/recording/stops';
import { record } from '$lib/session/run';

const program = `
import jax
import jax.numpy as jnp
from jax import lax

def gate(x):
  return jnp.tanh(x * 2.)

def cell(h, x):
  g = gate(h)
  k = gate(x)
  return g * k

def step(h, x):
  a = h + x
  h = cell(a, x)
  for _ in range(2):
    h = cell(h, a)
  return h, a - h

lax.scan(step, 0., jnp.arange(4.))
`;

const [loop] = record(program).recording.loops;
const stops = stopsOf(loop);
const steps = Array.from({ length: loop.recorded }, (_, n) => n);

const everyStop: readonly Moment[] = steps.flatMap((n) => stops.map((stop) => momentOn(loop, n, stop)));
const onStops = fc.constantFrom(...everyStop);
const anywhere = fc.constantFrom(...everyStop, ...steps.map((n) => restAt(loop, n)), restAt(loop, -1));

/** A stop as its text in the table. */
const nameOf = ({ call, last }: Stop): string => call?.text ?? loop.eqns[last].text;
const at = (moment: Moment): [number, string] => {
	const stop = stopOf(loop, moment);
	return [moment.step, stop ? nameOf(stop) : 'step'];
};

/** The obvious way: over an empty stretch of the list of stops, looking at every one. */
function slowNeighbour(moment: Moment, by: 1 | -1): Moment {
	const here = stopOf(loop, moment);
	const all = steps.flatMap((n) => stops.map((stop) => ({ n, stop })));
	const fits = ({ n, stop }: (typeof all)[number]): boolean => {
		if (here === null) return n === moment.step && stop.depth === 0;
		if (n !== moment.step) return (n - moment.step) * by === 1 && stop.depth === 0;
		return stop.depth <= here.depth && (by > 0 ? stop.first > here.last : stop.last < here.first);
	};
	const found = by > 0 ? all.filter(fits)[0] : all.filter(fits).at(-1);
	return found ? momentOn(loop, found.n, found.stop) : moment;
}

describe('the stops of a step', () => {
	it('are its equations and the calls they lie in, in their order', () => {
		expect(stops.map((stop) => '  '.repeat(stop.depth) + nameOf(stop)).slice(0, 11)).toEqual([
			'h + x',
			'h = cell(a, x)',
			'  g = gate(h)',
			'    x * 2.',
			'    jnp.tanh(x * 2.)',
			'  k = gate(x)',
			'    x * 2.',
			'    jnp.tanh(x * 2.)',
			'  g * k',
			'h = cell(h, a)',
			'  g = gate(h)'
		]);
	});

	it('tell two calls at one place apart', () => {
		expect(stops.filter(({ call }) => call?.text === 'h = cell(h, a)')).toHaveLength(2);
	});
});

describe('steps between stops', () => {
	it('into and out again is the identity', () => {
		fc.assert(
			fc.property(anywhere, (moment) => {
				const inside = moment.step < 0 ? null : stepInto(loop, moment);
				if (inside) expect(sameMoment(stepOut(loop, inside) as Moment, moment)).toBe(true);
			})
		);
	});

	it('out as often as deep ends at the whole step', () => {
		fc.assert(
			fc.property(onStops, (moment) => {
				let out: Moment | null = moment;
				for (let n = (stopOf(loop, moment)?.depth ?? 0) + 1; n > 0 && out; n--) out = stepOut(loop, out);
				expect(out).toEqual(restAt(loop, moment.step));
				expect(stepOut(loop, restAt(loop, moment.step))).toBeNull();
			})
		);
	});

	it('over goes where looking at every stop says', () => {
		fc.assert(
			fc.property(anywhere, (moment) => {
				if (moment.step < 0) return;
				expect(stopAfter(loop, moment)).toEqual(slowNeighbour(moment, 1));
				expect(stopBefore(loop, moment)).toEqual(slowNeighbour(moment, -1));
			})
		);
	});

	it('over and back is the identity inside one call', () => {
		fc.assert(
			fc.property(onStops, (moment) => {
				const next = stopAfter(loop, moment);
				const [from, to] = [stopOf(loop, moment), stopOf(loop, next)];
				if (sameMoment(next, moment) || from?.depth !== to?.depth) return;
				expect(stopBefore(loop, next)).toEqual(moment);
			})
		);
	});

	it('over comes through all outermost stops of all steps', () => {
		const seen: [number, string][] = [];
		let moment = stopAfter(loop, restAt(loop, -1));
		for (let n = 0; n < 100; n++) {
			seen.push(at(moment));
			const next = stopAfter(loop, moment);
			if (sameMoment(next, moment)) break;
			moment = next;
		}
		const names = stops.filter(({ depth }) => depth === 0).map(nameOf);
		expect(seen).toEqual(steps.flatMap((n) => names.map((name) => [n, name])));
	});

	it('from the start lead into the first step, and no further back than it', () => {
		expect(at(stepInto(loop, restAt(loop, -1)) as Moment)).toEqual([0, 'h + x']);
		const first = momentOn(loop, 0, stops[0]);
		expect(stopBefore(loop, first)).toBe(first);
	});

	it('keep the place in the next step', () => {
		fc.assert(
			fc.property(onStops, fc.constantFrom(1, -1), (moment, by) => {
				const there = sameInStep(loop, moment, by);
				const n = moment.step + by;
				expect(there !== null).toBe(n >= 0 && n < loop.recorded);
				if (there === null) return;
				expect(at(there)).toEqual([n, at(moment)[1]]);
				expect(sameInStep(loop, there, -by)).toEqual(moment);
			})
		);
	});
});

describe('executions of a line', () => {
	const lineAt = (line: number) => (span: { line: number }) => span.line === line;
	const lines = Array.from({ length: 22 }, (_, n) => n + 1);

	/** The obvious way: everything in time, filtered. */
	function slow(one: Loop, moment: Moment, line: number, by: 1 | -1): Moment | null {
		const on = stops.filter((stop) => (stop.call?.span ?? one.eqns[stop.last].span)?.line === line);
		const top = on.filter(
			(stop) =>
				!on.some((other) => other.depth < stop.depth && other.first <= stop.first && other.last >= stop.last)
		);
		const all = steps.flatMap((n) => top.map((stop) => ({ n, stop })));
		const here = stopOf(one, moment);
		const later = all.filter(({ n, stop }) =>
			n === moment.step && here ? stop.first > here.last : n > moment.step
		);
		const earlier = all.filter(({ n, stop }) =>
			n === moment.step ? !here || stop.last < here.first : n < moment.step
		);
		const found = by > 0 ? later[0] : earlier.at(-1);
		return found ? momentOn(one, found.n, found.stop) : null;
	}

	it('are found in both directions', () => {
		fc.assert(
			fc.property(
				anywhere,
				fc.constantFrom(...lines),
				fc.constantFrom(1 as const, -1 as const),
				(m, line, by) => {
					expect(executionFrom(loop, m, lineAt(line), by)).toEqual(slow(loop, m, line, by));
				}
			),
			{ numRuns: 400 }
		);
	});
});
