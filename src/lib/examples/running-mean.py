# running mean · a carry of two
import jax
import jax.numpy as jnp
from jax import lax

def running_mean(row):
  def step(carry, x):
    total, count = carry
    total = total + x
    count = count + 1
    return (total, count), total / count
  _, means = lax.scan(step, (0., 0), row)
  return means

grades = jnp.array([
  [2., 4., 6., 8.],
  [9., 1., 5., 5.],
  [3., 3., 3., 7.]])
jax.vmap(running_mean)(grades)
