import type { Exercise } from '$lib/lessons/exercise';
import { batchedRunningSum } from '$lib/lessons/exercises/batched-running-sum';
import { runningMaxBatch } from '$lib/lessons/exercises/running-max-batch';
import type { misconceptions } from '$lib/lessons/check/messages';
import type { Stage } from '$lib/lessons/check/verdict';

/** A row of the catalogue of misconceptions: a program, and what the checker has to say of it. */
export interface Row {
	readonly id: keyof typeof misconceptions;
	readonly what: string;
	readonly exercise: Exercise;
	/** After the imports. */
	readonly program: string;
	/** Where it is found out; `right` where it is no mistake. */
	readonly stage: Stage | 'right';
	/** What the message has to name: row and step, or line. */
	readonly names: RegExp;
	/** What the way out has to say. */
	readonly fix: RegExp;
}

export const imports = `import jax
import jax.numpy as jnp
from jax import lax
`;

/** Lines of a body, and what the helper does with it. */
const sum = (body: string, rest: string, after = 'return jax.vmap(per_row)(x_batch)'): string => `
def batched_running_sum(x_batch):
  def per_row(row):
    def step(carry, x):
      ${body.replaceAll('\n', '\n      ')}
    ${rest.replaceAll('\n', '\n    ')}
  ${after}
`;
const both = 'new = carry + x\nreturn new, new';
const unpack = (init: string): string => `_, ys = lax.scan(step, ${init}, row)\nreturn ys`;

