import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { vmap } from '$lib/api/vmap/vmap';
import type { NDArray } from '$lib/array/ndarray';
import type { Extremes } from '$lib/array/wasm/cell';
import { giveBack, lend } from '$lib/array/wasm/lend';
import { tuple } from '$lib/core/containers';
import type { ScanParams } from '$lib/core/control';
import { Var } from '$lib/core/jaxpr';
import { keepScan } from '$lib/recording/keep-scan';
import { entryOfTrack, type KeptLoop } from '$lib/recording/kept';
import { wantedVars } from '$lib/recording/loop';
import { compile } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { indexOfStep } from '$lib/rules/scan';
import { slotsOf } from '$lib/rules/slot';
import { plainDriver } from '$lib/transforms/eval';
import { array, bodyPlans, scanOf, type BodyPlan } from '../support/bodies';
import { capturedScan } from '../../scripts/measure/captured-scan';

/** Wide and long enough that the steps take several blocks of the ledger. */
const lanes = 203;
const steps = 150;

const wave = (n: number, step: number): Float32Array =>
	Float32Array.from({ length: n }, (_, i) => Math.sin(1 + step * i) / 2);

const longScan = (plan: BodyPlan) =>
	capturedScan(() =>
		vmap(scanOf(plan), { inAxes: tuple(0n, 0n, 0n, null) }).call([
			array([lanes], wave(lanes, 3)),
			array([lanes], wave(lanes, 5)),
			array([lanes, steps], wave(lanes * steps, 7)),
			array([], Float32Array.of(0.75))
		])
	);

/** Every variable's value at every step, by carrying the body out on storage of its own. */
function* stepByStep(args: readonly NDArray[], params: ScanParams): Iterable<Map<Var, number[]>> {
	const { jaxpr, num_consts, num_carry, length } = params;
	const views = new Map<Var, { data: ArrayLike<number>; at: number }>();
	const body = compile(jaxpr, plainDriver, (v) => {
		const view = { data: new Float32Array(slotsOf(v.aval)), at: 0 };
		views.set(v, view);
		return view;
	});
	const valueOf = (v: Var, { data, at }: { data: ArrayLike<number>; at: number }): number[] =>
		Array.from({ length: slotsOf(v.aval) }, (_, i) => data[at + i]);
	let carry = args.slice(num_consts, num_consts + num_carry).map(({ data }) => [...data]);
	for (let step = 0; step < length; step++) {
		jaxpr.invars.forEach((v, i) => {
			const isCarry = i >= num_consts && i < num_consts + num_carry;
			body.ins[i].data = isCarry ? Float32Array.from(carry[i - num_consts]) : args[i].data;
			body.ins[i].at = i < num_consts + num_carry ? 0 : indexOfStep(step, params) * slotsOf(v.aval);
			views.set(v, body.ins[i]);
		});
		body.run();
		yield new Map([...views].map(([v, view]) => [v, valueOf(v, view)]));
		carry = body.outs.slice(0, num_carry).map(({ data, at }, i) => {
			const slots = slotsOf(jaxpr.outs[i].aval);
			return [...data.slice(at, at + slots)];
		});
	}
}

const entry = (kept: KeptLoop, v: Var, step: number): number[] => {
	const track = kept.tracks.get(v);
	return track ? [...entryOfTrack(track, step).data] : [];
};

/** By looking at all entries: null where there is NaN, an infinity or -0. */
function extremesOf({ tracks, recorded, carry }: KeptLoop, v: Var): Extremes | null {
	const track = tracks.get(v);
	if (!track) throw new Error('no track');
	const entries =
		recorded + (carry.some(({ data, offset }) => data === track.data && offset === track.offset) ? 1 : 0);
	const values = Array.from({ length: entries }, (_, k) => [...entryOfTrack(track, k).data]).flat();
	if (values.some((x) => !Number.isFinite(x) || Object.is(x, -0))) return null;
	const [above, below] = [values.filter((x) => x > 0), values.filter((x) => x < 0)];
	return {
		above: [Math.min(Infinity, ...above), Math.max(0, ...above)],
		below: [Math.max(-Infinity, ...below), Math.min(0, ...below)],
		zero: values.includes(0),
		whole: values.every(Number.isInteger)
	};
}

