import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import type { Recording } from '$lib/recording/recording';
import { restAt, startOf } from '$lib/recording/walk';
import { orderTicks, type OrderTicks } from '$lib/scene/order-ticks';
import type { PrintOrder } from '$lib/scene/print-order';
import { record } from '$lib/session/run';

const recordingOf = (rows: number, steps: number): Recording =>
	record(`
import jax, jax.numpy as jnp
from jax import lax
def row(xs):
  def step(carry, x):
    jax.debug.print('{}', x)
    return carry + x, None
  return lax.scan(step, 0., xs)
jax.vmap(row)(jnp.ones((${rows}, ${steps})))
`).recording;

const small = recordingOf(3, 4);
const [loop] = small.loops;

const ticksAt = (order: PrintOrder, step: number, focus = 0): OrderTicks =>
	orderTicks(loop, small.prints ?? [], order, {
		moment: step < 0 ? startOf(loop) : restAt(loop, step),
		focusLane: lane(focus)
	});

/** Every (row, step) in the order of the ticks. */
const pairs = ({ marks }: OrderTicks): string[] =>
	marks.map(({ lane, step, tick }) => `${tick}: ${lane} ${step}`).sort();

const every = <T>(rows: number, steps: number, what: (row: number, step: number) => T): T[] =>
	Array.from({ length: rows * steps }, (_, n) => what(Math.floor(n / steps), n % steps));

describe('orderTicks', () => {
	it('as the batch runs all rows do a step at once', () => {
		const ticks = ticksAt('batch', 2);
		expect(ticks.ticks).toBe(4);
		expect(pairs(ticks)).toEqual(every(3, 4, (row, step) => `${step}: ${row} ${step}`).sort());
		expect(ticks.marks.filter(({ state }) => state === 'now').map(({ step }) => step)).toEqual([2, 2, 2]);
		expect(ticks.text).toBe('tick 3 of 4: all 3 rows do step 2');
	});

	it('row by row a row has done before the next begins', () => {
		const ticks = ticksAt('row', 2, 1);
		expect(ticks.ticks).toBe(12);
		expect(pairs(ticks)).toEqual(every(3, 4, (row, step) => `${row * 4 + step}: ${row} ${step}`).sort());
		expect(ticks.marks.filter(({ state }) => state === 'now').map(({ tick }) => tick)).toEqual([6]);
		expect(ticks.marks.filter(({ state }) => state === 'same').map(({ tick }) => tick)).toEqual([2, 10]);
		expect(ticks.text).toBe('tick 7 of 12: row 1 does step 2');
	});

	it('as prints came out each print is a tick', () => {
		const ticks = ticksAt('printed', 0, 2);
		const prints = (small.prints ?? []).flatMap(({ at }, n) =>
			at ? [`${n}: ${at.rows[0]} ${at.step}`] : []
		);
		expect(pairs(ticks)).toEqual(prints.sort());
		expect(ticks.ticks).toBe(12);
	});

	it('before the first step nothing is over', () => {
		for (const order of ['batch', 'row', 'printed'] as const) {
			const { marks } = ticksAt(order, -1);
			expect(new Set(marks.map(({ state }) => state))).toEqual(new Set(['future']));
		}
	});

	it('draws no more than there is room for, without overlap', () => {
		const big = recordingOf(20, 30);
		const ticks = orderTicks(big.loops[0], [], 'row', {
			moment: restAt(big.loops[0], 29),
			focusLane: lane(0)
		});
		expect(ticks.ticks).toBe(600);
		expect(ticks.drawn).toEqual({ ticks: 195, rows: 16 });
		expect(ticks.w).toBeLessThanOrEqual(390);
		const places = new Set(ticks.marks.map(({ x, y }) => `${x} ${y}`));
		expect(places.size).toBe(ticks.marks.length);
		expect(
			orderTicks(big.loops[0], [], 'printed', { moment: restAt(big.loops[0], 0), focusLane: lane(0) }).text
		).toBe('Nothing was printed in this loop.');
	});
});
