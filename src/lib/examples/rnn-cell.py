# a small RNN cell · vectors in the carry
import jax
import jax.numpy as jnp
from jax import lax

W = jnp.array([
  [0.5, -0.6, 0.0, 0.2],
  [0.4, 0.7, -0.3, 0.0],
  [-0.2, 0.1, 0.8, -0.5],
  [0.3, 0.0, 0.4, 0.6]])
U = jnp.array([1.0, -0.5, 0.25, 0.8])
b = jnp.array([0.1, 0.0, -0.1, 0.0])

def run(sequence):
  def cell(h, x):
    z = W @ h + U * x + b
    h = jnp.tanh(z)
    return h, h.sum()
  h0 = jnp.zeros(4)
  _, sums = lax.scan(cell, h0, sequence)
  return sums

sequences = jnp.array([
  [1., 0., 0., 0., 0., 0.],
  [1., -1., 1., -1., 1., -1.],
  [0., 0.5, 1., 1.5, 2., 2.5]])
jax.vmap(run)(sequences)
