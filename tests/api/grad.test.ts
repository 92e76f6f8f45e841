import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { checkpoint } from '$lib/api/checkpoint';
import { grad, valueAndGrad } from '$lib/api/grad';
import { hessian, jacfwd, jacrev } from '$lib/api/jacobian';
import { jit } from '$lib/api/jit';
import { jvp, linearize, vjp } from '$lib/api/vjp';
import { vmap } from '$lib/api/vmap/vmap';
import { NDArray } from '$lib/array/ndarray';
import { Dict, tuple, type Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import type { Fn } from '$lib/core/fn';
import type { Value } from '$lib/core/interpreter';
import { add, mul, reduce, unary } from '$lib/core/ops';
import { dataOf } from '../rules/numeric';

const number = (x: number): NDArray => new NDArray('float32', [], Float32Array.of(x));
const vector = (...data: number[]): NDArray => new NDArray('float32', [data.length], Float32Array.from(data));
const data = (x: unknown): unknown => (x instanceof NDArray ? dataOf(x) : x);
const items = (x: unknown): unknown[] => (x as Tuple).items.map(data);
const product = (x: Value, y: Value): Value => mul(mul(x, x), y);

const failure = (run: () => unknown): string => {
	try {
		run();
	} catch (error) {
		if (error instanceof ProgramError) return `${error.type}: ${error.message}`;
		throw error;
	}
	return 'nothing';
};

describe('grad', () => {
	it('takes argnums in every form', () => {
		const args = [number(3), number(2)];
		expect(data(grad(product).call(args))).toEqual([12]);
		expect(data(grad(product, { argnums: 1n }).call(args))).toEqual([9]);
		expect(data(grad(product, { argnums: -1n }).call(args))).toEqual([9]);
		expect(items(grad(product, { argnums: tuple(1n, 0n) }).call(args))).toEqual([[9], [12]]);
		expect(items(grad(product, { argnums: [0n] }).call(args))).toEqual([[12]]);
	});

	it('keeps the structure of the argument, and hands the other arguments on', () => {
		const f = (p: Dict, mode: unknown): Value => {
			const [x, y] = (p.get('w') as Tuple).items as Value[];
			return mode === 'sum' ? add(x, y) : mul(x, y);
		};
		const p = new Dict([
			['w', tuple(number(3), number(5))],
			['none', null]
		]);
		const got = grad(f).call([p, 'times']) as Dict;
		expect(items(got.get('w'))).toEqual([[5], [3]]);
		expect(got.get('none')).toBeNull();
	});

	it('brings the auxiliary part along untouched', () => {
		const f = (x: Value): Tuple => tuple(mul(x, x), new Dict([['y', unary('neg', x)], ['note', 'kept']])); // prettier-ignore
		const [g, aux] = (grad(f, { hasAux: true }).call([number(3)]) as Tuple).items as [NDArray, Dict];
		expect([data(g), data(aux.get('y')), aux.get('note')]).toEqual([[6], [-3], 'kept']);
		const [both, h] = (valueAndGrad(f, { hasAux: true }).call([number(3)]) as Tuple).items as [
			Tuple,
			NDArray
		];
		expect([data(both.items[0]), data(h)]).toEqual([[9], [6]]);
	});

	it('lets the program see the values it works on', () => {
		let seen: unknown = null;
		const f = (x: Value): Value => {
			seen = 'concrete' in x ? data(x.concrete()) : null;
			return mul(x, x);
		};
		grad(f).call([number(3)]);
		expect(seen).toEqual([3]);
	});

	it('is the same through jit, checkpoint and vmap', () => {
		const f = (x: Value): Value => unary('sin', mul(x, x));
		const expected = 2 * 3 * Math.cos(9);
		for (const wrap of [jit, checkpoint, (g: Fn) => jit(checkpoint(g)), (g: Fn) => checkpoint(jit(g))])
			expect(dataOf(grad(wrap(f as never)).call([number(3)]) as Value)[0]).toBeCloseTo(expected, 5);
		const rows = vmap(jit(grad(checkpoint(f)))).call([vector(3, 0)]) as Value;
		expect(dataOf(rows)[0]).toBeCloseTo(expected, 5);
		expect(dataOf(grad(grad(checkpoint(f))).call([number(0.5)]) as Value)[0]).toBeCloseTo(
			2 * Math.cos(0.25) - 4 * 0.25 * Math.sin(0.25),
			5
		);
	});

	const whole = new NDArray('int32', [], Int32Array.of(3));
	it.each([
		[
			'TypeError: differentiating with respect to argnums=2 requires at least 3 positional arguments to be passed by the caller, but got only 2 positional arguments.',
			() => grad(product, { argnums: 2n }).call([number(1), number(2)])
		],
		[
			'TypeError: differentiating with respect to argnums=(0, 2) requires at least 3 positional arguments to be passed by the caller, but got only 1 positional arguments.',
			() => grad(product, { argnums: tuple(0n, 2n) }).call([number(1)])
		],
		['TypeError: Expected a callable value, got 3', () => grad(3n)],
		[
			'TypeError: grad requires real- or complex-valued inputs (input dtype that is a sub-dtype of np.inexact), but got int32. If you want to use Boolean- or integer-valued inputs, use vjp or set allow_int to True.',
			() => grad(product).call([whole, number(1)])
		],
		[
			'TypeError: Gradient only defined for scalar-output functions. Output had shape: (3,).',
			() => grad((x: Value) => x).call([vector(1, 2, 3)])
		],
		[
			'TypeError: grad requires real-valued outputs (output dtype that is a sub-dtype of np.floating), but got int32. For differentiation of functions with integer outputs, use jax.vjp directly.',
			() => grad(() => whole).call([number(1)])
		]
	])('refuses: %s', (text, run) => {
		expect(failure(run)).toBe(text);
	});
});

describe('vjp, linearize and jvp', () => {
	it('agree', () => {
		const args = [number(3), number(2)];
		const [y, pullback] = vjp(product, args).items as [NDArray, Fn];
		expect(data(y)).toEqual([18]);
		expect(items(pullback.call([number(10)]))).toEqual([[120], [90]]);
		const [, pushforward] = linearize(product, args).items as [NDArray, Fn];
		expect(data(pushforward.call([number(1), number(1)]))).toEqual([21]);
		expect(data(pushforward.call([number(0), number(2)]))).toEqual([18]);
		expect(items(jvp(product, tuple(...args), tuple(number(1), number(1))))).toEqual([[18], [21]]);
	});

	it.each([
		[
			'TypeError: primal and tangent arguments to jax.jvp must be tuples or lists; found float and tuple.',
			() => jvp(product, 1, tuple(1))
		],
		[
			'ValueError: jvp called with different primal and tangent shapes;Got primal shape (2,) and tangent shape as ()',
			() => jvp(product, tuple(vector(1, 2)), tuple(number(1)))
		],
		[
			'ValueError: unexpected tree structure.\n\nThe argument to a VJP function returned by `jax.vjp` must match the pytree structure of the differentiated function product: got PyTreeDef((*, *)), but expected PyTreeDef(*).',
			() => (vjp(product, [number(1), number(2)]).items[1] as Fn).call([tuple(1, 2)])
		]
	])('refuse: %s', (text, run) => {
		expect(failure(run)).toBe(text);
	});
});

describe('Jacobians', () => {
	const f = (x: Value, s: Value): Tuple => tuple(mul(x, s), reduce('reduce_sum', mul(x, x), [0]));
	const args = [vector(1, 2), number(3)];

	it('forward and backward are the same blocks', () => {
		for (const jacobian of [jacfwd, jacrev]) {
			const [rows, row] = (jacobian(f, { argnums: tuple(0n, 1n) }).call(args) as Tuple).items;
			expect(items(rows)).toEqual([[3, 0, 0, 3], [1, 2]]); // prettier-ignore
			expect(items(row)).toEqual([[2, 4], [0]]); // prettier-ignore
		}
	});

	it('of gradients are Hessians', () => {
		const cubes = (x: Value): Value => reduce('reduce_sum', mul(x, mul(x, x)), [0]);
		const h = hessian(cubes).call([vector(1, 2)]) as NDArray;
		expect([h.shape, data(h)]).toEqual([[2, 2], [6, 0, 0, 12]]); // prettier-ignore
	});
});
