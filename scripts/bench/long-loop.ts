import { scan } from '$lib/api/lax/scan';
import { vmap } from '$lib/api/vmap/vmap';
import { NDArray } from '$lib/array/ndarray';
import { tuple } from '$lib/core/containers';
import { type Value } from '$lib/core/interpreter';
import type { ScanParams } from '$lib/core/control';
import { add, mul, scalar } from '$lib/core/ops';
import { checkpointScan, Replay, type Checkpoints } from '$lib/recording/checkpoints';
import { exceeds, firstWhere } from '$lib/recording/first-where';
import { wantedVars } from '$lib/recording/loop';
import { plainDriver } from '$lib/transforms/eval';
import { capturedScan } from '../measure/captured-scan';

const lanes = 64;
const steps = 1_000_000;
const every = 1000;

/** The EMA that emits nothing: what is kept is what the recording keeps. */
const ema = (init: Value, xs: Value): unknown =>
	scan(
		(carry: Value, x: Value) =>
			tuple(
				add(mul(scalar(Math.fround(0.9), 'float32'), carry), mul(scalar(Math.fround(0.1), 'float32'), x)),
				null
			),
		init,
		xs
	);

/** The batched scan's parameters, taken from a short run; its operands at full length, lanes innermost. */
function operands(): { args: NDArray[]; params: ScanParams } {
	const init = new NDArray('float32', [lanes], new Float32Array(lanes));
	const short = new NDArray('float32', [lanes, 2], new Float32Array(2 * lanes));
	const { params } = capturedScan(() => vmap(ema).call([init, short]));
	const data = new Float32Array(lanes * steps);
	for (let i = 0; i < data.length; i++) data[i] = ((i * 2654435761) % 1024) / 1024;
	return {
		args: [init, new NDArray('float32', [steps, lanes], data)],
		params: { ...params, length: steps }
	};
}

function timed<T>(body: () => T): { ms: number; value: T } {
	const start = performance.now();
	const value = body();
	return { ms: performance.now() - start, value };
}

const best = (runs: number, body: () => unknown): number =>
	Math.min(...Array.from({ length: runs }, () => timed(body).ms));

function percentile(values: readonly number[], p: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}

/** Slots that the checkpoints and one window take, in MiB. */
const keptMiB = ({ carry }: Checkpoints, windowSlots: number): number =>
	(4 * (carry.reduce((sum, { data }) => sum + data.length, 0) + windowSlots)) / 2 ** 20;

export const title = `Long loop: EMA, ${steps.toLocaleString('en')} steps × ${lanes} lanes, a checkpoint every ${every}`;

export function run(): string[] {
	const { args, params } = operands();
	const keepNothing = (): unknown => checkpointScan(args, params, steps + 1, plainDriver);
	const keepCarries = (): Checkpoints => checkpointScan(args, params, every, plainDriver);
	keepNothing();
	const nothing = best(3, keepNothing);
	const carries = best(3, keepCarries);
	const checkpoints = keepCarries();
	const replay = new Replay(checkpoints, wantedVars(params.view), plainDriver);
	replay.seek(0);
	const seeks = Array.from({ length: 400 }, (_, i) => timed(() => replay.seek((i * 7_368_787) % steps)).ms);
	const search = best(2, () => firstWhere(checkpoints, 0, exceeds(2), plainDriver));
	const windowSlots = every * lanes * 4;
	return [
		`forward pass with checkpoints ${carries.toFixed(0)} ms, keeping nothing ${nothing.toFixed(0)} ms, ratio ${(carries / nothing).toFixed(2)}`,
		`kept ${keptMiB(checkpoints, windowSlots).toFixed(1)} MiB with one window`,
		`seek with every intermediate: median ${percentile(seeks, 0.5).toFixed(2)} ms, p95 ${percentile(seeks, 0.95).toFixed(2)} ms`,
		`first step where any lane exceeds 2 (never): ${search.toFixed(0)} ms`
	];
}
