import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eqnIndex, lane, step } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import { restAt } from '$lib/recording/walk';
import { asCsv, asJson, asPython } from '$lib/scene/copy';
import { choices, inspect } from '$lib/scene/inspection';
import { sparkline } from '$lib/scene/sparkline';
import { formatOf } from '$lib/recording/words';
import { record } from '$lib/session/run';

const program = `
import jax, jax.numpy as jnp
from jax import lax

scale = jnp.array([0.1])

def per_row(row):
  def step(state, x):
    total, seen = state
    part = x * scale[0]
    total = total + part
    return (total, seen.at[0].add(x)), jnp.log(total)
  return lax.scan(step, (jnp.float32(0), jnp.zeros((2, 3))), row)

jax.vmap(per_row)(jnp.array([[1., 2., 3.], [-1., 4., 5.]]))
`;

const [loop] = record(program).recording.loops;
const at = (n: number): ReturnType<typeof restAt> => restAt(loop, n);
const total = { kind: 'carry', lane: lane(1), step: 1, leaf: 0 } as const;

describe('inspect', () => {
	it('gives the exact value, its type, its history up to the moment and the same value in every row', () => {
		const value = inspect(loop, total, at(1));
		expect(value).toMatchObject({
			title: 'total after step 1',
			who: 'row 1',
			type: 'float32[]',
			role: 'carry'
		});
		const [now] = elementsAt(loop.carry[0].column, 2, lane(1), loop.axes);
		expect(Math.fround(Number(value?.value?.exact))).toBe(now);
		expect(value?.history.points.map((point) => point.step)).toEqual([-1, 0, 1]);
		expect(value?.lanes.map(({ name, here }) => [name, here])).toEqual([
			['row 0', false],
			['row 1', true]
		]);
	});

	it('does not tell what has not happened yet', () => {
		const early = inspect(loop, total, at(0));
		expect(early?.value).toBeNull();
		expect(early?.copies).toEqual([]);
		expect(early?.lanes).toEqual([]);
		expect(early?.history.points.map((point) => point.step)).toEqual([-1, 0]);
	});

	it('shows an array with its axes, and the history of the chosen element', () => {
		const seen = inspect(loop, { kind: 'carry', lane: lane(0), step: 2, leaf: 1 }, at(2), 4);
		expect(seen?.value?.grid).toMatchObject({ across: 'axis 1', down: 'axis 0', image: false, more: 0 });
		expect(seen?.element).toBe('[1][1]');
		expect(seen?.value?.grid?.planes[0].rows.map((row) => row.map(({ text }) => text))).toEqual([
			['6', '6', '6'],
			['0', '0', '0']
		]);
		expect(seen?.history.points.map(({ value }) => value)).toEqual([0, 0, 0, 0]);
	});

	it('looks at results of equations and at outer values', () => {
		const eqn = loop.eqns.find(({ name }) => name === 'part');
		const part = { kind: 'result', eqn: eqn?.index ?? eqnIndex(0), lane: lane(0), step: step(1) } as const;
		expect(inspect(loop, part, at(1))).toMatchObject({ title: 'part of step 1', value: { exact: '0.2' } });
		const scale = { kind: 'closed', leaf: 0, lane: lane(0), step: 0 } as const;
		expect(inspect(loop, scale, at(-1))).toMatchObject({ who: 'all rows', value: { exact: '[0.1]' } });
	});

	it('is null for a value the loop does not have', () => {
		expect(inspect(loop, { ...total, leaf: 9 }, at(1))).toBeNull();
		expect(inspect(loop, { ...total, step: 99 }, at(1))).toBeNull();
	});
});

describe('choices', () => {
	it('are the values of the step in the order they come about', () => {
		const names = choices(loop, at(0), lane(0)).map(({ name }) => name);
		expect(names.slice(0, 2)).toEqual(['x', 'part']);
		expect(names).toEqual(expect.arrayContaining(['total', 'seen']));
		for (const { value } of choices(loop, at(0), lane(0)))
			expect(inspect(loop, value, at(0))?.value).not.toBeNull();
	});

	it('are the inits before the first step', () => {
		expect(choices(loop, at(-1), lane(0)).map(({ value }) => value.kind)).toEqual(['init', 'init']);
	});
});

