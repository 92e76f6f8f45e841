import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { customJvp, customVjp } from '$lib/api/custom';
import { customGradient } from '$lib/api/custom-gradient';
import { grad } from '$lib/api/grad';
import { jit } from '$lib/api/jit';
import { scan } from '$lib/api/lax/scan';
import { jvp } from '$lib/api/vjp';
import { vmap } from '$lib/api/vmap/vmap';
import { NDArray } from '$lib/array/ndarray';
import { tuple, type Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import type { Fn } from '$lib/core/fn';
import type { Value } from '$lib/core/interpreter';
import { mul, reduce, scalar, unary } from '$lib/core/ops';
import { dataOf } from '../rules/numeric';

const number = (x: number): NDArray => new NDArray('float32', [], Float32Array.of(x));
const vector = (...data: number[]): NDArray => new NDArray('float32', [data.length], Float32Array.from(data));
const at = (x: Value, i: number): Value => mul(x, scalar(i, 'float32'));
const data = (x: unknown): number[] => dataOf(x as Value);

/** x², whose rule says that its slope is 10 everywhere: a slope that only the rule can give. */
function squareByRule() {
	const f = customJvp((x: Value) => mul(x, x));
	f.defjvp((primals: Tuple, tangents: Tuple) =>
		tuple(f.call(primals.items), at(tangents.items[0] as Value, 10))
	);
	return f;
}

/** The same, said backward: 10 from the rule, times what the forward pass kept. */
function squareByPasses() {
	const f = customVjp((x: Value) => mul(x, x));
	f.defvjp(
		(x: Value) => tuple(mul(x, x), tuple(x)),
		(kept: Tuple, ct: Value) => tuple(mul(at(ct, 10), kept.items[0] as Value))
	);
	return f;
}

/** f applied at every step of a scan, then summed. */
const inScan = (f: Fn) => (x: Value) => {
	const step = (c: Value, k: Value): Tuple => tuple(c, f.call([mul(x, k)]));
	return reduce('reduce_sum', (scan(step, number(0), vector(1, 2)) as Tuple).items[1] as Value, [0]);
};

describe('a function with a jvp of its own', () => {
	it('is differentiated by it wherever it is called', () => {
		const f = squareByRule();
		expect(data(f.call([number(3)]))).toEqual([9]);
		expect(data(grad(f).call([number(3)]))).toEqual([10]);
		expect(data(grad(jit(f)).call([number(3)]))).toEqual([10]);
		expect(data(vmap(grad(f)).call([vector(3, 4)]))).toEqual([10, 10]);
		expect(data(grad(inScan(f)).call([number(3)]))).toEqual([30]);
		expect(data(vmap(grad(inScan(f))).call([vector(3, 4)]))).toEqual([30, 30]);
		const summed = (x: Value): Value => reduce('reduce_sum', vmap(inScan(f)).call([x]) as Value, [0]);
		expect(data(grad(summed).call([vector(3, 4)]))).toEqual([30, 30]);
		expect(data(jvp(f, tuple(number(3)), tuple(number(2))).items[1])).toEqual([20]);
	});

	it('hands static arguments to its rule first', () => {
		const f = customJvp((power: bigint, x: Value) => at(x, Number(power)), tuple(0n));
		f.defjvp((power: bigint, primals: Tuple, tangents: Tuple) =>
			tuple(f.call([power, ...primals.items]), at(tangents.items[0] as Value, 100 * Number(power)))
		);
		expect(data(grad((x: Value) => f.call([2n, x])).call([number(3)]))).toEqual([200]);
	});

	it('takes one rule an argument', () => {
		const f = customJvp((x: Value, y: Value) => mul(x, y));
		f.defjvps([(t: Value, out: Value) => mul(t, out), null]);
		const slopes = grad(f, { argnums: tuple(0n, 1n) }).call([number(3), number(2)]) as Tuple;
		expect(slopes.items.map(data)).toEqual([[6], [0]]);
	});
});

describe('a function with passes of its own', () => {
	it('is differentiated by them wherever it is called', () => {
		const f = squareByPasses();
		expect(data(f.call([number(3)]))).toEqual([9]);
		expect(data(grad(f).call([number(3)]))).toEqual([30]);
		expect(data(grad(jit(f)).call([number(3)]))).toEqual([30]);
		expect(data(vmap(grad(f)).call([vector(3, 4)]))).toEqual([30, 40]);
		expect(data(grad(inScan(f)).call([number(3)]))).toEqual([10 * 3 + 2 * 10 * 6]);
		expect(data(vmap(grad(inScan(f))).call([vector(3, 1)]))).toEqual([150, 50]);
		const summed = (x: Value): Value => reduce('reduce_sum', vmap(inScan(f)).call([x]) as Value, [0]);
		expect(data(grad(summed).call([vector(3, 1)]))).toEqual([150, 50]);
		expect(data(grad(grad(f)).call([number(3)]))).toEqual([10]);
	});

	it('sums over rows for an argument that all rows share', () => {
		const f = customVjp((w: Value, x: Value) => mul(w, x));
		f.defvjp(
			(w: Value, x: Value) => tuple(mul(w, x), tuple(w, x)),
			({ items: [w, x] }: Tuple, ct: Value) => tuple(mul(ct, x as Value), mul(ct, w as Value))
		);
		const total = (w: Value): Value =>
			reduce('reduce_sum', vmap(f, { inAxes: tuple(null, 0n) }).call([w, vector(1, 2, 4)]) as Value, [0]);
		expect(data(grad(total).call([number(3)]))).toEqual([7]);
	});

	it('says nothing of tangents, and None says zero', () => {
		const f = squareByPasses();
		expect(() => jvp(f, tuple(number(3)), tuple(number(1)))).toThrow(ProgramError);
		const g = customVjp((x: Value, y: Value) => mul(x, unary('sin', y)));
		g.defvjp(
			(x: Value, y: Value) => tuple(mul(x, y), null),
			(_: null, ct: Value) => tuple(ct, null)
		);
		const slopes = grad(g, { argnums: tuple(0n, 1n) }).call([number(3), number(2)]) as Tuple;
		expect(slopes.items.map(data)).toEqual([[1], [0]]);
	});
});

describe('a function that returns its own gradient', () => {
	it('is differentiated by it, in a scan too', () => {
		const f = customGradient((x: Value) => {
			const kept = unary('cos', x);
			return tuple(unary('sin', x), (ct: Value) => tuple(mul(at(ct, 100), kept)));
		});
		expect(data(f.call([number(0)]))).toEqual([0]);
		expect(data(grad(f).call([number(0)]))).toEqual([100]);
		expect(data(grad(inScan(f)).call([number(0)]))).toEqual([300]);
		expect(data(vmap(grad(inScan(f))).call([vector(0, 0)]))).toEqual([300, 300]);
	});
});

describe('rules', () => {
	it('may close over arrays, wherever they are traced', () => {
		const weights = vector(1, 2);
		const f = customJvp((x: Value) => mul(x, weights));
		f.defjvp((primals: Tuple, tangents: Tuple) =>
			tuple(f.call(primals.items), mul(at(tangents.items[0] as Value, 10), weights))
		);
		const total = (x: Value): Value =>
			reduce('reduce_sum', (scan((c: Value) => tuple(f.call([c]), null), x, null, { length: 2n }) as Tuple).items[0] as Value, [0]); // prettier-ignore
		expect(data(grad(total).call([vector(1, 1)]))).toEqual([100, 400]);
		const rows = new NDArray('float32', [1, 2], Float32Array.of(1, 1));
		expect(data(vmap(grad(total)).call([rows]))).toEqual([100, 400]);
	});
});
