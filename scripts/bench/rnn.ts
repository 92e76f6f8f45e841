import { scan } from '$lib/api/lax/scan';
import { vmap } from '$lib/api/vmap/vmap';
import { NDArray } from '$lib/array/ndarray';
import { tuple } from '$lib/core/containers';
import { type Value } from '$lib/core/interpreter';
import { add, broadcastInDim, dotGeneral, mul, unary } from '$lib/core/ops';
import { ScanKeeper } from '$lib/recording/keep-scan';
import { wantedVars } from '$lib/recording/loop';
import { plainDriver } from '$lib/transforms/eval';
import { capturedScan } from '../measure/captured-scan';
import { fastest } from '../measure/fastest';
import { atLeast, plain, times, type Figure } from '../measure/figure';

const width = 16;
const lanes = 64;
const steps = 200;

const wave = (n: number, size: number): Float32Array =>
	Float32Array.from({ length: n }, (_, i) => size * Math.sin(1 + 7 * i));
const weights = wave(width * width, 0.4);
const inWeights = wave(width, 0.7);
const bias = wave(width, 0.1);
const init = wave(lanes * width, 0.5);
const xs = wave(lanes * steps, 1);

const constant = (shape: readonly number[], data: Float32Array): NDArray =>
	new NDArray('float32', shape, data);

/** `h = tanh(W @ h + U * x + b)`, a row's state of `width` numbers and its input one number a step. */
const rnn = (h0: Value, inputs: Value): unknown =>
	scan(
		(h: Value, x: Value) => {
			const mixed = dotGeneral(constant([width, width], weights), h, [
				[[1], [0]],
				[[], []]
			]);
			const driven = mul(constant([width], inWeights), broadcastInDim(x, [width], []));
			const next = unary('tanh', add(add(mixed, driven), constant([width], bias)));
			return tuple(next, next);
		},
		h0,
		inputs
	);

/** Storage for all steps of a result; of the state one entry more. */
const columns = [0, 0, 0, 0, 1].map((more) => new Float32Array((steps + more) * lanes * width));

/** What a person would write for this one program, keeping every intermediate as the recording does. */
function plainLoops(): void {
	const size = lanes * width;
	const [mixed, driven, sums, shifted, states] = columns;
	states.set(init);
	for (let t = 0; t < steps; t++)
		for (let lane = 0; lane < lanes; lane++)
			for (let i = 0; i < width; i++) {
				const from = (t * lanes + lane) * width;
				let sum = 0;
				for (let k = 0; k < width; k++) sum = Math.fround(sum + weights[i * width + k] * states[from + k]);
				mixed[from + i] = sum;
				driven[from + i] = inWeights[i] * xs[lane * steps + t];
				sums[from + i] = mixed[from + i] + driven[from + i];
				shifted[from + i] = sums[from + i] + bias[i];
				states[from + size + i] = Math.tanh(shifted[from + i]);
			}
}

/** The batched scan as the recorder is handed it: operands and parameters. */
const batchedScan = () =>
	capturedScan(() => vmap(rnn).call([constant([lanes, width], init), constant([lanes, steps], xs)]));

export function run(): Figure[] {
	const { args, params } = batchedScan();
	const keeper = new ScanKeeper(params, wantedVars(params.view), plainDriver);
	const record = (): void => {
		keeper.begin(args);
		for (let step = 0; step < steps; step++) keeper.step();
		keeper.end(steps);
	};
	let recorded = Infinity;
	let byHand = Infinity;
	for (let round = 0; round < 30; round++) {
		recorded = Math.min(recorded, fastest(8, record));
		byHand = Math.min(byHand, fastest(2, plainLoops));
	}
	return [
		atLeast(
			'RNN step `tanh(W @ h + U * x + b)`, 16 wide, 64 rows, recorded, against plain JavaScript loops that keep the same',
			byHand / recorded,
			8,
			{ ...times, digits: 1 }
		),
		plain('the same, time a step', recorded / steps / 1000, { digits: 1, name: 'µs' })
	];
}