export const rows: readonly Row[] = [
	{
		id: 'M1',
		what: 'forgot to unpack',
		exercise: batchedRunningSum,
		program: sum(both, 'return lax.scan(step, 0, row)'),
		stage: 'structure',
		names: /pair.*final carry/s,
		fix: /_, ys = lax\.scan/
	},
	{
		id: 'M2',
		what: 'unpacked in the wrong order',
		exercise: batchedRunningSum,
		program: sum(both, 'ys, _ = lax.scan(step, 0, row)\nreturn ys'),
		stage: 'shape',
		names: /\(2,\).*\(2, 3\).*step 2/s,
		fix: /_, ys = lax\.scan/
	},
	{
		id: 'M3',
		what: 'scans over the rows, without vmap',
		exercise: batchedRunningSum,
		program: `
def batched_running_sum(x_batch):
  def step(carry, x):
    new = carry + x
    return new, new
  _, ys = lax.scan(step, jnp.zeros_like(x_batch[0]), x_batch)
  return ys
`,
		stage: 'values',
		names: /on line 9 .*row 1 at step 0 is 4\.0 instead of 1\.0/s,
		fix: /jax\.vmap\(helper\)/
	},
	{
		id: 'M4',
		what: 'maps over the steps',
		exercise: batchedRunningSum,
		program: sum(both, unpack('0'), 'return jax.vmap(per_row, in_axes=1)(x_batch)'),
		stage: 'shape',
		names: /\(3, 2\).*\(2, 3\).*on line 12/s,
		fix: /in_axes/
	},
	{
		id: 'M5',
		what: 'vmaps lax.scan itself',
		exercise: batchedRunningSum,
		program: `
def step(carry, x):
  new = carry + x
  return new, new
def batched_running_sum(x_batch):
  _, ys = jax.vmap(lax.scan)(step, jnp.zeros(len(x_batch)), x_batch)
  return ys
`,
		stage: 'run',
		names: /on line 9.*not a valid JAX type/s,
		fix: /per_row/
	},
	{
		id: 'M6',
		what: 'vmaps lax.scan with in_axes',
		exercise: batchedRunningSum,
		program: `
def step(carry, x):
  new = carry + x
  return new, new
def batched_running_sum(x_batch):
  init = jnp.zeros(len(x_batch), x_batch.dtype)
  return jax.vmap(lax.scan, in_axes=(None, 0, 0))(step, init, x_batch)
`,
		stage: 'structure',
		names: /on line 10 does run.*pair/s,
		fix: /per_row/
	},
	{
		id: 'M7',
		what: 'a body outside the helper that reads the row',
		exercise: runningMaxBatch,
		program: `
def step(carry, x):
  new = jnp.maximum(carry, x - row[0])
  return new, new
def running_max_batch(x_batch):
  def per_row(row):
    _, ys = lax.scan(step, -jnp.inf, row)
    return ys
  return jax.vmap(per_row)(x_batch)
`,
		stage: 'run',
		names: /on line 6 reads `row`/,
		fix: /inside the function that has `row`/
	},
	{
		id: 'M8',
		what: 'a running maximum from 0',
		exercise: runningMaxBatch,
		program: `
def running_max_batch(x_batch):
  def per_row(row):
    def step(carry, x):
      new = jnp.maximum(carry, x)
      return new, new
    _, ys = lax.scan(step, 0., row)
    return ys
  return jax.vmap(per_row)(x_batch)
`,
		stage: 'properties',
		names: /row 0 at step 0 is 0\.0 instead of -1\.0/,
		fix: /-jnp\.inf.*row\[0\]/s
	},
	{
		id: 'M9',
		what: 'a running sum from row[0]',
		exercise: batchedRunningSum,
		program: sum(both, unpack('row[0]')),
		stage: 'values',
		names: /row 0 at step 0 is 6\.0 instead of 3\.0/,
		fix: /Start from 0/
	},
	{
		id: 'M10',
		what: 'emits the old carry',
		exercise: batchedRunningSum,
		program: sum('return carry + x, carry', unpack('0')),
		stage: 'values',
		names: /row 0 at step 0 is 0\.0 instead of 3\.0/,
		fix: /return new, new/
	},
	{
		id: 'M11',
		what: 'a float init on rows of integers',
		exercise: batchedRunningSum,
		program: sum(both, unpack('0.')),
		stage: 'dtype',
		names: /float32, wanted is int32/,
		fix: /row\.dtype/
	},
	{
		id: 'M12',
		what: 'an int32 init on rows of floats',
		exercise: batchedRunningSum,
		program: sum(both, unpack('jnp.int32(0)')),
		stage: 'run',
		names: /on line 8.*int32.*float32/s,
		fix: /row\.dtype/
	},
	{
		id: 'M13',
		what: 'a body that returns one value',
		exercise: batchedRunningSum,
		program: sum('return carry + x', unpack('0')),
		stage: 'run',
		names: /on line \d+/,
		fix: /return new, new/
	},
	{
		id: 'M14',
		what: 'a carry that changes its shape',
		exercise: batchedRunningSum,
		program: sum('new = carry + row\nreturn new, new', unpack('jnp.zeros((), row.dtype)')),
		stage: 'run',
		names: /on line 8.*float32\[\].*float32\[3\]/s,
		fix: /add `x`/
	},
	{
		id: 'M15',
		what: "Python's if on a traced value",
		exercise: runningMaxBatch,
		program: `
def running_max_batch(x_batch):
  def per_row(row):
    def step(carry, x):
      if x > carry:
        return x, x
      return carry, carry
    _, ys = lax.scan(step, -jnp.inf, row)
    return ys
  return jax.vmap(per_row)(x_batch)
`,
		stage: 'run',
		names: /on line 8/,
		fix: /jnp\.where|jnp\.maximum|lax\.cond/
	},
	{
		id: 'M16',
		what: 'no scan: cumsum',
		exercise: batchedRunningSum,
		program: `
def batched_running_sum(x_batch):
  return jax.vmap(jnp.cumsum)(x_batch)
`,
		stage: 'tools',
		names: /numbers are right.*cumsum.*on line 6/s,
		fix: /lax\.scan\(step/
	},
	{
		id: 'M17',
		what: 'a scan over x.T that does all rows by hand',
		exercise: batchedRunningSum,
		program: `
def batched_running_sum(x_batch):
  def step(carry, x):
    new = carry + x
    return new, new
  _, ys = lax.scan(step, jnp.zeros_like(x_batch[:, 0]), x_batch.T)
  return ys.T
`,
		stage: 'tools',
		names: /numbers are right.*on line 9/s,
		fix: /jax\.vmap\(helper\)/
	},
	{
		id: 'M18',
		what: 'NaN in one row, which is no mistake',
		exercise: runningMaxBatch,
		program: `
def running_max_batch(x_batch):
  def per_row(row):
    def step(carry, x):
      new = jnp.maximum(carry, x)
      return new, new
    _, ys = lax.scan(step, -jnp.inf, row)
    return ys
  return jax.vmap(per_row)(x_batch)
`,
		stage: 'right',
		names: /from row \d at step \d on every number of that row is NaN/,
		fix: /jnp\.fmax/
	}
];
