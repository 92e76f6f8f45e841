import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import { scalarAt } from '$lib/recording/read';
import type { Recording } from '$lib/recording/recording';
import type { Answer } from '$lib/session/protocol';
import { Responder } from '$lib/session/responder';
import { record } from '$lib/session/run';

/** A loop that leaves a good deal behind: about a megabyte and a half. */
const programOf = (factor: number): string => `import jax
import jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(c, x):
    p = c * ${factor}
    q = x * 0.5
    r = p + q
    c = r - 1.0
    return c, r
  return lax.scan(step, 0., row)[1]

jax.vmap(per_row)(jnp.ones((64, 1600)))
`;

/** What crosses to the page: storage that goes along is gone from here. */
function sent(responder: Responder, program: string, spent: ArrayBuffer[] = []): Answer {
	const { answer, transfer } = responder.respond({ kind: 'run', id: 1, program, spent });
	return structuredClone(answer, { transfer });
}

function recordingIn(answer: Answer): Recording {
	if (answer.kind !== 'recorded') throw new Error(`the answer is ${answer.kind}`);
	return answer.recording;
}

/** Every value of every equation and leaf, as bytes: as quick to compare as they are many. */
function bytesOf({ loops }: Recording): Buffer[] {
	return loops.flatMap((loop) => {
		const leaves = [...loop.carry, ...loop.xs, ...loop.ys].map(({ column }) => column);
		return [...leaves, ...loop.eqns.flatMap(({ results }) => results)].map((column) => {
			const lanes = Array.from({ length: loop.lanes }, (_, k) => lane(k));
			const steps = Array.from({ length: loop.recorded }, (_, k) => k);
			const values = steps.flatMap((step) => lanes.map((at) => scalarAt(column, step, at, loop.axes)));
			return Buffer.from(Float32Array.from(values).buffer);
		});
	});
}

function expectSame(a: Recording, b: Recording): void {
	const [first, second] = [bytesOf(a), bytesOf(b)];
	expect(first.length).toBe(second.length);
	first.forEach((bytes, i) => expect(bytes.equals(second[i])).toBe(true));
}

describe('the responder', () => {
	it('hands the storage of much over instead of keeping a copy', () => {
		const responder = new Responder();
		const { answer, transfer } = responder.respond({ kind: 'run', id: 1, program: programOf(0.25) });
		expect(transfer.length).toBeGreaterThan(0);
		const recording = recordingIn(structuredClone(answer, { transfer }));
		expect(transfer.every(({ byteLength }) => byteLength === 0)).toBe(true);
		expectSame(recording, record(programOf(0.25)).recording);
	});

	it('keeps what is little', () => {
		const responder = new Responder();
		const program = programOf(0.25).replace('1600', '16');
		expect(responder.respond({ kind: 'run', id: 1, program }).transfer).toEqual([]);
	});

	it('answers questions about a run that was handed over', () => {
		const responder = new Responder();
		const { loops } = recordingIn(sent(responder, programOf(0.25)));
		const question = { kind: 'inner' as const, place: { within: [], loop: loops[0].index }, step: 3 };
		expect(responder.answer({ kind: 'ask', id: 2, question })).toEqual({
			kind: 'answered',
			id: 2,
			answer: []
		});
	});

	it('records in the storage of earlier runs what it records in fresh storage', () => {
		const responder = new Responder();
		for (const factor of [0.25, 0.75, -0.5]) {
			const answer = responder.answer({ kind: 'run', id: 1, program: programOf(factor) });
			expectSame(recordingIn(structuredClone(answer)), record(programOf(factor)).recording);
		}
	});

	it('writes again where the page hands storage back', () => {
		const responder = new Responder();
		const first = sent(responder, programOf(0.25));
		const storage = first.kind === 'recorded' ? [...(first.storage ?? [])] : [];
		const spent = structuredClone(storage, { transfer: storage });
		const { answer, transfer } = responder.respond({ kind: 'run', id: 2, program: programOf(0.5), spent });
		expect(transfer).toEqual(spent);
		expectSame(recordingIn(answer), record(programOf(0.5)).recording);
	});
});
