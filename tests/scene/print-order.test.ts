import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import { lastOf } from '$lib/recording/walk';
import { bodyTable } from '$lib/scene/table';
import { hasPlaces, printLines, type PrintOrder } from '$lib/scene/print-order';
import { record } from '$lib/session/run';

const { recording } = record(`
import jax, jax.numpy as jnp
from jax import lax
print('begin')
def row(xs):
  def step(c, x):
    jax.debug.print('x {}', x)
    return c + x, c
  return lax.scan(step, 0, xs)
jax.vmap(row)(jnp.array([[1, 2], [3, 4], [5, 6]]))
print('end')
`);

const told = (order: PrintOrder): string[] =>
	printLines(recording, order).map(({ where, text }) => `${where}: ${text.trim()}`);

it('an equation that prints has a row in the body table, and no result', () => {
	const [loop] = recording.loops;
	const [row] = bodyTable(loop, lastOf(loop), 1, lane(0), null).rows;
	expect(row.cells[0]).toMatchObject({ result: { text: '' } });
});

describe('the order of prints', () => {
	it('as they came out is that of the text', () => {
		expect(
			printLines(recording, 'printed')
				.map(({ text }) => text)
				.join('')
		).toBe(recording.stdout);
		expect(told('printed').slice(0, 3)).toEqual([': begin', 'row 0, step 0: x 1', 'row 1, step 0: x 3']);
	});

	it('row by row has all steps of a row together', () => {
		expect(told('row').filter((line) => line.startsWith('row'))).toEqual([
			'row 0, step 0: x 1',
			'row 0, step 1: x 2',
			'row 1, step 0: x 3',
			'row 1, step 1: x 4',
			'row 2, step 0: x 5',
			'row 2, step 1: x 6'
		]);
	});

	it('as the batch runs has all rows of a step together', () => {
		expect(
			told('batch')
				.filter((line) => line.startsWith('row'))
				.slice(0, 4)
		).toEqual(['row 0, step 0: x 1', 'row 1, step 0: x 3', 'row 2, step 0: x 5', 'row 0, step 1: x 2']);
	});

	it('knows rows of several axes, steps of a while loop, and a print of all rows at once', () => {
		const several = record(`
import jax, jax.numpy as jnp
from jax import lax
def cell(n):
  def body(i):
    jax.debug.print('i {}', i)
    return i + 1
  return lax.while_loop(lambda i: i < 2, body, n)
jax.vmap(jax.vmap(cell))(jnp.zeros((2, 2), dtype=jnp.int32))
lax.scan(lambda c, x: (jax.debug.print('once') or c, x), 0, jnp.arange(2))
`).recording;
		const where = printLines(several, 'row').map((line) => line.where);
		expect(where.slice(0, 3)).toEqual(['row 0, 0, step 0', 'row 0, 0, step 1', 'row 0, 1, step 0']);
		expect(where.slice(-2)).toEqual(['step 0', 'step 1']);
	});

	it('is no choice where nothing is printed in a loop', () => {
		expect(hasPlaces(record("print('a')").recording)).toBe(false);
		expect(hasPlaces(recording)).toBe(true);
	});
});
