import { describe, expect, it } from 'vitest';
import { columnsOf } from '$lib/recording/columns';
import { losslessDecimals, summaryOf } from '$lib/recording/summary';
import { withFacts } from '$lib/session/facts';
import { profileOf } from '$lib/session/profile';
import { record } from '$lib/session/run';

const programOf = (lanes: number): string => `import jax
import jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(c, x):
    c = 0.9 * c + jnp.log(x)
    return c, c > 0
  return lax.scan(step, 0., row)

jax.vmap(per_row)(jnp.sin(jnp.arange(${lanes * 300}.)).reshape((${lanes}, 300)))
`;

describe('facts for the page', () => {
	it('are what the page would have found itself', () => {
		const { recording } = record(programOf(60));
		const [plain, sent] = [recording.loops[0], withFacts(recording).loops[0]];
		const mine = columnsOf(sent);
		columnsOf(plain).forEach((column, n) => {
			const carry = n < plain.carry.length;
			if (column.stepStride !== 0) expect(mine[n].whole).toBeDefined();
			expect(summaryOf(mine[n], sent, carry)).toEqual(summaryOf(column, plain, carry));
			if (column.dtype === 'float32')
				expect(losslessDecimals(mine[n], sent, carry)).toBe(losslessDecimals(column, plain, carry));
		});
		expect(sent.profile).toEqual(profileOf(plain));
	});

	it('are left to the page where there is little', () => {
		const { recording } = record(programOf(3));
		expect(withFacts(recording).loops[0]).toBe(recording.loops[0]);
	});
});
