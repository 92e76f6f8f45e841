import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { jit, makeJaxpr } from '$lib/api/jit';
import { NDArray } from '$lib/array/ndarray';
import { tuple } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import type { ClosedJaxpr } from '$lib/core/jaxpr';
import { add, broadcastInDim, dotGeneral, mul, neg, reduce, scalar, unary } from '$lib/core/ops';
import { floatText } from '$lib/core/literal-text';
import { letterName, printJaxpr } from '$lib/core/print-jaxpr';

const print = (f: (...args: never[]) => unknown, ...args: unknown[]): string =>
	makeJaxpr(f, {}, ({ jaxpr }: ClosedJaxpr) => printJaxpr(jaxpr)).call(args) as string;

const vector = new NDArray('float32', [3], new Float32Array(3));
const matrix = new NDArray('float32', [2, 3], new Float32Array(6));

describe('printJaxpr(jaxpr)', () => {
	it('stays on one line where that fits 80 columns', () => {
		expect(print((x: Value) => neg(unary('sin', x)), 1)).toBe(
			'{ lambda ; a:f32[]. let b:f32[] = sin a; c:f32[] = neg b in (c,) }'
		);
	});

	it('leaves the let empty where there is no equation', () => {
		expect(print((x: Value) => tuple(x, scalar(7, 'int32')), 1)).toBe(
			'{ lambda ; a:f32[]. let  in (a, 7:i32[]) }'
		);
	});

	it('breaks parameters one a line where they do not fit', () => {
		const f = (w: Value, x: Value) =>
			dotGeneral(
				w,
				x,
				[
					[[1], [0]],
					[[], []]
				],
				'float32'
			);
		expect(print(f, matrix, vector)).toBe(`{ lambda ; a:f32[2,3] b:f32[3]. let
    c:f32[2] = dot_general[
      dimension_numbers=(([1], [0]), ([], []))
      preferred_element_type=float32
    ] a b
  in (c,) }`);
	});

	it('prints an unused result as _', () => {
		const f = (x: Value) => {
			neg(x);
			return add(x, x);
		};
		expect(print(f, vector)).toContain('_:f32[3] = neg a');
	});

	it('hides what JAX hides of broadcast_in_dim and shows what it shows of reduce_sum', () => {
		expect(print((x: Value) => broadcastInDim(x, [3], []), 1)).toContain('b:f32[3] = broadcast_in_dim a');
		expect(print((x: Value) => reduce('reduce_sum', x, [0]), vector)).toContain(
			'reduce_sum[axes=(0,) out_sharding=None] a'
		);
	});

	it('names the binders of a jit after its operands and results', () => {
		const square = jit((x: Value) => mul(x, x));
		expect(print((x: Value) => square.call([x]), vector)).toContain(
			'jaxpr={ lambda ; a:f32[3]. let b:f32[3] = mul a a in (b,) }'
		);
	});

	it('hoists a body that is used twice', () => {
		const square = jit(function square(x: Value) {
			return mul(x, x);
		});
		const text = print(
			(x: Value, y: Value) => add(square.call([x]) as Value, square.call([y]) as Value),
			1,
			2
		);
		expect(text.split('\n')[0]).toBe('let square = { lambda ; a:f32[]. let b:f32[] = mul a a in (b,) } in');
		expect(text).toContain('e:f32[] = jit[name=square jaxpr=square] c');
	});
});

describe('letterName(n)', () => {
	it('goes a..z, ba, bb', () => {
		expect([0, 25, 26, 27, 52].map(letterName)).toEqual(['a', 'z', 'ba', 'bb', 'ca']);
	});
});

describe('floatText(x)', () => {
	it('is Python’s repr', () => {
		expect([0, -0, 1, 0.5, 1e16, 1e-5, 123456, Infinity, NaN, 1e22].map(floatText)).toEqual([
			'0.0',
			'-0.0',
			'1.0',
			'0.5',
			'1e+16',
			'1e-05',
			'123456.0',
			'inf',
			'nan',
			'1e+22'
		]);
	});
});
