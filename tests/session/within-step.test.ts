import { describe, expect, it } from 'vitest';
import type { NDArray } from '$lib/array/ndarray';
import { limited } from '$lib/recording/limited';
import { hitsOf, truthOf, type Hits } from '$lib/recording/hits';
import { finished } from '$lib/recording/slices';
import { stepHits } from '$lib/recording/step-search';
import { columnOf } from '$lib/session/answers/column';
import { withinStep } from '$lib/session/answers/within-step';
import { record, type Run } from '$lib/session/run';
import { imports, littleRoom, longPrograms } from '../support/long';

const programs: { readonly [name: string]: string } = {
	...longPrograms,
	axes: `
def cell(a, b, xs):
  def step(c, x):
    d = c * 0.7 + x * a
    return d + b, d
  return lax.scan(step, b, xs)
rows = jax.vmap(cell, in_axes=(0, None, 1))
jax.vmap(rows, in_axes=(None, 0, None))(jnp.arange(3.), jnp.arange(2.) - 1, jnp.sin(jnp.arange(33.)).reshape(11, 3))
`,
	loose: `
table = jnp.array([3., 1., 2., 5.])
def per_row(w):
  def step(carry, x):
    n, big, small = carry
    big = jnp.tanh(big @ w)
    small = small * 0.5 + x
    return (n + 1, big, small), big.sum()
  return lax.scan(step, (0, jnp.ones(3), 1.), jnp.arange(19.))
jax.vmap(per_row)(jnp.arange(18.).reshape(2, 3, 3) / 9)
`
};

const asked: readonly (readonly [program: string, expression: string])[] = [
	['ema', 'c > 0.05'],
	['ema', '(c > 0.05) & (x < 0.5) | (step % 7 == lane)'],
	['ema', 'step == 9'],
	['ema', 'jnp.nan'],
	['ema', 'jnp.where(lane == 1, c, x)'],
	['reversed', 'x > 20'],
	['reversed', '(x > 20) & (step > 3)'],
	['vectors', 'h.max() > 0.9'],
	['vectors', '(h @ jnp.array([1., -1., 0.5]) > 0.2) & (n % 2 == 1)'],
	['vectors', 'n'],
	['broken', 'jnp.isnan(p)'],
	['broken', 'p'],
	['integers', 'c % 2 == 0'],
	['nested', 'c > 0.5'],
	['branching', 'c > 0.2'],
	['axes', 'd > 0.1'],
	['axes', '(d > c) & (lane[1] > 0)'],
	['axes', 'x > 0.3'],
	['axes', 'b < 0'],
	['loose', 'small > 20'],
	['loose', 'table[n % 4] > 2'],
	['loose', 'big.sum() > 2.5']
];

const plain = ({ lanes, first, steps }: Hits): unknown => ({ lanes: [...lanes], first: [...first], steps });

const runOf = (program: string, room?: typeof littleRoom): Run =>
	record(imports + programs[program], { room });

const searched = (run: Run, expression: string, slots?: number, limit = 1e6): Hits | null => {
	const [live] = run.live;
	const question = withinStep(run, live, expression);
	if (!question || live.ran.primitive !== 'scan') return null;
	return finished(
		stepHits(live.ran.params, live.args, question, live.windows?.loop ?? live.loop, limited(limit), slots)
	);
};

const unreadable = (value: NDArray): NDArray =>
	Object.create(value, {
		data: {
			get: () => {
				throw new Error('this is not needed');
			}
		}
	}) as NDArray;

describe('a question that is a part of the body', () => {
	it.each(asked)('is answered in %s as over the whole record: %s', (program, expression) => {
		const whole = runOf(program);
		const { loop } = whole.live[0];
		const expected = plain(hitsOf(loop, truthOf(loop, columnOf(whole, whole.live[0], expression))));
		const long = runOf(program, littleRoom);
		for (const slots of [1, 37, undefined]) {
			const hits = searched(long, expression, slots);
			expect(hits && plain(hits)).toEqual(expected);
		}
	});

	it.each([
		['ema', 'c > 0.05 and x > 0', 'asks for a value while it is traced'],
		['vectors', 'h > 0.9', 'has several values'],
		['ema', 'd > 1', 'reads an unknown name'],
		['ema', 'c >', 'is no expression'],
		['falling', 'v < 10', 'is about a while loop']
	])('is not one that, in %s, like %s, %s', (program, expression) => {
		expect(searched(runOf(program, littleRoom), expression)).toBe(null);
	});

	it('is given up where it takes too much', () => {
		const counting = 'lax.while_loop(lambda s: s < 90, lambda s: s + 1, 0) + x > 0';
		expect(searched(runOf('ema', littleRoom), counting)?.steps).toBe(23);
		expect(() => searched(runOf('ema', littleRoom), counting, undefined, 1000)).toThrow(
			'stopped after 1,000 operations'
		);
	});

	it('leaves out what it does not depend on', () => {
		const run = runOf('loose', littleRoom);
		const [live] = run.live;
		const question = withinStep(run, live, 'small > 3');
		if (!question || live.ran.primitive !== 'scan') throw new Error('there is no question');
		// The matrix of each row, and the vector it is multiplied with.
		const args = live.args.map((value) => (value.shape.length > 1 ? unreadable(value) : value));
		const { loop } = live.windows ?? live;
		expect(finished(stepHits(live.ran.params, args, question, loop, limited(1e6))).steps).toBe(
			searched(run, 'small > 3')?.steps
		);
	});
});
