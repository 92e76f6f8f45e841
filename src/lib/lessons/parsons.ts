import { matrix } from './exercises/batch-program';
import { randomOf, shuffled } from './check/random';
import { py } from './text';

/** A puzzle of blocks to be put in order. A block keeps its indentation: only the order is asked for. */
export interface Parsons {
	/** What stands above the blocks, and below. */
	readonly before: string;
	readonly after: string;
	/** In their right order. */
	readonly blocks: readonly ParsonsBlock[];
	/** Blocks that do not belong there, each a known mistake. */
	readonly distractors: readonly ParsonsBlock[];
}

export interface ParsonsBlock {
	readonly name: string;
	/** What this part of the program is for. */
	readonly goal: string;
	readonly lines: string;
}

/** The blocks and the distractors in an order that depends on the seed. */
export const dealt = ({ blocks, distractors }: Parsons, seed: number): ParsonsBlock[] =>
	shuffled(randomOf(seed), [...blocks, ...distractors]);

/** The program that blocks make in an order, to be checked as any other. */
export const assembled = ({ before, after }: Parsons, order: readonly ParsonsBlock[]): string =>
	[before, ...order.map(({ lines }) => lines), after].join('\n');

/** The running sum of the lesson as a puzzle. */
export const runningSumParsons: Parsons = {
	before: py`
		import jax
		import jax.numpy as jnp
		from jax import lax
	`,
	after: `batched_running_sum(${matrix})`,
	blocks: [
		{ name: 'function', goal: 'The function of the batch', lines: 'def batched_running_sum(x_batch):' },
		{ name: 'helper', goal: 'One row', lines: '  def per_row(row):' },
		{ name: 'body', goal: 'One step of one row', lines: '    def step(carry, x):\n      new = carry + x' },
		{ name: 'emit', goal: 'Carry on, and write down', lines: '      return new, new' },
		{
			name: 'scan',
			goal: 'Run the steps, and take the pair apart',
			lines: '    _, ys = lax.scan(step, 0, row)'
		},
		{ name: 'give', goal: 'What one row gives', lines: '    return ys' },
		{ name: 'batch', goal: 'All rows', lines: '  return jax.vmap(per_row)(x_batch)' }
	],
	distractors: [
		{
			name: 'body-outside',
			goal: 'One step of one row',
			lines: 'def step(carry, x):\n  new = (carry + x).astype(row.dtype)\n  return new, new'
		},
		{
			name: 'wrong-pair',
			goal: 'Run the steps, and take the pair apart',
			lines: '    ys, _ = lax.scan(step, 0, row)'
		},
		{ name: 'emit-old', goal: 'Carry on, and write down', lines: '      return new, carry' },
		{ name: 'batch-by-steps', goal: 'All rows', lines: '  return jax.vmap(per_row, in_axes=1)(x_batch)' }
	]
};
