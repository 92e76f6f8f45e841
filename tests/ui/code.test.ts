import { describe, expect, it } from 'vitest';
import { linesOf } from '$lib/ui/editor/lines';
import { roleMarks, syntaxMarks, type Mark } from '$lib/ui/editor/python';
import { runningMax, spanOf } from '../support/fixture';

const { program, loops } = runningMax();
const { roles, eqns } = loops[0];

const words = (marks: readonly Mark[]): string[] =>
	marks.map((mark) => `${program.slice(mark.from, mark.to)}: ${mark.class}`);

describe('the colours of Python', () => {
	it('are those of keywords, texts and definitions', () => {
		const found = words(syntaxMarks(program));
		expect(found).toContain('def: tok-keyword');
		expect(found).toContain('"""Cumulative max for each row.""": tok-text');
		expect(found).toContain('running_max_batch: tok-definition');
	});

	it('survive a program that is not one', () => {
		expect(() => syntaxMarks('def (((\n  "unclosed')).not.toThrow();
		expect(roleMarks('def (((', roles)).toEqual([]);
	});
});

describe('the roles of names', () => {
	it('hold in their stretch of the program only', () => {
		const found = words(roleMarks(program, roles));
		expect(found.filter((word) => word.startsWith('new: role carry'))).toHaveLength(3);
		expect(found.filter((word) => word.startsWith('carry: role carry'))).toHaveLength(2);
		expect(found).toContain('ys: role y');
		expect(found.some((word) => word.startsWith('x_batch'))).toBe(false);
	});

	it('are decided by the innermost stretch', () => {
		const outer = { name: 'new', role: 'y' as const, within: spanOf(program, program) };
		const found = words(roleMarks(program, [outer, ...roles]));
		expect(found.filter((word) => word.startsWith('new: role carry'))).toHaveLength(3);
	});
});

describe('the program to be read', () => {
	const lines = linesOf(program, [...syntaxMarks(program), ...roleMarks(program, roles)], eqns[0].span);

	it('has every line and every character', () => {
		const text = lines.map(({ runs }) =>
			runs.flatMap(({ pieces }) => pieces.map((piece) => piece.text)).join('')
		);
		expect(text.join('\n')).toBe(program);
		expect(lines.map(({ number }) => number)).toEqual(lines.map((_, n) => n + 1));
	});

	it('boxes the expression being carried out, names inside it coloured', () => {
		const active = lines.filter((line) => line.active);
		expect(active.map(({ number }) => number)).toEqual([9]);
		const boxed = active[0].runs.filter((run) => run.boxed);
		expect(boxed).toHaveLength(1);
		expect(boxed[0].pieces.map(({ text }) => text).join('')).toBe('jnp.maximum(carry, x)');
		expect(boxed[0].pieces).toContainEqual({ from: 193, text: 'carry', class: 'role carry' });
	});

	it('boxes an expression over several lines on each of them', () => {
		const text = 'a = f(\n  1,\n  2)\nb';
		const boxed = linesOf(text, [], spanOf(text, 'f(\n  1,\n  2)'));
		expect(boxed.map((line) => line.runs.some((run) => run.boxed))).toEqual([true, true, true, false]);
	});
});
