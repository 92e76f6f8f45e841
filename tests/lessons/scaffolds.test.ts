import { describe, expect, test } from 'vitest';
import { check } from '$lib/lessons/check/check';
import { exercises } from '$lib/lessons/exercises/all';
import { batchedRunningSum } from '$lib/lessons/exercises/batched-running-sum';
import { blankMark, fadedVariants, filled } from '$lib/lessons/fading';
import { assembled, dealt, runningSumParsons } from '$lib/lessons/parsons';
import { recallFor } from '$lib/lessons/predict/recall';
import { step } from '$lib/recording/moment';
import { record } from '$lib/session/run';

describe('a solution that fades', () => {
	test.each(exercises.map((exercise) => [exercise.name, exercise] as const))('%s', (_, exercise) => {
		const variants = fadedVariants(exercise);
		expect(variants.length).toBeGreaterThanOrEqual(5);
		variants.forEach((variant, k) => {
			expect(variant.blanks).toHaveLength(k + 1);
			expect(variant.program.split(blankMark)).toHaveLength(k + 2);
			const answers = variant.blanks.map(({ answer }) => answer);
			expect(filled(variant, answers)).toBe(exercise.solution);
			expect(filled(variant, answers.slice(0, -1))).toContain(blankMark);
		});
		expect(check(exercise, variants[0].program).kind).toBe('wrong');
	});
});

describe('a puzzle of blocks', () => {
	const { blocks, distractors } = runningSumParsons;
	const given = (...names: readonly string[]): string =>
		assembled(
			runningSumParsons,
			names.map((name) => {
				const found = [...blocks, ...distractors].find((block) => block.name === name);
				if (!found) throw new Error(name);
				return found;
			})
		);
	const whole = ['function', 'helper', 'body', 'emit', 'scan', 'give', 'batch'];

	test('is solved by its blocks in order, and by no other dealing of them', () => {
		expect(check(batchedRunningSum, given(...whole)).kind).toBe('right');
		expect(check(batchedRunningSum, given(...whole.toReversed())).kind).toBe('wrong');
		expect(dealt(runningSumParsons, 1)).toEqual(dealt(runningSumParsons, 1));
		expect(new Set(dealt(runningSumParsons, 1))).toEqual(new Set([...blocks, ...distractors]));
	});

	test.each([
		['body-outside', 'body-outside', ['body-outside', 'function', 'helper', 'scan', 'give', 'batch']],
		['wrong-pair', 'final-carry-kept', whole.with(4, 'wrong-pair')],
		['emit-old', 'old-carry-emitted', whole.with(3, 'emit-old')],
		['batch-by-steps', 'mapped-over-time', whole.with(6, 'batch-by-steps')]
	])('tells what is wrong with %s', (_, id, names) => {
		expect(check(batchedRunningSum, given(...names))).toMatchObject({ kind: 'wrong', message: { id } });
	});
});

describe('what was just seen', () => {
	const program = (call: string): string => `
import jax, jax.numpy as jnp
from jax import lax
def running(row):
  return lax.scan(lambda c, x: (jnp.maximum(c, x), x), -jnp.inf, row)
${call}`;
	test('is asked of the rows, or of the one there is', () => {
		const [rows] = record(program('jax.vmap(running)(jnp.array([[3., 1.], [1., 5.]]))')).recording.loops;
		const recall = recallFor(rows, step(1), 1);
		expect(recall?.texts).toHaveLength(4);
		expect(recall?.texts[recall.right]).toBe('row 1');
		const [one] = record(program('running(jnp.array([3., 1., 4.]))')).recording.loops;
		expect([0, 1, 2].map((n) => recallFor(one, step(n), 1)?.right)).toEqual([0, 2, 0]);
	});
});
