import fc from 'fast-check';
import { NDArray } from '$lib/array/ndarray';
import { bind1, type Value } from '$lib/core/interpreter';
import { add, binary, convert, mul, scalar, select, unary } from '$lib/core/ops';

/** One step of a recurrence on numbers: carries a and n (a counter), input x, weight w. */
export type Body = (a: Value, n: Value, x: Value, w: Value) => { a: Value; y: Value };

const unaryOps = ['sin', 'cos', 'tanh', 'logistic', 'neg', 'square', 'copy'] as const;
const binaryOps = ['add', 'sub', 'mul', 'max', 'choose', 'power'] as const;

interface Step {
	readonly op: (typeof unaryOps)[number] | (typeof binaryOps)[number];
	readonly from: readonly [number, number];
}

const step: fc.Arbitrary<Step> = fc.record({
	op: fc.constantFrom(...unaryOps, ...binaryOps),
	from: fc.tuple(fc.nat(20), fc.nat(20))
});

function apply({ op }: Step, x: Value, y: Value): Value {
	switch (op) {
		case 'choose':
			return select(binary('gt', x, scalar(0.1, 'float32')), y, unary('sin', x));
		case 'power':
			return bind1('integer_pow', [x], { y: 3 });
		case 'add':
		case 'sub':
		case 'mul':
		case 'max':
			return binary(op, x, y);
		default:
			return unary(op, x);
	}
}

/** Random straight-line code, its results squeezed so that nothing runs away over the steps. */
export const body: fc.Arbitrary<Body> = fc
	.array(step, { minLength: 1, maxLength: 7 })
	.map((steps): Body => (a, n, x, w) => {
		const pool: Value[] = [a, x, w, mul(convert(n, 'float32'), scalar(0.1, 'float32'))];
		for (const each of steps)
			pool.push(
				unary('tanh', apply(each, pool[each.from[0] % pool.length], pool[each.from[1] % pool.length]))
			);
		const last = pool[pool.length - 1];
		return { a: add(mul(scalar(0.5, 'float32'), a), last), y: mul(last, w) };
	});

export const number = (x: number): NDArray => new NDArray('float32', [], Float32Array.of(x));
export const vector = (data: readonly number[]): NDArray =>
	new NDArray('float32', [data.length], Float32Array.from(data));

const element = fc.double({ min: -1, max: 1, noNaN: true });

export interface Inputs {
	readonly a: NDArray;
	readonly w: NDArray;
	readonly xs: NDArray;
}

export const inputs: fc.Arbitrary<Inputs> = fc.record({
	a: element.map(number),
	w: element.map(number),
	xs: fc.array(element, { minLength: 1, maxLength: 5 }).map(vector)
});
