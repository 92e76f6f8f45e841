import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vmap } from '$lib/api/vmap/vmap';
import { tuple } from '$lib/core/containers';
import { bestDistance, checkpointScan, Replay } from '$lib/recording/checkpoints';
import { keepScan } from '$lib/recording/keep-scan';
import type { KeptLoop } from '$lib/recording/kept';
import { wantedVars } from '$lib/recording/loop';
import { plainDriver } from '$lib/transforms/eval';
import { array, bodyPlans, floats, scanOf, type BodyPlan } from '../support/bodies';
import { capturedScan } from '../../scripts/measure/captured-scan';

const lanes = 3;

const batchedScan = (plan: BodyPlan, init: Float32Array, data: Float32Array, closed: Float32Array) =>
	capturedScan(() =>
		vmap(scanOf(plan), { inAxes: tuple(0n, null, 0n, null) }).call([
			array([lanes], init),
			array([], Float32Array.of(0.25)),
			array([lanes, data.length / lanes], data),
			array([], closed)
		])
	);

/** Values of every tracked variable at an entry, in the order of the tracks. */
const valuesAt = ({ tracks }: KeptLoop, entry: number): number[][] =>
	[...tracks.values()].map(({ data, offset, stride, type }) => {
		const at = offset + entry * stride;
		return [...data.slice(at, at + type.shape.reduce((n, size) => n * size, 1))];
	});

describe('a replayed window', () => {
	it('is what the full record has there, for any body, any distance and any order of seeks', () => {
		const steps = 11;
		fc.assert(
			fc.property(
				bodyPlans,
				floats(lanes),
				floats(lanes * steps),
				floats(1),
				fc.integer({ min: 1, max: 12 }),
				fc.array(fc.nat(steps - 1), { minLength: 1, maxLength: 6 }),
				(plan, init, data, closed, every, seeks) => {
					const { args, params } = batchedScan(plan, init, data, closed);
					const wanted = wantedVars(params.view);
					const full = keepScan(args, params, wanted, plainDriver);
					const checkpoints = checkpointScan(args, params, every, plainDriver);
					expect(checkpoints.results.map(({ data: d }) => [...d])).toEqual(
						full.results.map(({ data: d }) => [...d])
					);
					const replay = new Replay(checkpoints, wanted, plainDriver);
					for (const step of seeks) {
						const window = replay.seek(step);
						expect(window.from).toBeLessThanOrEqual(step);
						expect(window.to).toBeGreaterThan(step);
						expect(valuesAt(window.kept, step - window.from)).toEqual(valuesAt(full, step));
					}
				}
			),
			{ numRuns: 60 }
		);
	});
});

describe('bestDistance(steps, carry, record)', () => {
	it('is the square root of steps × carry ÷ record', () => {
		expect(bestDistance(1_000_000, 64, 192)).toBe(578);
	});
});
