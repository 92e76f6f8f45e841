import { bind1, type Value } from '$lib/core/interpreter';
import { binary, convert, fullLike, mul, neg, select, unary } from '$lib/core/ops';
import { binaryNames, mapNames, unaryNames, type Binary, type Params, type Unary } from '$lib/core/primitive';
import { isLinear, operandType, type Operand, type Tangent, type Transpose } from '../differentiating';
import { notLinear, ofFirst, soleCt, unbroadcast, valueOf } from './families';

/** The cotangent of one operand, brought to its shape; null where the operand has a value. */
const back = (x: Operand, ct: () => Value): Tangent => (isLinear(x) ? unbroadcast(ct(), x.aval.shape) : null);

const sum: Transpose<Params[Binary]> = (_, cts, [x, y]) => {
	const ct = soleCt(cts);
	return [back(x, () => ct), back(y, () => ct)];
};

const difference: Transpose<Params[Binary]> = (_, cts, [x, y]) => {
	const ct = soleCt(cts);
	return [back(x, () => ct), back(y, () => neg(ct))];
};

const product: Transpose<Params[Binary]> = (_, cts, [x, y]) => {
	const ct = soleCt(cts);
	return [back(x, () => mul(ct, valueOf(y))), back(y, () => mul(valueOf(x), ct))];
};

const quotient: Transpose<Params[Binary]> = (_, cts, [x, y]) => [
	back(x, () => binary('div', soleCt(cts), valueOf(y))),
	null
];

export const unaryTransposes: { readonly [P in Unary]: Transpose<Params[P]> } = {
	...mapNames(unaryNames, notLinear),
	neg: ofFirst((ct) => neg(ct)),
	copy: ofFirst((ct) => unary('copy', ct))
};

export const binaryTransposes: { readonly [P in Binary]: Transpose<Params[P]> } = {
	...mapNames(binaryNames, notLinear),
	add: sum,
	add_any: sum,
	sub: difference,
	mul: product,
	div: quotient
};

export const transposeConvert: Transpose<Params['convert_element_type']> = (_, cts, [x]) => {
	const { dtype, weak } = operandType(x);
	return [isLinear(x) ? convert(soleCt(cts), dtype, weak) : null];
};

/** Each case gets the cotangent where it was chosen. */
export const transposeSelect: Transpose<Params['select_n']> = (_, cts, [which, ...cases]) => {
	const ct = soleCt(cts);
	const chosen = valueOf(which);
	const zero = fullLike(ct, 0);
	return [
		null,
		...cases.map((x, i) => {
			if (!isLinear(x)) return null;
			return select(chosen, ...cases.map((_, k) => (k === i ? ct : zero)));
		})
	];
};

export const transposeIntegerPow: Transpose<Params['integer_pow']> = (context, cts, args, { y }) => {
	if (y !== 1) return notLinear('integer_pow')();
	return args.map((x) => back(x, () => soleCt(cts)));
};

/** A product of matrices is linear in either; the other has a value (JAX's `_dot_general_transpose_lhs`). */
export const transposeDot: Transpose<Params['dot_general']> = (_, cts, [x, y], params) => {
	const ct = soleCt(cts);
	if (isLinear(x)) return [dotBack(ct, x.aval.shape.length, valueOf(y), params, false), null];
	const [[xContract, yContract], [xBatch, yBatch]] = params.dimension_numbers;
	const swapped: Params['dot_general'] = {
		...params,
		dimension_numbers: [
			[yContract, xContract],
			[yBatch, xBatch]
		]
	};
	return [null, dotBack(ct, operandType(y).shape.length, valueOf(x), swapped, true)];
};
function dotBack(
	ct: Value,
	rank: number,
	y: Value,
	{ dimension_numbers, preferred_element_type }: Params['dot_general'],
	swapped: boolean
): Value {
	const [[xContract, yContract], [xBatch, yBatch]] = dimension_numbers;
	const yRank = operandType(y).shape.length;
	const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
	const xKept = range(rank).filter((axis) => !xContract.includes(axis) && !xBatch.includes(axis));
	const yKept = range(yRank).filter((axis) => !yContract.includes(axis) && !yBatch.includes(axis));
	const ctBatch = range(xBatch.length);
	const firstY = xBatch.length + (swapped ? 0 : xKept.length);
	const ctY = yKept.map((_, i) => firstY + i);
	const out = bind1('dot_general', [ct, y], {
		dimension_numbers: [
			[ctY, yKept],
			[ctBatch, yBatch]
		],
		preferred_element_type
	});
	// Axes of `out`: batch, what x kept, then y's contracted axes in y's order, which pair with x's.
	const inOrder = [...yContract].sort((a, b) => a - b).map((axis) => xContract[yContract.indexOf(axis)]);
	const places = [...xBatch, ...xKept, ...inOrder];
	const permutation = range(rank).map((axis) => places.indexOf(axis));
	return permutation.every((axis, i) => axis === i) ? out : bind1('transpose', [out], { permutation });
}
