# bracket matching · do they close?
import jax
import jax.numpy as jnp
from jax import lax

def read(text):
  return [1 if c == '(' else -1
          for c in text]

def matches(brackets):
  def step(carry, bracket):
    depth, ok = carry
    depth = depth + bracket
    ok = ok & (depth >= 0)
    return (depth, ok), depth
  (depth, ok), _ = lax.scan(
    step, (0, True), brackets)
  return ok & (depth == 0)

texts = ['(())()', '())(()', '((()()']
batch = jnp.array([read(t) for t in texts])
jax.vmap(matches)(batch)
