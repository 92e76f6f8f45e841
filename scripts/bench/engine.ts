import { scan } from '$lib/api/lax/scan';
import { vmap } from '$lib/api/vmap/vmap';
import { allocate } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { tuple } from '$lib/core/containers';
import type { ScanParams } from '$lib/core/control';
import type { Value } from '$lib/core/interpreter';
import { add, mul, scalar } from '$lib/core/ops';
import { keepScan } from '$lib/recording/keep-scan';
import { wantedVars } from '$lib/recording/loop';
import { compile } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { Slot } from '$lib/rules/slot';
import { capturedScan } from '../measure/captured-scan';
import { fastest } from '../measure/fastest';

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

/** The batched scan as the recorder is handed it: operands and parameters. */
const batchedScan = (init: NDArray, xs: NDArray) => capturedScan(() => vmap(ema).call([init, xs]));

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
	for (let round = 0; round < 24; round++)
		for (const name of names) best[name] = Math.min(best[name], fastest(5, things[name]));
	return best;
}

/** The EMA over `lanes` rows: whole recordings, which make their columns anew, and bodies alone with columns given. */
function measure(lanes: number, steps: number): string[] {
	const init = new NDArray('float32', [lanes], new Float32Array(lanes));
	const xs = new NDArray(
		'float32',
		[lanes, steps],
		Float32Array.from({ length: lanes * steps }, (_, i) => Math.sin(i))
	);
	const { args, params } = batchedScan(init, xs);
	const stepMajor = args[args.length - 1];
	const wanted = wantedVars(params.view);
	const closures = driverOf(Infinity);
	const made = (): Float32Array[] => Array.from({ length: equations }, () => new Float32Array(lanes * steps));
	const given = made();
	const hand = (columns: readonly Float32Array[]): void =>
		fused(init.data as Float32Array, stepMajor.data as Float32Array, lanes, steps, columns);
	const recordings = compared({
		closures: () => void keepScan(args, params, wanted, closures),
		byHand: () => hand(made())
	});
	const bodies = compared({
		closures: stepper(params, stepMajor, lanes, closures),
		generated: stepper(params, stepMajor, lanes, driverOf(0)),
		byHand: () => hand(given)
	});
	const work = lanes * steps * equations;
	const line = (what: string, costs: { readonly [name: string]: number; readonly byHand: number }): string =>
		`N = ${lanes}, ${what}: ` +
		Object.entries(costs)
			.map(([name, ns]) => `${name} ${(ns / work).toFixed(2)} (${(ns / costs.byHand).toFixed(2)}x)`)
			.join(', ');
	return [line('recording', recordings), line('body alone', bodies)];
}

export const title =
	'Engine: ns per lane-step-equation of the EMA, against a hand-fused loop that keeps the same (goals at N = 64: recording 2x, generated code 0.5x)';

export const run = (): string[] =>
	[1, 64, 1024].flatMap((lanes) => measure(lanes, Math.ceil(128_000 / lanes)));
