# exponential moving average
import jax
import jax.numpy as jnp
from jax import lax

alpha = 0.5

def smooth(row):
  def step(mean, x):
    kept = (1 - alpha) * mean
    mean = kept + alpha * x
    return mean, mean
  _, ys = lax.scan(step, row[0], row)
  return ys

prices = jnp.array([
  [8., 8., 0., 8., 8., 0., 8., 8.],
  [0., 2., 4., 6., 8., 6., 4., 2.],
  [4., 4., 4., 4., -4., -4., -4., -4.]])
jax.vmap(smooth)(prices)
