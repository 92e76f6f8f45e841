import { describe, expect, it } from 'vitest';
import { exampleNamed } from '$lib/examples/catalogue';
import { loopJaxprs, type JaxprText } from '$lib/recording/loop-jaxprs';
import { eqnIndex, lane } from '$lib/recording/moment';
import {
	activeEquations,
	equationWords,
	foldedAtFirst,
	jaxprLines,
	litEquations,
	toggled
} from '$lib/scene/jaxpr-lines';
import { record } from '$lib/session/run';

function tracedOf(program: string) {
	const [live] = record(program).live;
	const { row, batched } = loopJaxprs(live);
	return { loop: live.loop, row: row[0], batched: batched?.[0] as JaxprText };
}
const traced = (name: string) => tracedOf(exampleNamed(name)?.program ?? '');
const written = (tokens: readonly { readonly text: string }[]): string =>
	tokens.map(({ text }) => text).join('');

const nestedOf = (steps: number) =>
	tracedOf(`import jax, jax.numpy as jnp
from jax import lax
def per_row(row):
  def outer(carry, x):
    def inner(c, y):
${'      c = c * y\n'.repeat(steps)}
      return c, None
    new, _ = lax.scan(inner, carry, jnp.arange(2.))
    return new + x, new
  return lax.scan(outer, 0., row)
jax.vmap(per_row)(jnp.ones((2, 3)))
`);
/** A jaxpr of more than ten equations is told before the one that holds it. */
const nested = nestedOf(20);
const shorter = nestedOf(8);

describe('jaxprLines', () => {
	it('are the text, whatever is a token of its own', () => {
		for (const name of ['rnn-cell', 'running-max', 'trapped-water', 'bracket-matching']) {
			const { loop, row, batched } = traced(name);
			for (const text of [row, batched])
				expect(
					jaxprLines(text, loop.axes, new Set())
						.map(({ tokens }) => written(tokens))
						.join('\n')
				).toBe(text.text);
		}
	});

	it('mark the axis of the rows, and values of which there is one', () => {
		const { loop, batched } = traced('rnn-cell');
		const tokens = jaxprLines(batched, loop.axes, new Set()).flatMap((line) => line.tokens);
		const first = tokens.filter(({ lane }) => lane !== null).slice(0, 4);
		expect(first.map(({ text, lane }) => [text, lane])).toEqual([
			['a:f32[4,4]', 'shared'],
			['b:f32[4]', 'shared'],
			['c:f32[4]', 'shared'],
			['3', 'rows']
		]);
		expect(tokens.find(({ text }) => text === 'e:f32[')?.title).toBe('x, the x: rows along axis 0');
	});

	it('leave of what is folded the first and the last', () => {
		const folded = foldedAtFirst(nested.row);
		const all = jaxprLines(nested.row, [], new Set());
		const some = jaxprLines(nested.row, [], folded);
		const at = some.findIndex(({ fold }) => fold?.folded);
		expect(some[at].fold?.lines).toBe(all.length - some.length);
		expect(some[at + 1].number).toBe(some[at].number + all.length - some.length + 1);
		expect(jaxprLines(nested.row, [], toggled(folded, [...folded][0]))).toEqual(all);
	});

	it('fold a jaxpr that is told before the body, and an equation that holds one', () => {
		const [long, short] = [nested, shorter].map(({ row }) => {
			const line = jaxprLines(row, [], foldedAtFirst(row)).find(({ fold }) => fold);
			return [written(line?.tokens ?? []).trim(), line?.begins === null];
		});
		expect(long).toEqual(['let jaxpr = { lambda ; a:f32[] b:f32[]. let', true]);
		expect(short).toEqual(['d:f32[] = scan[', false]);
	});
});

describe('litEquations', () => {
	const { loop, row, batched } = traced('rnn-cell');
	const texts = (text: JaxprText, places: ReadonlySet<number>): string[] =>
		[...places].map((place) => {
			const { from, to } = text.equations[place];
			return text.text.slice(from, to).replace(/\s+/g, ' ');
		});

	it('of a jaxpr are those written for the same one', () => {
		const { origin, eqn, span } = row.equations[1];
		const hover = { kind: 'traced', origin, eqn, span } as const;
		expect(texts(row, litEquations(row, loop, hover))).toEqual(['g:f32[4] = mul b e']);
		expect(texts(batched, litEquations(batched, loop, hover)).at(-1)).toBe('i:f32[3,4] = mul g h');
		expect(litEquations(batched, loop, hover).size).toBe(3);
	});

	it('of a cell are those that made it', () => {
		const hover = { kind: 'cell', cell: { kind: 'y', lane: lane(1), step: 2, leaf: 0 } } as const;
		expect(texts(row, litEquations(row, loop, hover))[0]).toMatch(/^k:f32\[\] = reduce_sum/);
	});

	it('are none where nothing is pointed at', () => expect(litEquations(row, loop, null).size).toBe(0));

	it('and those of the moment are told by the user’s equation', () =>
		expect(texts(batched, activeEquations(batched, eqnIndex(4)))).toEqual(['n:f32[3,4] = tanh m']));

	it('say what they make', () => {
		const [place] = activeEquations(batched, eqnIndex(4));
		expect(equationWords(batched, place, loop.axes)).toEqual(['n is h, the carry: rows along axis 0']);
		expect(equationWords(row, 0, [])).toEqual(['f is a value on the way']);
	});
});
