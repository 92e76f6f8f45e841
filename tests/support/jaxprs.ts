import fc from 'fast-check';
import { allocate, isFloat, isInteger, type Data, type DType } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { aval, type Aval } from '$lib/core/aval';
import { Literal, Var, type Atom, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import { slotsOf } from '$lib/rules/slot';

/** Random bodies of elementwise equations, written as jaxprs: every dtype, scalars and rows side by side. */

const dtypes = [
	'bool', 'int32', 'float32', 'uint32', 'int8', 'uint8', 'int16', 'uint16', 'float16'
] as const satisfies readonly DType[]; // prettier-ignore

type Where = (dtype: DType) => boolean;
const anywhere: Where = () => true;
const numeric: Where = (dtype) => dtype !== 'bool';
const integers: Where = (dtype) => isInteger(dtype) || dtype === 'bool';

/** Which dtypes an operation takes, and how many operands. */
const operations = {
	add: [2, numeric],
	add_any: [2, numeric],
	sub: [2, numeric],
	mul: [2, numeric],
	div: [2, numeric],
	rem: [2, numeric],
	max: [2, anywhere],
	min: [2, anywhere],
	and: [2, integers],
	or: [2, integers],
	xor: [2, integers],
	eq: [2, anywhere],
	ne: [2, anywhere],
	lt: [2, anywhere],
	le: [2, anywhere],
	gt: [2, anywhere],
	ge: [2, anywhere],
	not: [1, integers],
	neg: [1, numeric],
	abs: [1, numeric],
	sign: [1, numeric],
	square: [1, numeric],
	integer_pow: [1, numeric],
	sqrt: [1, isFloat],
	rsqrt: [1, isFloat],
	floor: [1, isFloat],
	ceil: [1, isFloat],
	is_finite: [1, isFloat],
	exp: [1, isFloat],
	copy: [1, anywhere],
	stop_gradient: [1, anywhere],
	reshape: [1, anywhere],
	squeeze: [1, anywhere],
	broadcast_in_dim: [1, anywhere],
	convert_element_type: [1, anywhere],
	clamp: [3, numeric],
	select_n: [3, anywhere],
	cumsum: [1, (dtype) => dtype === 'float32']
} as const satisfies { readonly [op: string]: readonly [number, Where] };

type Op = keyof typeof operations;
const ops = Object.keys(operations) as readonly Op[];
const comparisons: readonly Op[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'is_finite'];

export interface JaxprPlan {
	/** Elements of a row. */
	readonly n: number;
	readonly steps: readonly {
		readonly op: Op;
		readonly dtype: number;
		readonly a: number;
		readonly b: number;
		readonly c: number;
	}[];
	/** Equations, counted from the last, whose results are the body's. */
	readonly outs: readonly number[];
	/** Exponent of an integer power. */
	readonly y: number;
}

export const jaxprPlans: fc.Arbitrary<JaxprPlan> = fc.record({
	n: fc.integer({ min: 1, max: 70 }),
	steps: fc.array(
		fc.record({
			op: fc.constantFrom(...ops),
			dtype: fc.nat(dtypes.length - 1),
			a: fc.nat(20),
			b: fc.nat(20),
			c: fc.nat(20)
		}),
		{ minLength: 1, maxLength: 16 }
	),
	outs: fc.array(fc.nat(15), { minLength: 1, maxLength: 4 }),
	y: fc.integer({ min: -4, max: 9 })
});

const isRow = ({ aval: { shape } }: Atom): boolean => shape.length > 0;

/** Puts a body together; operands are picked among what there is of a dtype. */
class Builder {
	readonly invars: Var[] = [];
	readonly eqns: Eqn[] = [];
	private readonly values: Atom[] = [];

	constructor(
		private readonly n: number,
		private readonly y: number
	) {
		dtypes.forEach((dtype, i) => {
			for (const shape of [[n], [n], []]) this.invars.push(new Var(aval(dtype, shape)));
			this.values.push(new Literal(new NDArray(dtype, [], dataOf(aval(dtype, []), 7 * i + y))));
		});
		this.values.push(...this.invars);
	}

	pick(dtype: DType, which: number, only: (atom: Atom) => boolean = () => true): Atom {
		const found = this.values.filter((atom) => atom.aval.dtype === dtype && only(atom));
		return found[found.length - 1 - (which % found.length)];
	}

	equation(op: Op, dtype: DType, [a, b, c]: readonly number[]): void {
		if (op === 'select_n') {
			const cases = [this.pick(dtype, b, isRow), this.pick(dtype, c, isRow)];
			return this.push(op, [this.pick(c % 2 ? 'int32' : 'bool', a), ...cases], aval(dtype, [this.n]));
		}
		if (op === 'clamp') {
			const operands = [this.pick(dtype, a), this.pick(dtype, b, isRow), this.pick(dtype, c)];
			return this.push(op, operands, aval(dtype, [this.n]));
		}
		const operands = [a, b].slice(0, operations[op][0]).map((which) => this.pick(dtype, which));
		const { shape } = (operands.find(isRow) ?? operands[0]).aval;
		if (op === 'cumsum') return this.push(op, [this.pick(dtype, a, isRow)], aval(dtype, [this.n]));
		if (op === 'broadcast_in_dim') return this.push(op, operands, aval(dtype, [this.n]));
		if (op === 'reshape' || op === 'squeeze')
			return this.push('reshape', operands, aval(dtype, isRow(operands[0]) ? [this.n] : []));
		if (op === 'convert_element_type') return this.push(op, operands, aval(dtypes[b % dtypes.length], shape));
		this.push(op, operands, aval(comparisons.includes(op) ? 'bool' : dtype, shape));
	}

	private push(op: Op, inputs: readonly Atom[], type: Aval): void {
		const v = new Var(type);
		const params = {
			y: isFloat(inputs[0].aval.dtype) ? this.y : Math.abs(this.y),
			new_dtype: type.dtype,
			shape: type.shape,
			broadcast_dimensions: inputs[0].aval.shape.length > 0 ? [0] : [],
			axis: 0,
			reverse: false
		};
		const eqn = { primitive: op, inputs, params, outputs: [v], source: { span: null, frame: null } };
		// Every rule finds the parameters it looks for among these.
		this.eqns.push(eqn as unknown as Eqn);
		this.values.push(v);
	}
}

export function jaxprOf({ n, steps, outs, y }: JaxprPlan): Jaxpr {
	const builder = new Builder(n, y);
	for (const { op, dtype, a, b, c } of steps) {
		const able = dtypes.filter(operations[op][1]);
		builder.equation(op, able[dtype % able.length], [a, b, c]);
	}
	const { invars, eqns } = builder;
	const results = outs.map((back) => eqns[eqns.length - 1 - (back % eqns.length)].outputs[0]);
	return { constvars: [], invars, eqns, outs: results };
}

/** A body for each operation with each dtype it takes, on rows and on scalars. */
export function* singles(n: number): Iterable<Jaxpr> {
	for (const op of ops)
		for (let dtype = 0; dtype < dtypes.filter(operations[op][1]).length; dtype++)
			for (let form = 0; form < 5; form++)
				yield jaxprOf({
					n,
					steps: [{ op, dtype, a: form % 3, b: form > 2 ? 1 : 0, c: form % 2 }],
					outs: [0],
					y: form - 2
				});
}

const specials: readonly number[] = [NaN, Infinity, -Infinity, -0, 0, 1, -1, 1e-45, -1e-40, 3.4e38, 0.5, 2.5];
const edges: readonly number[] = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 127, 128, 255, 65535, 7];

/** A third special values, the rest of several magnitudes; the same for the same seed. */
export function dataOf(type: Aval, seed: number): Data {
	const data = allocate(type.dtype, slotsOf(type));
	let state = seed | 0;
	const next = (): number => {
		state = (Math.imul(state, 1664525) + 1013904223) | 0;
		return state >>> 8;
	};
	for (let i = 0; i < data.length; i++) {
		const [kind, x] = [next() % 3, next()];
		if (type.dtype === 'bool') data[i] = x % 2;
		else if (isFloat(type.dtype))
			data[i] = kind ? (x / 2 ** 20 - 8) * 10 ** (x % 5) : specials[x % specials.length];
		else data[i] = kind === 2 ? x * 256 : kind === 1 ? (x % 40) - 20 : edges[x % edges.length];
	}
	return data;
}
