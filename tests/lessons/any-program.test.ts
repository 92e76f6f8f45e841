import { describe, expect, test } from 'vitest';
import { check } from '$lib/lessons/check/check';
import { between, oneOf, randomOf } from '$lib/lessons/check/random';
import { stages } from '$lib/lessons/check/verdict';
import { exercises } from '$lib/lessons/exercises/all';
import { imports, rows } from './wrong-programs';

/** A program as a learner might leave it: a word gone, doubled, or in the place of another. */
function spoilt(program: string, seed: number): string {
	const random = randomOf(seed);
	const words = program.split(/(\b|\n)/);
	const at = between(random, 0, words.length - 1);
	const how = between(random, 0, 2);
	const given = how === 0 ? [] : how === 1 ? [words[at], words[at]] : [oneOf(random, words)];
	return words.toSpliced(at, 1, ...given).join('');
}

describe('whatever is handed in gets a verdict', () => {
	const programs = [
		...exercises.map((exercise) => ({ exercise, program: exercise.solution })),
		...rows.map(({ exercise, program }) => ({ exercise, program: imports + program }))
	];

	test.each(programs.map((one, n) => [n, one] as const))('spoilt, %i', (n, { exercise, program }) => {
		for (let seed = 0; seed < 6; seed++) {
			const text = spoilt(program, 100 * n + seed);
			const verdict = check(exercise, text);
			if (verdict.kind === 'right') continue;
			expect(stages).toContain(verdict.stage);
			expect(verdict.message.what, text).not.toMatch(/undefined|\bnull\b|internal|\[object/);
			expect(verdict.message.instead).not.toBe('');
			expect(structuredClone(verdict)).toEqual(verdict);
		}
	});

	test.each(['', '\n', '# vmap', 'batched_running_sum = batched_running_sum'])('%j', (text) => {
		for (const exercise of exercises) expect(check(exercise, text).kind).toBe('wrong');
	});

	test('work that does not end is stopped in time', () => {
		const before = performance.now();
		const slow = 'def batched_running_sum(x_batch):\n  n = 0\n  while n < 40_000: n += 1\n  return x_batch\n';
		expect(check(exercises[1], slow)).toMatchObject({ kind: 'wrong', stage: 'values' });
		expect(performance.now() - before).toBeLessThan(4000);
	});
});