describe('copies', () => {
	const format = formatOf(loop.carry[0].column, loop, true);

	it('as Python evaluate to the very value', () => {
		const floats = fc.array(fc.float({ noNaN: false }), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(floats, (values) => {
				const text = asPython(values, [values.length], format);
				const { value } = record(`import jax.numpy as jnp\n${text}`);
				const { data } = value as { data: Float32Array };
				expect([...data].map((x) => x + 0)).toEqual(values.map((x) => Math.fround(x) + 0));
			}),
			{ numRuns: 40 }
		);
		expect(asPython([0.1], [], format)).toBe('jnp.float32(0.1)');
	});

	it('as JSON are read back', () => {
		expect(JSON.parse(asJson([1, 2.5, 3, 4], [2, 2], format))).toEqual([
			[1, 2.5],
			[3, 4]
		]);
		expect(JSON.parse(asJson([NaN, -Infinity], [2], format))).toEqual(['NaN', '-Infinity']);
	});

	const number = fc.oneof(fc.float(), fc.constantFrom(NaN, Infinity, -Infinity, -0));
	const numbers = fc.array(number, { minLength: 1, maxLength: 6 });
	/** JSON has no sign at nought. */
	const unsigned = (x: number): number => Math.fround(x) + 0;

	it('as JSON and as CSV are read back as the very values, whatever they are', () => {
		fc.assert(
			fc.property(numbers, fc.integer({ min: 1, max: 3 }), (given, steps) => {
				const width = given.length;
				const rows = Array.from({ length: 2 * steps }, (_, k) => given.map((x) => (k % 2 ? x : -x)));
				const xs = asPython(rows.flat(), [2, steps, width], format);
				const text = `
import jax, jax.numpy as jnp
from jax import lax
jax.vmap(lambda row: lax.scan(lambda c, x: (x, None), jnp.zeros(${width}), row))(${xs})
`;
				const [loop] = record(text).recording.loops;
				const ref = { kind: 'carry', lane: lane(1), step: steps - 1, leaf: 0 } as const;
				const copies = new Map(
					inspect(loop, ref, restAt(loop, steps - 1))?.copies.map(({ name, text }) => [name, text])
				);
				const json = JSON.parse(copies.get('JSON') ?? '') as (number | string)[];
				expect(json.map((x) => unsigned(Number(x)))).toEqual(rows[2 * steps - 1].map(unsigned));
				const [head, ...lines] = (copies.get('CSV') ?? '').trimEnd().split('\n');
				expect(head).toBe(['step', 'row', ...given.map((_, k) => `[${k}]`)].join());
				const expected = Array.from({ length: 2 * steps + 2 }, (_, n) => {
					const [step, row] = [Math.floor(n / 2) - 1, n % 2];
					return [step, row, ...(step < 0 ? given.map(() => 0) : rows[row * steps + step])];
				});
				expect(lines.map((line) => line.split(',').map(Number).map(unsigned))).toEqual(
					expected.map((fields) => fields.map(unsigned))
				);
			}),
			{ numRuns: 30 }
		);
	});

	it('as CSV hold the history, a line a step and row', () => {
		const text = asCsv(loop.carry[0].column, loop, { entries: 2, first: -1, format });
		expect(text).toBe('step,row,value\n-1,0,0.0\n-1,1,0.0\n0,0,0.1\n0,1,-0.1\n');
	});
});

describe('sparkline', () => {
	const box = { first: -1, entries: 4, w: 100, h: 40 };

	it('keeps inside its box and grows to the right', () => {
		fc.assert(
			fc.property(fc.array(fc.float(), { minLength: 1, maxLength: 4 }), (values) => {
				const { points } = sparkline(values, box);
				points.forEach(({ x, y }, k) => {
					expect(x).toBeGreaterThanOrEqual(k === 0 ? 0 : points[k - 1].x);
					expect(x).toBeLessThanOrEqual(100);
					if (y !== null) expect(y >= 0 && y <= 40).toBe(true);
				});
			})
		);
	});

	it('breaks where a value is not finite', () => {
		const { points, path } = sparkline([1, NaN, 2], box);
		expect(points.map(({ y }) => y === null)).toEqual([false, true, false]);
		expect(path.match(/M/g)).toHaveLength(2);
	});
});
