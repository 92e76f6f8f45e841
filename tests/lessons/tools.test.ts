import { describe, expect, test } from 'vitest';
import { check } from '$lib/lessons/check/check';
import { batchedRunningSum } from '$lib/lessons/exercises/batched-running-sum';

const head = 'import functools\nimport jax\nimport jax.numpy as jnp\nfrom jax import lax\n';
const row = `
def per_row(row):
  def step(carry, x):
    new = carry + x
    return new, new
  _, ys = lax.scan(step, 0, row)
  return ys
`;
const given = (program: string) => check(batchedRunningSum, head + program);

describe('R21: scan and vmap really used', () => {
	test.each([
		['an alias', `${row}v = jax.vmap\ndef batched_running_sum(x_batch):\n  return v(per_row)(x_batch)\n`],
		['from jax import vmap', `from jax import vmap as many\n${row}batched_running_sum = many(per_row)\n`],
		['a decorator', row.replace('def per_row', '@jax.vmap\ndef batched_running_sum')],
		['partial', `${row}batched_running_sum = functools.partial(jax.vmap, in_axes=0)(per_row)\n`],
		[
			'a decorator with partial',
			row.replace('def per_row', '@functools.partial(jax.vmap, in_axes=(0,))\ndef batched_running_sum')
		],
		['jit around', `${row}batched_running_sum = jax.jit(jax.vmap(per_row))\n`],
		[
			'jit inside',
			`${row.replace('def per_row', '@jax.jit\ndef per_row')}batched_running_sum = jax.vmap(per_row)\n`
		],
		[
			'a lambda',
			`batched_running_sum = jax.vmap(lambda row: lax.scan(lambda c, x: (c + x,) * 2, 0, row)[1])\n`
		],
		[
			'the whole module name',
			row.replace('lax.scan', 'jax.lax.scan') + 'batched_running_sum = jax.vmap(per_row)\n'
		],
		[
			'scan itself vmapped, and unpacked',
			'def step(c, x):\n  return c + x, c + x\ndef batched_running_sum(x_batch):\n  return jax.vmap(lax.scan, in_axes=(None, None, 0))(step, 0, x_batch)[1]\n'
		],
		[
			'from the end, over a batch turned round',
			row
				.replace('lax.scan(step, 0, row)', 'lax.scan(step, 0, row[::-1], reverse=True)')
				.replace('return ys', 'return ys[::-1]') + 'batched_running_sum = jax.vmap(per_row)\n'
		],
		[
			'a carry with more in it',
			`
def batched_running_sum(x_batch):
  def per_row(row):
    def step(carry, x):
      n, total = carry
      return (n + 1, total + x), total + x
    return lax.scan(step, (0, 0), row)[1]
  return jax.vmap(per_row)(x_batch)
`
		]
	])('%s is right', (_, program) => {
		expect(given(program)).toMatchObject({ kind: 'right' });
	});

	test.each([
		[
			'a comment that says vmap',
			'not-by-vmap',
			`
def batched_running_sum(x_batch):
  # jax.vmap(per_row) would do
  def step(carry, x):
    return carry + x, carry + x
  return lax.scan(step, jnp.zeros_like(x_batch[:, 0]), x_batch.T)[1].T
`
		],
		[
			'a vmap for show',
			'not-by-vmap',
			`
def batched_running_sum(x_batch):
  x_batch = jax.vmap(lambda row: row)(x_batch)
  def step(carry, x):
    return carry + x, carry + x
  return lax.scan(step, jnp.zeros_like(x_batch[:, 0]), x_batch.T)[1].T
`
		],
		[
			'a loop over rows',
			'not-by-vmap',
			`${row}
def batched_running_sum(x_batch):
  return jnp.stack([per_row(row) for row in x_batch])
`
		],
		[
			'lax.map over rows',
			'not-by-vmap',
			`${row}
def batched_running_sum(x_batch):
  return lax.map(per_row, x_batch)
`
		],
		['cumsum', 'not-by-scan', 'def batched_running_sum(x_batch):\n  return jnp.cumsum(x_batch, axis=1)\n'],
		['the method', 'not-by-scan', 'def batched_running_sum(x_batch):\n  return x_batch.cumsum(1)\n'],
		[
			'an associative scan',
			'not-by-scan',
			'batched_running_sum = jax.vmap(lambda row: lax.associative_scan(jnp.add, row))\n'
		],
		[
			'a Python loop',
			'not-by-scan',
			`
def batched_running_sum(x_batch):
  def per_row(row):
    total, ys = 0, []
    for x in row:
      total = total + x
      ys.append(total)
    return jnp.stack(ys)
  return jax.vmap(per_row)(x_batch)
`
		],
		[
			'fori_loop',
			'not-by-scan',
			`
def batched_running_sum(x_batch):
  def per_row(row):
    return lax.fori_loop(1, len(row), lambda i, r: r.at[i].add(r[i - 1]), row)
  return jax.vmap(per_row)(x_batch)
`
		],
		[
			'a scan for show',
			'scan-unused',
			`${row}
def batched_running_sum(x_batch):
  jax.vmap(per_row)(x_batch)
  return jnp.cumsum(x_batch, axis=1)
`
		]
	])('%s is not', (_, id, program) => {
		expect(given(program)).toMatchObject({ kind: 'wrong', stage: 'tools', message: { id } });
	});

	test.each([
		[
			'helper-preferred',
			'def batched_running_sum(x_batch):\n  return jax.vmap(lax.scan, in_axes=(None, None, 0))(lambda c, x: (c + x, c + x), 0, x_batch)[1]\n'
		],
		[
			'body-outside-is-fine',
			'def step(c, x):\n  return c + x, c + x\nbatched_running_sum = jax.vmap(lambda row: lax.scan(step, 0, row)[1])\n'
		],
		['name-the-unused', row.replace('_, ys', 'final, ys') + 'batched_running_sum = jax.vmap(per_row)\n']
	])('style: %s', (id, program) => {
		const { kind, notes } = given(program);
		expect(kind).toBe('right');
		expect(notes.map((note) => note.id)).toContain(id);
	});
});

