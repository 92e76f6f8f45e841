# running max · vmap over scan
import jax
import jax.numpy as jnp
from jax import lax

def running_max_batch(x_batch):
  """Cumulative max for each row."""
  def per_row(row):
    def step(carry, x):
      new = jnp.maximum(carry, x)
      return new, new
    _, ys = lax.scan(step, -jnp.inf, row)
    return ys
  return jax.vmap(per_row)(x_batch)

running_max_batch(jnp.array([[3., 1., 4.], [1., 5., 2.]]))
# → [[3., 3., 4.], [1., 5., 5.]]