describe('keepScan', () => {
	it('keeps what every step makes, over many blocks, forwards and backwards', () => {
		fc.assert(
			fc.property(bodyPlans, (plan) => {
				const { args, params } = longScan(plan);
				const { jaxpr, num_carry } = params;
				const kept = keepScan(args, params, wantedVars(params.view), plainDriver);
				expect(kept).toMatchObject({ recorded: steps, fault: null });
				let step = 0;
				for (const values of stepByStep(args, params)) {
					for (const [v, value] of values)
						if (kept.tracks.has(v)) expect(entry(kept, v, step)).toEqual(value);
					jaxpr.outs.slice(num_carry).forEach((out, i) => {
						if (!(out instanceof Var)) return;
						const slots = slotsOf(out.aval);
						const at = indexOfStep(step, params) * slots;
						const y = kept.results[num_carry + i].data.slice(at, at + slots);
						expect([...y]).toEqual(values.get(out));
					});
					step++;
				}
				for (const [v, { type, extremes }] of kept.tracks)
					if (extremes !== undefined && type.dtype === 'float32' && type.shape.length > 0)
						expect(extremes).toEqual(extremesOf(kept, v));
				kept.carry.forEach((track, i) =>
					expect([...kept.results[i].data]).toEqual([...entryOfTrack(track, steps).data])
				);
			}),
			{ numRuns: 25 }
		);
	});

	it('keeps the steps before the one that fails, and gives its memory back', () => {
		const plan: BodyPlan = { steps: [{ op: 'mul', a: 0, b: 2 }], outs: [5, 1, 5], reverse: false };
		const { args, params } = longScan(plan);
		const whole = keepScan(args, params, wantedVars(params.view), plainDriver);
		const failAt = 117;
		let spent = 0;
		const failing: Driver = {
			compile: (jaxpr) => compile(jaxpr, failing),
			spend: () => {
				if (spent++ === failAt) throw new Error('stop');
			}
		};
		const before = lend(16);
		giveBack(before);
		const part = keepScan(args, params, wantedVars(params.view), failing);
		expect(part).toMatchObject({ recorded: failAt, fault: { message: 'stop' } });
		for (const v of part.tracks.keys())
			for (const step of [0, 1, failAt - 1]) expect(entry(part, v, step)).toEqual(entry(whole, v, step));
		expect([...part.results[0].data]).toEqual([...entryOfTrack(whole.carry[0], failAt).data]);
		const after = lend(16);
		giveBack(after);
		expect(after.at).toBe(before.at);
	});

	it('keeps the same without WebAssembly', async () => {
		const plan: BodyPlan = {
			steps: [
				{ op: 'mul', a: 0, b: 2 },
				{ op: 'max', a: 5, b: 1 }
			],
			outs: [6, 5, 6],
			reverse: false
		};
		const { args, params } = longScan(plan);
		const { tracks, results } = keepScan(args, params, wantedVars(params.view), plainDriver);
		vi.resetModules();
		vi.stubGlobal('WebAssembly', undefined);
		try {
			await import('$lib/session/whole');
			const bodies = await import('../support/bodies');
			const lanewise = await import('$lib/api/vmap/vmap');
			const containers = await import('$lib/core/containers');
			const measure = await import('../../scripts/measure/captured-scan');
			const again = measure.capturedScan(() =>
				lanewise
					.vmap(bodies.scanOf(plan), { inAxes: containers.tuple(0n, 0n, 0n, null) })
					.call([
						bodies.array([lanes], wave(lanes, 3)),
						bodies.array([lanes], wave(lanes, 5)),
						bodies.array([lanes, steps], wave(lanes * steps, 7)),
						bodies.array([], Float32Array.of(0.75))
					])
			);
			const { keepScan: keepPlainly } = await import('$lib/recording/keep-scan');
			const loop = await import('$lib/recording/loop');
			const evaluation = await import('$lib/transforms/eval');
			const wanted = loop.wantedVars(again.params.view);
			const plain = keepPlainly(again.args, again.params, wanted, evaluation.plainDriver);
			expect([...plain.tracks.values()].map(({ data }) => data)).toEqual(
				[...tracks.values()].map(({ data }) => data)
			);
			expect(plain.results.map(({ data }) => data)).toEqual(results.map(({ data }) => data));
		} finally {
			vi.unstubAllGlobals();
			vi.resetModules();
		}
	});
});
