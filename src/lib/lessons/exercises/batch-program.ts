import { py } from '../text';

const head = py`
import jax
import jax.numpy as jnp
from jax import lax
`;

/** A function of a batch in the lesson's shape: a scan of one row, with vmap over the helper. */
export const batchProgram = (
	fn: string,
	init: string,
	body: readonly string[],
	data: string
): string => `${head}

def ${fn}(x_batch):
  def per_row(row):
    def step(carry, x):
${body.map((line) => `      ${line}`).join('\n')}
    _, ys = lax.scan(step, ${init}, row)
    return ys
  return jax.vmap(per_row)(x_batch)

${fn}(${data})`;

export const matrix = 'jnp.array([[3., 1., 4.], [1., 5., 2.]])';
