import { squeeze } from '../../src/lib/session/squeeze';

/** Three rows of a running maximum: 3 3 4 4 4, 1 5 5 6 6, 2 2 2 2 9. The body's lines are 6 and 7. */
const program = `import jax, jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(carry, x):
    new = jnp.maximum(carry, x)
    return new, new - carry
  return lax.scan(step, 0, row)

jax.vmap(per_row)(jnp.array([[3, 1, 4, 4, 2], [1, 5, 2, 6, 6], [2, 2, 2, 2, 9]]))
`;

/** Opens it after its first step, with what is given besides. */
export const threeRows = (besides: object = {}): string =>
	`1.${squeeze(JSON.stringify({ program, ...besides }))}`;
