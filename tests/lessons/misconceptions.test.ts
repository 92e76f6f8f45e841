import { describe, expect, test } from 'vitest';
import { check } from '$lib/lessons/check/check';
import { misconceptions } from '$lib/lessons/check/messages';
import { stages } from '$lib/lessons/check/verdict';
import { imports, rows } from './wrong-programs';

describe('R11, R20: the catalogue of misconceptions', () => {
	test('has a row for each', () => {
		expect(rows.map(({ id }) => id)).toEqual(Object.keys(misconceptions));
	});

	test.each(rows)('$id, $what', ({ id, exercise, program, stage, names, fix }) => {
		const verdict = check(exercise, imports + program);
		expect(verdict.kind === 'right' ? 'right' : verdict.stage).toBe(stage);
		const message =
			verdict.kind === 'wrong'
				? verdict.message
				: verdict.notes.find((note) => note.id === misconceptions[id]);
		expect(message?.id).toBe(misconceptions[id]);
		expect(message?.what).toMatch(names);
		expect(message?.what).toMatch(/on line \d|(row \d at )?step \d/);
		expect(message?.instead).toMatch(fix);
		expect(verdict.passed).toEqual(stage === 'right' ? stages : stages.slice(0, stages.indexOf(stage)));
	});
});
