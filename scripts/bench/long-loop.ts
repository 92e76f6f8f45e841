import { checkpointScan, Replay, type Checkpoints } from '$lib/recording/checkpoints';
import { exceeds, firstWhere } from '$lib/recording/first-where';
import { wantedVars } from '$lib/recording/loop';
import { plainDriver } from '$lib/transforms/eval';
import { fastest } from '../measure/fastest';
import { atMost, milliseconds, times, type Figure } from '../measure/figure';
import { every, lanes, operands, steps } from '../measure/long-ema';

/** Bytes that the checkpoints and one window take. */
function keptBytes(checkpoints: Checkpoints, replay: Replay): number {
	const { storage, tracks } = replay.seek(0).kept;
	const window = new Set([...storage, ...[...tracks.values()].map(({ data }) => data)]);
	const arrays = [...checkpoints.carry.map(({ data }) => data), ...window];
	return arrays.reduce((sum, { length }) => sum + 4 * length, 0);
}

export function run(): Figure[] {
	const { args, params } = operands();
	const keepNothing = (): unknown => checkpointScan(args, params, steps + 1, plainDriver);
	const keepCarries = (): Checkpoints => checkpointScan(args, params, every, plainDriver);
	const checkpoints = keepCarries();
	let [nothing, carries, search] = [Infinity, Infinity, Infinity];
	for (let round = 0; round < 5; round++) {
		nothing = Math.min(nothing, fastest(1, keepNothing));
		carries = Math.min(carries, fastest(1, keepCarries));
		search = Math.min(
			search,
			fastest(1, () => firstWhere(checkpoints, 0, exceeds(2), plainDriver))
		);
	}
	const replay = new Replay(checkpoints, wantedVars(params.view), plainDriver);
	return [
		atMost(
			`EMA, ${steps.toLocaleString('en')} steps × ${lanes} rows: forward pass with a checkpoint every ${every.toLocaleString('en')} steps, against one that keeps nothing`,
			carries / nothing,
			1.1,
			times
		),
		atMost('kept for it, one window included', keptBytes(checkpoints, replay) / 2 ** 20, 16, {
			digits: 1,
			name: 'MiB'
		}),
		atMost('first step where any row exceeds a bound, over all of it', search / 1e6, 500, {
			...milliseconds,
			digits: 0
		})
	];
}
