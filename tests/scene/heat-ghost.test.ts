import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import { lastOf, restAt } from '$lib/recording/walk';
import { partedBins } from '$lib/scene/heat-ghost';
import type { HeatMap } from '$lib/scene/scene';
import { sceneAt } from '$lib/scene/stage';
import { record } from '$lib/session/run';

const loopOf = (change = '', steps = 60): Loop =>
	record(`
import jax, jax.numpy as jnp
from jax import lax
def row(xs):
  return lax.scan(lambda total, x: (jnp.maximum(total, x), None), 0., xs)
xs = jnp.sin(jnp.arange(40. * 60)).reshape(40, 60)[:, :${steps}]
jax.vmap(row)(xs${change})
`).recording.loops[0];

function mapOf(loop: Loop, width: number, moment = lastOf(loop)): HeatMap {
	const { map } = sceneAt(loop, moment, 1, { width, height: 600, focusLane: lane(0), hover: null });
	if (!map) throw new Error('it has a map');
	return map;
}

/** Bin by bin, value by value. */
function byHand(
	{ rows, columns, lanes, lanesPerRow, stepsPerColumn }: HeatMap,
	loop: Loop,
	other: Loop
): number[] {
	return Array.from({ length: rows * columns }, (_, bin) => {
		const [row, column] = [Math.floor(bin / columns), bin % columns];
		const inRow = lanes.slice(row * lanesPerRow, (row + 1) * lanesPerRow);
		const steps = Array.from({ length: stepsPerColumn }, (_, k) => column * stepsPerColumn + k);
		const differs = (one: (typeof lanes)[number], step: number): boolean => {
			if (step >= loop.recorded) return false;
			if (step >= other.recorded) return true;
			const of = (run: Loop): number[] => elementsAt(run.carry[0].column, step + 1, one, run.axes);
			return !Object.is(of(loop)[0], of(other)[0]);
		};
		return inRow.some((one) => steps.some((step) => differs(one, step))) ? 1 : 0;
	});
}

describe('bins of a heat map that another run has otherwise', () => {
	const run = loopOf();
	const edited = loopOf('.at[7, 12].set(0.99).at[30, 40].set(jnp.nan)');

	it.each([1200, 60])('are those that hold a value which differs, in %s px', (width) => {
		const map = mapOf(run, width);
		const bins = [...(partedBins(map, run, edited) ?? [])];
		expect(bins).toEqual(byHand(map, run, edited));
		expect(new Set(bins)).toEqual(new Set([0, 1]));
	});

	it('are none where the runs agree, and all that the other one did not come to', () => {
		const map = mapOf(run, 1200);
		expect(partedBins(map, run, loopOf())?.includes(1)).toBe(false);
		const short = loopOf('', 50);
		expect([...(partedBins(map, run, short) ?? [])]).toEqual(byHand(map, run, short));
	});

	it('are looked for once, whatever the moment', () => {
		const bins = partedBins(mapOf(run, 1200), run, edited);
		expect(partedBins(mapOf(run, 1200, restAt(run, 3)), run, edited)).toBe(bins);
	});
});
