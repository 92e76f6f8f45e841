# trapped water · two scans, one in reverse
import jax
import jax.numpy as jnp
from jax import lax

def trapped(ground):
  def highest(wall, height):
    wall = jnp.maximum(wall, height)
    return wall, wall
  _, left = lax.scan(highest, 0., ground)
  _, right = lax.scan(
    highest, 0., ground, reverse=True)
  return jnp.minimum(left, right) - ground

terrain = jnp.array([
  [3., 0., 2., 0., 4., 1., 2.],
  [5., 2., 1., 2., 1., 1., 5.]])
jax.vmap(trapped)(terrain)
