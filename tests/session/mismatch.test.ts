import { describe, expect, it } from 'vitest';
import type { Failure } from '$lib/recording/recording';
import { record } from '$lib/session/run';

const head = 'import jax, jax.numpy as jnp\nfrom jax import lax\n';

function failureOf(program: string): Failure | null {
	const { outcome } = record(head + program).recording;
	return outcome.kind === 'error' ? outcome.error : null;
}

describe('the failure of a carry that changes its type', () => {
	it('has all leaves as they go in and come out, and where the odd one departs', () => {
		const program = `def step(state, x):
  total, count = state
  total = total + x
  count = count * x
  return (total, count), x
lax.scan(step, (jnp.float32(0), jnp.int32(0)), jnp.ones(3))`;
		const failure = failureOf(program);
		expect(failure?.mismatch?.leaves).toEqual([
			{ name: 'total', from: 'float32[]', to: 'float32[]', same: true },
			{ name: 'count', from: 'int32[]', to: 'float32[]', same: false }
		]);
		const at = failure?.mismatch?.at;
		expect(at && (head + program).slice(at.from, at.to)).toBe('count * x');
	});

	it('tells shapes too, also of a while loop', () => {
		const failure = failureOf(
			`lax.while_loop(lambda v: v.sum() < 9, lambda v: jnp.append(v, 1.), jnp.ones(2))`
		);
		expect(failure?.mismatch?.leaves).toEqual([
			{ name: 'v', from: 'float32[2]', to: 'float32[3]', same: false }
		]);
	});

	it('is not there for other errors', () => {
		expect(failureOf('lax.scan(lambda c, x: (c, y), 0., jnp.ones(3))')).not.toHaveProperty('mismatch');
	});
});
