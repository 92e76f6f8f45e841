import type { Driver } from '$lib/rules/driver';
import { indexOfStep, prepareScan } from '$lib/rules/scan';
import { Slot, slotsOf } from '$lib/rules/slot';
import type { Data } from '$lib/array/dtype';
import type { Checkpoints } from './checkpoints';

/** Whether `slots` slots of `data` from `at` hold what is looked for; the first such slot, or -1. */
export type Probe = (data: Data, at: number, slots: number) => number;

/** The first value above `bound`. */
export const exceeds =
	(bound: number): Probe =>
	(data, at, slots) => {
		for (let i = 0; i < slots; i++) if (data[at + i] > bound) return i;
		return -1;
	};

/**
 * The first step after which the given carry leaf of the equation holds what `probe` looks for, with the slot within
 * the carry; null where it never does. The loop is run again from its start, keeping nothing.
 */
export function firstWhere(
	{ args, params, results }: Checkpoints,
	leaf: number,
	probe: Probe,
	driver: Driver
): { step: number; slot: number } | null {
	const views = args.map(({ data }) => new Slot(data));
	const ys = results.slice(params.num_carry).map(({ data }) => new Slot(data));
	const loop = prepareScan(params, views, ys, driver);
	const carry = loop.carry[leaf];
	const slots = slotsOf(params.jaxpr.outs[leaf].aval);
	loop.begin(views);
	for (let step = 0; step < params.length; step++) {
		loop.step(indexOfStep(step, params));
		const slot = probe(carry.data, carry.at, slots);
		if (slot >= 0) return { step, slot };
	}
	return null;
}