describe('every other failure has its own message', () => {
	const body = (lines: string): string =>
		`def batched_running_sum(x_batch):\n${lines.replace(/^/gm, '  ')}\n`;
	test.each([
		['parse', 'syntax', 'def batched_running_sum(x_batch)\n  return 1\n'],
		['parse', 'syntax', 'def batched_running_sum(x_batch):\nreturn 1\n'],
		['supported', 'unsupported', 'import torch\n'],
		['supported', 'unsupported', body('return jnp.fft.fft(x_batch)')],
		['run', 'raises', body('return x_batch.nope')],
		['run', 'too-much-work', body('while True: pass')],
		['run', 'raises', body('return x_batch @ x_batch')],
		['structure', 'no-function', 'def running(x):\n  return x\n'],
		['structure', 'no-function', 'batched_running_sum = 3\n'],
		['structure', 'nothing-returned', body('pass')],
		['structure', 'not-an-array', body('return [x_batch] * 3')],
		['structure', 'not-an-array', body('return "no"')],
		['shape', 'shape', body('return x_batch.sum()')],
		['shape', 'shape', body('return 3.')],
		['shape', 'shape', body('return jnp.cumsum(x_batch, 1)[None]')],
		['shape', 'shape', body('return jnp.array([[3.], [1.]])')],
		['shape', 'transposed', body('return jnp.cumsum(x_batch, 1).T')],
		['dtype', 'dtype', body('return jnp.cumsum(x_batch, 1).astype(int)')],
		['values', 'values', body('return x_batch')],
		['properties', 'property', body('return jnp.cumsum(jnp.abs(x_batch), 1)')],
		[
			'properties',
			'nan-lost',
			body('return jnp.cumsum(jnp.nan_to_num(x_batch, posinf=jnp.inf, neginf=-jnp.inf), 1)')
		]
	])('%s: %s', (stage, id, program) => {
		const verdict = given(program);
		expect(verdict).toMatchObject({ kind: 'wrong', stage, message: { id } });
		if (verdict.kind === 'wrong') {
			expect(verdict.message.what).not.toMatch(/undefined|null|\.\.$/);
			expect(verdict.message.instead.length).toBeGreaterThan(10);
		}
	});

	test('nothing is broadcast before it is compared', () => {
		const verdict = given(body('return x_batch[:, :1] * 0 + jnp.array([[8.], [8.]])'));
		expect(verdict).toMatchObject({ kind: 'wrong', stage: 'shape' });
	});

	test('an error on random data comes with the smallest input that raises it', () => {
		const verdict = given(
			`${row}def batched_running_sum(x_batch):\n  x_batch[0, 1] + 0\n  assert x_batch.shape[1] > 1\n  return jax.vmap(per_row)(x_batch)\n`
		);
		expect(verdict).toMatchObject({ kind: 'wrong', stage: 'properties', message: { id: 'raises' } });
		if (verdict.kind === 'wrong') expect(verdict.smallest?.args[0].shape).toEqual([1, 1]);
	});
});
