import { check } from '$lib/lessons/check/check';
import type { Verdict } from '$lib/lessons/check/verdict';
import { exerciseNamed } from '$lib/lessons/exercises/all';
import type { QuestionOf } from '../protocol';

/** The verdict on a program. */
export function checked({ exercise: name, program, seed }: QuestionOf<'check'>): Verdict {
	const exercise = exerciseNamed(name);
	if (!exercise) throw new Error(`internal: no exercise ${name}`);
	return check(exercise, program, seed);
}
