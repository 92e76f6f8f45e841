import { scan } from '$lib/api/lax/scan';
import { vmap } from '$lib/api/vmap/vmap';
import { NDArray } from '$lib/array/ndarray';
import { tuple } from '$lib/core/containers';
import type { ScanParams } from '$lib/core/control';
import { withInterpreter, type Interpreter, type Value } from '$lib/core/interpreter';
import { add, mul, scalar } from '$lib/core/ops';
import { keepScan } from '$lib/recording/keep-scan';
import { wantedVars } from '$lib/recording/loop';
import { applyPrimitive } from '$lib/rules/apply';
import { compile } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { plainDriver } from '$lib/transforms/eval';

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

/** Fastest of several runs, in ns. */
function fastest(runs: number, body: () => void): number {
	let best = Infinity;
	for (let i = 0; i < runs; i++) {
		const start = process.hrtime.bigint();
		body();
		best = Math.min(best, Number(process.hrtime.bigint() - start));
	}
	return best;
}

/** The batched scan as the recorder is handed it: operands and parameters. */
function batchedScan(init: NDArray, xs: NDArray): { args: readonly NDArray[]; params: ScanParams } {
	let found: { args: readonly NDArray[]; params: ScanParams } | null = null;
	const catcher: Interpreter = {
		eager: true,
		process: (primitive, args, params) => {
			const arrays = args as readonly NDArray[];
			if (primitive === 'scan') found = { args: arrays, params: params as ScanParams };
			return applyPrimitive(primitive, arrays, params, plainDriver);
		}
	};
	withInterpreter(catcher, () => vmap(ema).call([init, xs]));
	if (!found) throw new Error('internal: no scan ran');
	return found;
}

/** Runs bodies as closures for ever, or as generated code from the first step. */
const driverOf = (generateAfter: number): Driver => {
	const driver: Driver = { compile: (jaxpr) => compile(jaxpr, driver), spend: () => {}, generateAfter };
	return driver;
};

interface Costs {
	readonly closures: number;
	readonly generated: number;
	readonly byHand: number;
}

/**
 * Records the EMA over `lanes` rows in both ways and runs the hand-fused loop beside them, in turns, in one process.
 * All make their columns anew each time, as a recording must.
 */
function measure(lanes: number, steps: number): Costs {
	const init = new NDArray('float32', [lanes], new Float32Array(lanes));
	const xs = new NDArray(
		'float32',
		[lanes, steps],
		Float32Array.from({ length: lanes * steps }, (_, i) => Math.sin(i))
	);
	const { args, params } = batchedScan(init, xs);
	const stepMajor = args[args.length - 1].data as Float32Array;
	const wanted = wantedVars(params.view);
	const closures = driverOf(Infinity);
	const generated = driverOf(0);
	const hand = (): void => {
		const columns = Array.from({ length: equations }, () => new Float32Array(lanes * steps));
		fused(init.data as Float32Array, stepMajor, lanes, steps, columns);
	};
	const work = lanes * steps * equations;
	const best = { closures: Infinity, generated: Infinity, byHand: Infinity };
	for (let round = 0; round < 24; round++) {
		const turn = {
			closures: fastest(5, () => void keepScan(args, params, wanted, closures)),
			generated: fastest(5, () => void keepScan(args, params, wanted, generated)),
			byHand: fastest(5, hand)
		};
		best.closures = Math.min(best.closures, turn.closures / work);
		best.generated = Math.min(best.generated, turn.generated / work);
		best.byHand = Math.min(best.byHand, turn.byHand / work);
	}
	return best;
}

export const title =
	'Engine: ns per lane-step-equation, recording the EMA as closures and as generated code, against a hand-fused loop that keeps the same (goals at N = 64: closures 2x, generated 0.5x)';

export function run(): string[] {
	return [1, 64, 1024].map((lanes) => {
		const { closures, generated, byHand } = measure(lanes, Math.ceil(128_000 / lanes));
		const ratio = (ns: number): string => `${ns.toFixed(2)} (${(ns / byHand).toFixed(2)}x)`;
		return `N = ${lanes}: closures ${ratio(closures)}, generated ${ratio(generated)}, by hand ${byHand.toFixed(2)}`;
	});
}
