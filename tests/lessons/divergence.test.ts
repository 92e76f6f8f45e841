import { describe, expect, test } from 'vitest';
import { check } from '$lib/lessons/check/check';
import type { Counterexample, Verdict } from '$lib/lessons/check/verdict';
import type { Exercise } from '$lib/lessons/exercise';
import { exercises } from '$lib/lessons/exercises/all';
import { record } from '$lib/session/run';
import { imports, rows } from './wrong-programs';

const textOf = (id: string): { exercise: Exercise; program: string } => {
	const row = rows.find((one) => one.id === id);
	if (!row) throw new Error(`no row ${id}`);
	return { exercise: row.exercise, program: imports + row.program };
};

type Wrong = Extract<Verdict, { kind: 'wrong' }>;

function wrong(id: string, seed = 1): Wrong & { failing: Counterexample; smallest: Counterexample } {
	const { exercise, program } = textOf(id);
	const verdict = check(exercise, program, seed);
	if (verdict.kind === 'right' || !verdict.failing || !verdict.smallest)
		throw new Error(`${id} is not wrong`);
	return { ...verdict, failing: verdict.failing, smallest: verdict.smallest };
}

describe('R10: the first divergence', () => {
	test.each([
		['M3', { lane: 1, step: 0 }, 1, 4],
		['M9', { lane: 0, step: 0 }, 3, 6],
		['M10', { lane: 0, step: 0 }, 3, 0]
	])(
		'of %s on the data of the lesson is the earliest step, then the lowest row',
		(id, place, expected, got) => {
			expect(wrong(id).failing).toMatchObject({ kind: 'lesson', divergence: { place, expected, got } });
		}
	);

	test('of M8 is the only cell of [[-1]]', () => {
		const { smallest } = wrong('M8');
		expect(smallest.args).toEqual([{ dtype: 'float32', shape: [1, 1], values: [-1] }]);
		expect(smallest.divergence).toMatchObject({
			place: { lane: 0, step: 0 },
			expected: -1,
			got: 0,
			carryIn: { expected: [-Infinity], got: [0] },
			x: [-1],
			carryParts: 0,
			loop: 0,
			referenceLoop: 0
		});
	});

	test('tells the code that was at work', () => {
		const at = (id: string): string => {
			const { failing } = wrong(id);
			const span = failing.divergence?.span;
			return span ? failing.program.slice(span.from, span.to) : '';
		};
		expect(at('M8')).toBe('jnp.maximum(carry, x)');
		expect(at('M9')).toBe('carry + x');
		// The carry itself is handed on as y: that is the word.
		expect(at('M10')).toBe('carry');
		expect(at('M3')).toBe('carry + x');
	});

	test('says whether the carry is wrong as well', () => {
		expect(wrong('M9').failing.divergence?.carryParts).toBe(0);
		expect(wrong('M10').failing.divergence?.carryParts).toBeNull();
	});

	test('is looked for in the answers where there is no scan', () => {
		const program = `${imports}
def batched_running_sum(x_batch):
  total, ys = x_batch[:, 0], []
  for t in range(x_batch.shape[1]):
    ys.append(total)
    total = total + x_batch[:, t]
  return jnp.stack(ys, axis=1)
`;
		const verdict = check(textOf('M9').exercise, program);
		expect(verdict).toMatchObject({
			kind: 'wrong',
			stage: 'values',
			message: { id: 'values', what: 'Row 0 at step 1 is 6.0 instead of 4.0.' },
			failing: { divergence: { place: { lane: 0, step: 1 }, loop: null, carryIn: { got: null }, span: null } }
		});
	});

	test('names every row that parts at that step', () => {
		expect(wrong('M9').failing.divergence?.lanes).toEqual([0, 1]);
		expect(wrong('M3').failing.divergence?.lanes).toEqual([1]);
	});
});

describe('R12: the smallest input that shows it', () => {
	test.each([
		['M3', [1, 2], [1, 0]],
		['M8', [1, 1], [-1]],
		['M9', [1, 1], [1]],
		['M10', [1, 1], [1]]
	])('of %s', (id, shape, values) => {
		expect(wrong(id).smallest.args).toEqual([{ dtype: 'float32', shape, values }]);
	});

	test.each(['M3', 'M8', 'M9', 'M10'])('of %s is the same for the same seed, and found in time', (id) => {
		const before = performance.now();
		const first = wrong(id, 7);
		expect(performance.now() - before).toBeLessThan(2000);
		expect(wrong(id, 7)).toEqual(first);
	});

	test.each(['M3', 'M8', 'M9', 'M10'])('of %s can be put into the stage', (id) => {
		const { smallest } = wrong(id);
		const [mine, theirs] = [smallest.program, smallest.reference].map((program) => record(program));
		expect(mine.error).toBeNull();
		expect(theirs.error).toBeNull();
		expect(mine.recording.outcome).not.toEqual(theirs.recording.outcome);
	});
});

describe('every exercise', () => {
	test.each(exercises.map((exercise) => [exercise.name, exercise] as const))(
		'%s accepts its solution and not its starter',
		(_, exercise) => {
			for (const seed of [1, 2, 3, 4, 5])
				expect(check(exercise, exercise.solution, seed)).toMatchObject({ kind: 'right' });
			expect(check(exercise, exercise.starter).kind).toBe('wrong');
			expect(record(exercise.starter).error).toBeNull();
			expect(record(exercise.solution).error).toBeNull();
		}
	);

	test.each(exercises)(
		'$name says in its starter what is asked for: a projector shows only that',
		(exercise) => {
			expect(exercise.starter).toMatch(/^ {2}""".+"""$/m);
		}
	);

	test.each(
		exercises.flatMap((exercise) =>
			exercise.mistakes.map((mistake) => [mistake.id, exercise, mistake] as const)
		)
	)('recognises %s', (id, exercise, { program }) => {
		for (const seed of [1, 2, 3])
			expect(check(exercise, program, seed)).toMatchObject({ kind: 'wrong', message: { id } });
	});
});
