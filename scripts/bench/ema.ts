import { scan } from '$lib/api/lax/scan';
import { vmap } from '$lib/api/vmap/vmap';
import { allocate } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { tuple } from '$lib/core/containers';
import type { ScanParams } from '$lib/core/control';
import type { Value } from '$lib/core/interpreter';
import { add, mul, scalar } from '$lib/core/ops';
import { keepScan, ScanKeeper } from '$lib/recording/keep-scan';
import type { KeptLoop } from '$lib/recording/kept';
import { wantedVars } from '$lib/recording/loop';
import { compile } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { Slot } from '$lib/rules/slot';
import { capturedScan } from '../measure/captured-scan';
import { fastest } from '../measure/fastest';
import { atMost, times, type Figure } from '../measure/figure';
import { garbageOf } from '../measure/garbage';

const alpha = Math.fround(0.9);
const beta = Math.fround(0.1);
/** Equations of the body: two products and their sum. */
const equations = 3;

const ema = (init: Value, xs: Value): unknown =>
	scan(
		(carry: Value, x: Value) => {
			const next = add(mul(scalar(alpha, 'float32'), carry), mul(scalar(beta, 'float32'), x));
			return tuple(next, next);
		},
		init,
		xs
	);

/** What a person would write by hand for this one program, keeping every intermediate as the recording does. */
function fused(
	init: Float32Array,
	xs: Float32Array,
	lanes: number,
	steps: number,
	columns: readonly Float32Array[]
): void {
	const [a, b, c] = columns;
	const carry = Float32Array.from(init);
	for (let t = 0; t < steps; t++)
		for (let lane = 0; lane < lanes; lane++) {
			const at = t * lanes + lane;
			const p = Math.fround(alpha * carry[lane]);
			const q = Math.fround(beta * xs[at]);
			const next = Math.fround(p + q);
			a[at] = p;
			b[at] = q;
			c[at] = next;
			carry[lane] = next;
		}
}

/** Runs bodies as closures for ever, or as generated code from the first step. */
const driverOf = (generateAfter: number): Driver => {
	const driver: Driver = { compile: (jaxpr) => compile(jaxpr, driver), spend: () => {}, generateAfter };
	return driver;
};

/** The batched body alone, stepping through columns that are there already. */
function stepper({ jaxpr, num_consts }: ScanParams, xs: NDArray, lanes: number, driver: Driver): () => void {
	const steps = xs.shape[0];
	const columns: Slot[] = [];
	const body = compile(jaxpr, driver, ({ aval }) => {
		const column = new Slot(allocate(aval.dtype, lanes * (steps + 1)));
		columns.push(column);
		return column;
	});
	const [carry, x] = body.ins.slice(num_consts);
	carry.point(body.outs[0]);
	x.point({ data: xs.data, at: 0 });
	return () => {
		for (let t = 0; t < steps; t++) {
			for (let i = 0; i < columns.length; i++) columns[i].at = (t + 1) * lanes;
			carry.at = x.at = t * lanes;
			body.run();
		}
	};
}

/** Fastest ns of each of several things done in turns, in one process. */
function compared<K extends string>(things: { readonly [_ in K]: () => void }): { [_ in K]: number } {
	const names = Object.keys(things) as K[];
	const best = Object.fromEntries(names.map((name) => [name, Infinity])) as { [_ in K]: number };
	for (let round = 0; round < 40; round++)
		for (const name of names) best[name] = Math.min(best[name], fastest(5, things[name]));
	return best;
}

/** The EMA over `lanes` rows: the scan as the recorder is handed it, and the loop by hand. */
function program(lanes: number, steps: number) {
	const init = new NDArray('float32', [lanes], new Float32Array(lanes));
	const data = Float32Array.from({ length: lanes * steps }, (_, i) => Math.sin(i));
	const { args, params } = capturedScan(() =>
		vmap(ema).call([init, new NDArray('float32', [lanes, steps], data)])
	);
	const stepMajor = args[args.length - 1];
	const columns = (): Float32Array[] =>
		Array.from({ length: equations }, () => new Float32Array(lanes * steps));
	const byHand = (given: readonly Float32Array[]): void =>
		fused(init.data as Float32Array, stepMajor.data as Float32Array, lanes, steps, given);
	return { args, params, wanted: wantedVars(params.view), stepMajor, columns, byHand };
}

/** Bytes of storage for each number of a step that is kept. */
function bytesANumber({ tracks, recorded, storage }: KeptLoop): number {
	const kept = [...tracks.values()].filter(({ stride, extremes }) => stride > 0 && extremes !== undefined);
	const arrays = new Set([...storage, ...kept.map(({ data }) => data)]);
	const bytes = [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0);
	// The carry's own track and that of the equation that makes it are the same numbers.
	return bytes / (recorded * equations * kept[0].type.shape[0]);
}

export function run(): Figure[] {
	const lanes = 64;
	const steps = 2000;
	const { args, params, wanted, stepMajor, columns, byHand } = program(lanes, steps);
	const [closures, code] = [driverOf(Infinity), driverOf(0)];
	const recordings = compared({
		closures: () => void keepScan(args, params, wanted, closures),
		byHand: () => byHand(columns())
	});
	const given = columns();
	const bodies = compared({ code: stepper(params, stepMajor, lanes, code), byHand: () => byHand(given) });
	const kept = keepScan(args, params, wanted, closures);
	return [
		atMost(
			'recording the EMA at N = 64 with closures, against a hand-fused loop that keeps the same',
			recordings.closures / recordings.byHand,
			2,
			times
		),
		atMost('the same body in generated JavaScript', bodies.code / bodies.byHand, 0.5, times),
		atMost('bytes a recorded float', bytesANumber(kept), 4.04, { digits: 3, name: 'B' }),
		atMost('garbage a step', garbage(), 1, { digits: 2, name: 'B' })
	];
}

/** What a step leaves for the collector, over a hundred thousand of them. */
function garbage(): number {
	const steps = 100_000;
	const { args, params, wanted } = program(64, steps);
	const keeper = new ScanKeeper(params, wanted, driverOf(Infinity));
	const all = (): void => {
		keeper.begin(args);
		for (let i = 0; i < steps; i++) keeper.step();
		keeper.end(steps);
	};
	for (let i = 0; i < 4; i++) all();
	return garbageOf(1, all) / steps;
}
