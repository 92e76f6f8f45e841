import { describe, expect, it } from 'vitest';
import { lane, loopIndex } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import type { InputEdit } from '$lib/recording/what-if';
import { answerTo } from '$lib/session/answers/answers';
import type { Edits } from '$lib/session/answers/other-run';
import { record, type Run } from '$lib/session/run';
import { inputEdit } from '../support/input-edit';

const program = (xs: string, factor = '0.5', init = '0.'): string => `
import jax, jax.numpy as jnp
from jax import lax

def row(xs):
  def step(c, x):  # 3. in a comment
    c = ${factor} * c + x
    return c, c
  return lax.scan(step, ${init}, xs)
jax.vmap(row)(jnp.array(${xs}))
`;
const place = { within: [], loop: loopIndex(0) };
const plain = program('[[1., 2.], [1., -4.]]');

describe('the numbers of a program', () => {
	it('are those of its code, with their sign', () => {
		const numbers = answerTo(record(plain), { kind: 'numbers' });
		expect(numbers.map(({ text }) => text)).toEqual(['0.5', '0.', '1.', '2.', '1.', '-4.']);
		expect(numbers[0]).toMatchObject({ line: 7, value: 0.5, type: 'float' });
	});

	it('take no minus that has an operand before it', () => {
		const numbers = answerTo(record('a = [3]\na[0] - 1 + -2 ** 2 - (4) - -5\n'), { kind: 'numbers' });
		expect(numbers.map(({ text }) => text)).toEqual(['3', '0', '1', '-2', '2', '4', '-5']);
	});
});

function ghostOf(run: Run, edits: Edits): Loop {
	const other = { with: 'changes', ...edits, arithmetic: 'own' } as const;
	const answer = answerTo(run, { kind: 'other', place, other, window: { from: 0, to: 2 } });
	if (answer.kind !== 'known') throw new Error(`the answer is ${answer.kind}`);
	return answer.loop;
}

describe('what if', () => {
	it('another number stood in the program', () => {
		const run = record(plain);
		const at = plain.indexOf('0.5');
		const texts = [{ from: at, to: at + 3, text: '2.0' }];
		const ghost = ghostOf(run, { edits: [], texts });
		const real = record(program('[[1., 2.], [1., -4.]]', '2.0')).recording.loops[0];
		expect(ghost.carry).toEqual(real.carry);
	});

	it('it fails then: its own error is the answer', () => {
		const at = plain.indexOf('0.5');
		const texts = [{ from: at, to: at + 3, text: 'oops' }];
		const ask = (): unknown => ghostOf(record(plain), { edits: [], texts });
		expect(ask).toThrow("name 'oops' is not defined");
	});
});

describe('edits written into the program', () => {
	const write = (text: string, edits: readonly InputEdit[]): { program: string; left: readonly number[] } =>
		answerTo(record(text), { kind: 'write', place, edits, texts: [] });

	it('change the one number that is the input, not another like it', () => {
		expect(write(plain, [inputEdit({ lane: lane(1), value: 7 })])).toEqual({
			program: program('[[1., 2.], [7., -4.]]'),
			left: []
		});
		expect(write(plain, [inputEdit({ lane: lane(1), step: 1, value: 2.5 })]).program).toBe(
			program('[[1., 2.], [1., 2.5]]')
		);
	});

	it('are several at once', () => {
		const edits = [inputEdit({ value: 3 }), inputEdit({ step: 1, value: -1 })];
		expect(write(plain, edits)).toEqual({ program: program('[[3., -1.], [1., -4.]]'), left: [] });
	});

	it('are numbers of the program too, whose new texts move what stands after them', () => {
		const at = plain.indexOf('0.5');
		const texts = [{ from: at, to: at + 3, text: '0.125' }];
		const ask = { kind: 'write', place, texts } as const;
		expect(answerTo(record(plain), { ...ask, edits: [] })).toEqual({
			program: program('[[1., 2.], [1., -4.]]', '0.125'),
			left: []
		});
		const edits = [inputEdit({ kind: 'init', value: 5 }), inputEdit({ lane: lane(1), value: 7 })];
		expect(answerTo(record(plain), { ...ask, edits })).toEqual({
			program: program('[[1., 2.], [7., -4.]]', '0.125'),
			left: [0]
		});
	});

	it('are left where one number is the input of several rows, or none is', () => {
		const shared = inputEdit({ kind: 'init', value: 5 });
		expect(write(plain, [shared])).toEqual({ program: plain, left: [0] });
		const made = program('jnp.ones((2, 2))');
		expect(write(made, [inputEdit({})])).toEqual({ program: made, left: [0] });
	});

	it('find the init of a scan of one row', () => {
		const text =
			'import jax.numpy as jnp\nfrom jax import lax\nlax.scan(lambda c, x: (c + x, c), 0., jnp.ones(3))';
		const { program } = write(text, [inputEdit({ kind: 'init', lane: null, value: 2 })]);
		expect(program).toBe(text.replace('0.,', '2.,'));
	});
});

describe('another program', () => {
	it('is recorded beside the one that questions are about', () => {
		const run = record(plain);
		const other = answerTo(run, { kind: 'record', program: program('[[5., 5., 5.]]') });
		expect(other.loops[0]).toMatchObject({ lanes: 1, length: 3 });
		expect(run.recording.loops[0]).toMatchObject({ lanes: 2, length: 2 });
	});
});
