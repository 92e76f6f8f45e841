import type { Room } from '$lib/recording/recorder';
import type { Loop } from '$lib/recording/recording';
import { columnsOf } from '$lib/recording/columns';
import { elementsAt, entriesOf } from '$lib/recording/read';
import { lane } from '$lib/recording/moment';

/** So little room that every loop is kept by windows of a few steps. */
export const littleRoom: Room = { loop: 1, window: 40 };

/** Programs whose loops differ in all that windows have to get right. */
export const longPrograms: { readonly [name: string]: string } = {
	ema: `
def per_row(row):
  def step(c, x):
    c = 0.9 * c + 0.1 * x
    return c, c * 2
  return lax.scan(step, 0., row)
jax.vmap(per_row)(jnp.sin(jnp.arange(69.)).reshape(3, 23))
`,
	reversed: `
def step(c, x):
  return c + x, (c, x > 3)
lax.scan(step, jnp.float32(1), jnp.arange(29.), reverse=True)
`,
	vectors: `
W = jnp.eye(3) * 0.5 + 0.1
def per_row(h0, xs):
  def step(carry, x):
    h, n = carry
    h = jnp.tanh(W @ h + x)
    return (h, n + 1), h.sum()
  return lax.scan(step, (h0, 0), xs)
jax.vmap(per_row, in_axes=(0, None))(jnp.arange(6.).reshape(2, 3), jnp.cos(jnp.arange(51.)).reshape(17, 3))
`,
	broken: `
def per_row(row):
  def step(c, x):
    p = jnp.log(c + x)
    return p + 1, p
  return lax.scan(step, 1., row)
jax.vmap(per_row)(jnp.array([[1., 2, 3, 4, 5, -9, 7, 8, 9, 1, 2, 3, 4], [1.] * 13]))
`,
	integers: `
def step(c, _):
  return c * 3 + 1, None
lax.scan(step, jnp.int32(1), None, length=41)
`,
	nested: `
def outer(c, x):
  def inner(d, y):
    return d + y * x, d
  d, ds = lax.scan(inner, c, jnp.arange(5.))
  return d / 9, ds.max()
lax.scan(outer, 1., jnp.arange(31.) - 9)
`,
	falling: `
def body(s):
  n, v, a = s
  return n + 1, v * 0.93 - 0.1, jnp.stack([v, a[0]])
lax.while_loop(lambda s: s[1] > -1.2, body, (0, 30., jnp.zeros(2)))
`,
	counting: `
lax.while_loop(lambda s: s[0] < 4500, lambda s: (s[0] + 1, jnp.sin(s[0] / 100)), (0, 0.))
`,
	apart: `
def collatz(n):
  return lax.while_loop(
    lambda s: s[0] > 1,
    lambda s: (jnp.where(s[0] % 2 == 0, s[0] // 2, 3 * s[0] + 1), s[1] + 1, jnp.sqrt(20. - s[2]), s[2] + 1),
    (n, 0, 1., 0.))[1]
jax.vmap(collatz)(jnp.array([27, 1, 6, 97, 8]))
`,
	branching: `
def per_row(row):
  def step(c, x):
    c = lax.cond(x > 0, lambda c: c + x, lambda c: c * 0.5, c)
    return c, c
  return lax.scan(step, 0., row)
jax.vmap(per_row)(jnp.sin(jnp.arange(38.)).reshape(2, 19))
`
};

export const imports = 'import jax\nimport jax.numpy as jnp\nfrom jax import lax\n';

/** Every value of a loop at an entry, column after column, all lanes; those that have no such entry left out. */
export function valuesAt(loop: Loop, entry: number): number[][] {
	const lanes = Array.from({ length: loop.lanes }, (_, n) => lane(n));
	return columnsOf(loop).map((column, n) => {
		const carried = n < loop.carry.length;
		if (entry >= loop.recorded + (carried ? 1 : 0) && entriesOf(column, loop, carried) > 1) return [];
		const at = column.stepStride === 0 ? 0 : entry;
		return lanes.flatMap((row) => elementsAt(column, at, row, loop.axes));
	});
}
