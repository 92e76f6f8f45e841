# linear recurrence · two inputs a step
import jax
import jax.numpy as jnp
from jax import lax

def recurrence(a, b):
  """h[t] = a[t] * h[t-1] + b[t]"""
  def step(h, ab):
    a, b = ab
    h = a * h + b
    return h, h
  _, hs = lax.scan(step, 1., (a, b))
  return hs

a = jnp.array([
  [1., 2., 1., 2., 1.],
  [0.5, 0.5, 0.5, 0.5, 0.5]])
b = jnp.array([
  [1., 0., 1., 0., 1.],
  [0., 0., 4., 0., 0.]])
jax.vmap(recurrence)(a, b)
