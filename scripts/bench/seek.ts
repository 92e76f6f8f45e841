import { constructorOf, type Data, type DType } from '$lib/array/dtype';
import { checkpointScan, Replay } from '$lib/recording/checkpoints';
import { wantedVars } from '$lib/recording/loop';
import { recycle } from '$lib/recording/spare';
import { plainDriver } from '$lib/transforms/eval';
import { atMost, milliseconds, type Figure } from '../measure/figure';
import { openWorker, type Serve } from '../measure/in-worker';
import { every, operands, steps } from '../measure/long-ema';
import { percentile } from '../measure/percentile';

/** A step, and the storage of the window before, handed back. */
interface Seek {
	readonly step: number;
	readonly spent: readonly Data[];
}

/** The window a step lies in: of every intermediate and the xs, where its values are. */
interface Window {
	readonly from: number;
	readonly to: number;
	readonly columns: readonly {
		readonly dtype: DType;
		readonly data: Data;
		readonly offset: number;
		readonly stride: number;
	}[];
	/** Arrays to hand back. */
	readonly storage: readonly Data[];
}

/** In the worker: the loop with its checkpoints. Windows are sent along, not copied, but for their part of the xs. */
export const serve: Serve<Seek, Window> = () => {
	const { args, params } = operands();
	const checkpoints = checkpointScan(args, params, every, plainDriver);
	const replay = new Replay(checkpoints, wantedVars(params.view), plainDriver);
	return ({ step, spent }) => {
		recycle(spent.map(({ buffer }) => buffer));
		const { from, to, kept } = replay.seek(step);
		const own = new Set(kept.storage.map(({ buffer }) => buffer));
		const columns = [...kept.tracks.values()].map(({ type, data, offset, stride }) => ({
			dtype: type.dtype,
			data: own.has(data.buffer) ? data : data.slice(),
			offset,
			stride
		}));
		const buffers = [...own].filter((buffer) => buffer instanceof ArrayBuffer);
		return { answer: { from, to, columns, storage: kept.storage }, transfer: buffers };
	};
};

/** Seeks at a time: of several such rounds the least disturbed one counts. */
const seeks = 200;
const rounds = 7;

export async function run(): Promise<Figure[]> {
	const worker = openWorker<Seek, Window>('seek');
	let spent: readonly Data[] = [];
	const seek = async (step: number): Promise<number> => {
		const start = performance.now();
		const window = await worker.ask(
			{ step, spent },
			spent.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []))
		);
		const time = performance.now() - start;
		check(window, step);
		spent = window.storage;
		return time;
	};
	const worst: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		const found: number[] = [];
		for (let i = 0; i < seeks; i++) found.push(await seek(((round * seeks + i) * 7_368_787) % steps));
		// The first round warms up.
		if (round > 0) worst.push(percentile(found, 0.95));
	}
	await worker.close();
	return [
		atMost(
			'seek to any of its steps with every intermediate, from another thread and back, p95',
			Math.min(...worst),
			1,
			milliseconds
		)
	];
}

/** Every step of the window is there, and is what the EMA makes of it. */
function check({ from, to, columns }: Window, step: number): void {
	if (step < from || step >= to) throw new Error(`step ${step} is not in the window from ${from} to ${to}`);
	const k = step - from;
	const [carry, x, kept, added, next] = columns.map(({ data, offset, stride }) => data[offset + k * stride]);
	const isRight =
		kept === Math.fround(Math.fround(0.9) * carry) &&
		added === Math.fround(Math.fround(0.1) * x) &&
		next === Math.fround(kept + added);
	if (!isRight || columns.some(({ dtype, data }) => !(data instanceof constructorOf(dtype))))
		throw new Error(`the window has other values at step ${step}`);
}
