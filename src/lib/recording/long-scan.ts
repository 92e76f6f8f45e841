import { allocate } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import type { ScanParams } from '$lib/core/control';
import type { Var } from '$lib/core/jaxpr';
import type { Driver } from '$lib/rules/driver';
import { shapeOfScan } from '$lib/rules/scan';
import { checkRoom } from '$lib/rules/room';
import { slotsOf } from '$lib/rules/slot';
import { bestDistance, Replay, type Restarts } from './checkpoints';
import { slotsOfStep } from './keep-scan';
import type { KeptLoop } from './kept';
import { windowSlots, type LongRun, type Watcher } from './long-run';
import { quiet } from './quiet';
import { ScanAhead } from './scan-ahead';

/** Runs a scan from one checkpoint to the next. */
export function runLongScan(
	args: readonly NDArray[],
	params: ScanParams,
	wanted: ReadonlySet<Var>,
	driver: Driver,
	watch: Watcher,
	slots: number = windowSlots
): LongRun {
	const { length, num_carry, num_consts, jaxpr } = params;
	const every = distanceOf(params, wanted, slots);
	const types = shapeOfScan([], params);
	checkRoom(types);
	const results = types.map(
		({ dtype, shape, weak }) => new NDArray(dtype, shape, allocate(dtype, sizeOf(shape)), weak)
	);
	const entries = Math.floor(length / every) + 1;
	const inits = args.slice(num_consts, num_consts + num_carry);
	const carry = inits.map(({ dtype, shape, data }) => {
		const kept = allocate(dtype, entries * sizeOf(shape));
		kept.set(data);
		return new NDArray(dtype, [entries, ...shape], kept);
	});
	const checkpoints: Restarts = { args, params, every, carry };
	const run = new Replay(checkpoints, wanted, driver);
	const { cost } = run;
	let [done, fault]: [number, unknown] = [0, null];
	while (done < length && fault === null) {
		const { from, to, kept } = run.window(done, Math.min(length, done + every), (step) => {
			driver.spend(cost);
			driver.begins?.(step);
		});
		[done, fault] = [to, kept.fault];
		watch(kept, from);
		if (fault === null) keepResults(kept, from, to);
	}
	const replay = new Replay(checkpoints, wanted, quiet);
	return {
		done,
		results,
		fault,
		every,
		again: (from, to) => replay.window(from, to).kept,
		changed: (change) => new ScanAhead(checkpoints, change, wanted)
	};

	function keepResults(kept: KeptLoop, from: number, to: number): void {
		kept.results.forEach(({ data }, i) => {
			if (i >= num_carry) {
				const place = params.reverse ? length - to : from;
				results[i].data.set(data, place * slotsOf(jaxpr.outs[i].aval));
				return;
			}
			results[i].data.set(data);
			if (to - from === every) carry[i].data.set(data, (to / every) * data.length);
		});
	}
}

function distanceOf(
	{ jaxpr, length, num_carry }: ScanParams,
	wanted: ReadonlySet<Var>,
	slots: number
): number {
	const perStep = slotsOfStep(jaxpr, num_carry, wanted);
	const carrySlots = jaxpr.outs.slice(0, num_carry).reduce((sum, { aval }) => sum + slotsOf(aval), 0);
	const wantedDistance = Math.max(1, Math.floor(slots / perStep));
	return Math.min(length, Math.max(wantedDistance, bestDistance(length, carrySlots, perStep)));
}
