import { describe, expect, it } from 'vitest';
import { dataIn } from '$lib/python/data-literals';
import { Locks, type Locked } from '$lib/session/locks.svelte';
import type { Lock } from '$lib/session/marks';

const program = 'import jax.numpy as jnp\ndef f(x): return x\nf(jnp.array([[3., 1.], [2., 4.]]))  # data\n';

/** Locks of a scene with this program, and how it changes. */
function locked(...locks: Lock[]): { type: (text: string) => string | null; text: () => string } {
	let text = program;
	const owner = {
		get text() {
			return text;
		},
		marks: { locks },
		data: {
			get list() {
				try {
					return dataIn(text);
				} catch {
					return null;
				}
			}
		}
	};
	const all = new Locks(owner as unknown as Locked, () => {});
	const type = (next: string): string | null => {
		const why = all.against(next);
		if (why === null) text = next;
		return why;
	};
	return { type, text: () => text };
}

describe('a locked program', () => {
	it('may become anything without a lock', () => {
		expect(locked().type('')).toBeNull();
		expect(locked('hidden-code').type('')).toBeNull();
	});

	it('stays as it is where it is read-only', () => {
		expect(locked('read-only').type(program.replace('3.', '4.'))).toMatch('read-only');
	});

	it.each([
		['a number', program.replace('3.', '7.25')],
		['a row', program.replace(']]', '], [0., 0.]]')],
		['all numbers', program.replace('[3., 1.], [2., 4.]', '[-9, 1e3]')],
		['no number', program.replace('3.', "float('nan')")]
	])('takes other data where only that may be changed: %s', (_, next) => {
		expect(locked('data-only').type(next)).toBeNull();
	});

	it.each([
		['the comment', program.replace('# data', '# more')],
		['the function', program.replace('return x', 'return -x')],
		['all of it', 'print(1)'],
		['a call among the numbers', program.replace('3.', 'f(3.)')],
		['the array’s own brackets', program.replace('[[3., 1.], [2., 4.]]', '3.')],
		['numbers and more', program.replace('3.', '5.').replace('# data', '')]
	])('takes nothing else then: %s', (_, next) => {
		expect(locked('data-only').type(next)).toMatch('only the numbers of the data');
	});

	it('is typed into key by key, also while it cannot be read or is no array', () => {
		const { type, text } = locked('data-only');
		for (const row of [',', ', [', ', [5', ', [5.]', ', [5., ]', ', [5., 6]'])
			expect(type(program.replace('4.]', `4.]${row}`))).toBeNull();
		expect(text()).toContain('[[3., 1.], [2., 4.], [5., 6]]');
		expect(type(text().replace('def f', 'def g'))).toMatch('only the numbers');
	});
});
