import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cumulative } from '$lib/array/kernels/cumulative';
import { dotGeneral } from '$lib/array/kernels/dot';
import { reduce } from '$lib/array/kernels/reduce';
import { unary, type UnaryOp } from '$lib/array/kernels/unary';
import { array, f32, numbers, run, ulps } from './run';
import { numberOf } from './text-data';

type Cells = readonly Parameters<typeof numberOf>[0][];
type Case = { readonly x: Cells; readonly y: Cells } & (
	| { readonly op: 'cumsum' | 'cumprod'; readonly reverse: boolean }
	| { readonly op: 'sum'; readonly shape: readonly number[] }
	| { readonly op: 'dot'; readonly a: Cells; readonly k: number }
	| { readonly op: UnaryOp }
);

/** Float32 results of JAX 0.10.2 on a CPU, primitive by primitive. */
const cases = readFileSync(new URL('data/rounding.jsonl', import.meta.url), 'utf8')
	.trim()
	.split('\n')
	.map((line) => JSON.parse(line) as Case);

function computed(c: Case): number[] {
	const x = c.x.map(numberOf);
	const n = x.length;
	if (c.op === 'cumsum' || c.op === 'cumprod')
		return numbers(run(cumulative(c.op, 'float32', [n], 0, c.reverse), [f32(...x)], 'float32', [n]));
	if (c.op === 'sum') {
		const kernel = reduce('sum', 'float32', c.shape, [...c.shape.keys()]);
		return numbers(run(kernel, [array('float32', c.shape, x)], 'float32', []));
	}
	if (c.op === 'dot') {
		const [left, right] = [
			[c.a.length / c.k, c.k],
			[c.k, n / c.k]
		];
		const kernel = dotGeneral('float32', left, right, { contracting: [[1], [0]], batch: [[], []] });
		const ins = [array('float32', left, c.a.map(numberOf)), array('float32', right, x)];
		return numbers(run(kernel, ins, 'float32', [left[0], right[1]]));
	}
	return numbers(run(unary(c.op, 'float32', n), [f32(...x)], 'float32', [n]));
}

const title = (c: Case): string =>
	c.op === 'sum'
		? `sum of float32[${c.shape.join()}]`
		: c.op === 'dot'
			? `dot over ${c.k}`
			: `${c.op} of ${c.x.length}${'reverse' in c && c.reverse ? ' reverse' : ''}`;

describe("bits of XLA's", () => {
	it.each(cases.map((c) => [title(c), c] as const))('%s', (_, c) => {
		expect(computed(c)).toEqual(c.y.map(numberOf));
	});
});

describe('within 1 ulp of the true value', () => {
	const values: [UnaryOp, number, number][] = [
		['erfc', 3, 2.209049699858544e-5],
		['erfc', -1, 1.842700792949715],
		['erfc', 9, 4.13703174651381e-37],
		['lgamma', 0.5, 0.5723649429247001],
		['lgamma', 10.5, 13.940625219403763],
		['lgamma', -1.5, 0.860047015376481],
		['lgamma', 1, 0],
		['lgamma', -2, Infinity],
		['digamma', 1, -0.5772156649015329],
		['digamma', 10, 2.251752589066721],
		['digamma', -0.5, 0.03648997397857652],
		['digamma', -1, NaN],
		['rsqrt', 2, Math.SQRT1_2],
		['cbrt', 27, 3],
		['sin', 100, -0.5063656411097588],
		['atan', 1, Math.PI / 4]
	];
	it.each(values)('%s(%d) is %d', (op, x, y) => {
		expect(
			ulps(run(unary(op, 'float32', 1), [f32(x)], 'float32', [1]).data[0], Math.fround(y))
		).toBeLessThanOrEqual(1);
	});
	it('narrow floats are rounded after the function', () => {
		const half = (op: UnaryOp, dtype: 'float16' | 'bfloat16', x: number): number =>
			run(unary(op, dtype, 1), [array(dtype, [1], [x])], dtype, [1]).data[0];
		expect(half('exp', 'bfloat16', 1.703125)).toBe(5.5);
		expect(half('tanh', 'float16', 0.300048828125)).toBe(0.291259765625);
	});
});
