import { bitsOf, isFloat, isInteger, type DType } from '$lib/array/dtype';
import { sameShape, shapeText, sizeOf, type Shape } from '$lib/array/shape';
import { aval, type Aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import type {
	Binary,
	Cumulative,
	GatherDims,
	Params,
	Primitive,
	Reduction,
	Scatter,
	Unary
} from '$lib/core/primitive';
import { binaryNames, cumulativeNames, reductionNames, scatterNames, unaryNames } from '$lib/core/primitive';
import { collectiveShapes } from './collectives';
import { checkAccepted, checkAcceptedAlone } from './accepted';
import { shapeOfCond } from './cond';
import { shapeOfCustom, shapeOfCustomLin } from './custom';
import { shapeOfJit } from './jit';
import { matrixShapes } from './linalg';
import { shapeOfRemat } from './remat';
import { shapeOfScan } from './scan';
import { shapeOfWhile } from './while';

/** Types of the results from types of the operands; refuses operands the primitive does not take, in JAX's words. */
export type ShapeRule<P extends Primitive> = (operands: readonly Aval[], params: Params[P]) => Aval[];

const like = (a: Aval, change: Partial<Aval>): Aval => ({ ...a, ...change });
const mapNames = <K extends string, V>(names: readonly K[], make: (name: K) => V): { [N in K]: V } =>
	Object.fromEntries(names.map((name) => [name, make(name)])) as { [N in K]: V };

const floatOnly: ReadonlySet<Unary> = new Set<Unary>([
	'exp',
	'exp2',
	'log',
	'log1p',
	'expm1',
	'sqrt',
	'rsqrt',
	'cbrt',
	'sin',
	'cos',
	'tan',
	'asin',
	'acos',
	'atan',
	'sinh',
	'cosh',
	'tanh',
	'asinh',
	'acosh',
	'atanh',
	'logistic',
	'erf',
	'erfc',
	'erf_inv',
	'lgamma',
	'digamma',
	'floor',
	'ceil'
]);

const unary =
	(op: Unary) =>
	([x]: readonly Aval[]): Aval[] => {
		if (floatOnly.has(op) && !isFloat(x.dtype))
			throw new ProgramError(
				'TypeError',
				`${op} does not accept dtype ${x.dtype}. Accepted dtypes are subtypes of floating, complexfloating.`
			);
		checkAcceptedAlone(op, x);
		return [op === 'is_finite' ? aval('bool', x.shape, x.weak) : x];
	};

/** Shapes joined axis by axis, sizes 1 stretched; rank-0 operands go with any. */
function broadcast(op: string, operands: readonly Aval[]): Shape {
	const shapes = operands.map(({ shape }) => shape).filter((shape) => shape.length > 0);
	if (shapes.length === 0) return [];
	const first = shapes[0];
	if (shapes.every((shape) => sameShape(shape, first))) return first;
	const fail = (): never => {
		throw new ProgramError(
			'TypeError',
			`${op} got incompatible shapes for broadcasting: ${shapes.map(shapeText).join(', ')}.`
		);
	};
	if (shapes.some((shape) => shape.length !== first.length)) fail();
	return first.map((_, axis) => {
		const sizes = shapes.map((shape) => shape[axis]).filter((n) => n !== 1);
		if (sizes.some((n) => n !== sizes[0])) fail();
		return sizes[0] ?? 1;
	});
}

function sameDtype(op: string, operands: readonly Aval[]): DType {
	const { dtype } = operands[0];
	if (operands.some((a) => a.dtype !== dtype))
		throw new ProgramError(
			'TypeError',
			`lax.${op} requires arguments to have the same dtypes, got ${operands.map((a) => a.dtype).join(', ')}. (Tip: jnp.${op} is a similar function that does automatic type promotion on inputs).`
		);
	return dtype;
}

const comparisons: ReadonlySet<Binary> = new Set<Binary>(['eq', 'ne', 'lt', 'le', 'gt', 'ge']);

const binary =
	(op: Binary) =>
	(operands: readonly Aval[]): Aval[] => {
		checkAccepted(op, operands);
		const dtype = op === 'pow' && isInteger(operands[1].dtype) ? operands[0].dtype : sameDtype(op, operands);
		const shape = broadcast(op, operands);
		const weak = operands.every((operand) => operand.weak);
		return [aval(comparisons.has(op) ? 'bool' : dtype, shape, weak)];
	};

const without = (shape: Shape, axes: readonly number[]): Shape =>
	shape.filter((_, axis) => !axes.includes(axis));

const reduction =
	(_: Reduction) =>
	([x]: readonly Aval[], { axes }: { readonly axes: readonly number[] }): Aval[] => [
		like(x, { shape: without(x.shape, axes) })
	];

const argReduction = ([x]: readonly Aval[], params: Params['argmax']): Aval[] => [
	aval(params.index_dtype, without(x.shape, params.axes))
];

const cumulative =
	(_: Cumulative) =>
	([x]: readonly Aval[]): Aval[] => [x];
const scatter =
	(_: Scatter) =>
	([x]: readonly Aval[]): Aval[] => [like(x, { weak: false })];
const first = ([x]: readonly Aval[]): Aval[] => [x];

/** Shape of a gather's result: the index array's axes with the window's axes put in at `offset_dims`. */
export function gatherShape(indices: Shape, dims: GatherDims, sliceSizes: Shape): Shape {
	const window = sliceSizes.filter(
		(_, axis) => !dims.collapsed_slice_dims.includes(axis) && !dims.operand_batching_dims.includes(axis)
	);
	const batch = indices.slice(0, -1);
	const rank = window.length + batch.length;
	let w = 0;
	let b = 0;
	return Array.from({ length: rank }, (_, axis) =>
		dims.offset_dims.includes(axis) ? window[w++] : batch[b++]
	);
}

function dotShape(
	[x, y]: readonly Aval[],
	{ dimension_numbers, preferred_element_type }: Params['dot_general']
): Aval[] {
	const [[xContract, yContract], [xBatch, yBatch]] = dimension_numbers;
	const sizes = (a: Aval, axes: readonly number[]) => axes.map((axis) => a.shape[axis]);
	if (!sameShape(sizes(x, xContract), sizes(y, yContract)))
		throw new ProgramError(
			'TypeError',
			`dot_general requires contracting dimensions to have the same shape, got ${shapeText(sizes(x, xContract))} and ${shapeText(sizes(y, yContract))}.`
		);
	if (!sameShape(sizes(x, xBatch), sizes(y, yBatch)))
		throw new ProgramError(
			'TypeError',
			`dot_general requires lhs batch dimensions and rhs batch dimensions to have the same shape, got ${shapeText(sizes(x, xBatch))} and ${shapeText(sizes(y, yBatch))}.`
		);
	const shape = [
		...sizes(x, xBatch),
		...without(x.shape, [...xContract, ...xBatch]),
		...without(y.shape, [...yContract, ...yBatch])
	];
	const dtype = preferred_element_type ?? sameDtype('dot_general', [x, y]);
	return [aval(dtype, shape, x.weak && y.weak)];
}

function concatenateShape(operands: readonly Aval[], { dimension }: Params['concatenate']): Aval[] {
	const [head] = operands;
	const dtype = sameDtype('concatenate', operands);
	const shapes = operands.map(({ shape }) => shapeText(shape)).join(', ');
	if (operands.some(({ shape }) => shape.length !== head.shape.length))
		throw new ProgramError(
			'TypeError',
			`Cannot concatenate arrays with different numbers of dimensions: got ${shapes}.`
		);
	if (operands.some(({ shape }) => shape.some((n, axis) => axis !== dimension && n !== head.shape[axis])))
		throw new ProgramError(
			'TypeError',
			`Cannot concatenate arrays with shapes that differ in dimensions other than the one being concatenated: concatenating along dimension ${dimension} for shapes ${shapes}.`
		);
	const total = operands.reduce((sum, { shape }) => sum + shape[dimension], 0);
	const shape = head.shape.map((n, axis) => (axis === dimension ? total : n));
	return [
		aval(
			dtype,
			shape,
			operands.every(({ weak }) => weak)
		)
	];
}

function reshapeShape([x]: readonly Aval[], { new_sizes }: Params['reshape']): Aval[] {
	if (sizeOf(x.shape) !== sizeOf(new_sizes))
		throw new ProgramError(
			'TypeError',
			`reshape total size must be unchanged, got new_sizes ${shapeText(new_sizes)} for shape ${shapeText(x.shape)}.`
		);
	return [like(x, { shape: new_sizes })];
}

function selectShape([which, ...cases]: readonly Aval[]): Aval[] {
	const [head] = cases;
	sameDtype('select', cases);
	if (cases.some(({ shape }) => !sameShape(shape, head.shape)))
		throw new ProgramError(
			'TypeError',
			`select cases must have the same shapes, got [${cases.map(({ shape }) => shapeText(shape)).join(', ')}].`
		);
	if (which.shape.length > 0 && !sameShape(which.shape, head.shape))
		throw new ProgramError(
			'TypeError',
			`select \`which\` must be scalar or have the same shape as cases, got \`which\` shape ${shapeText(which.shape)} but case shape ${shapeText(head.shape)}.`
		);
	return [like(head, { weak: cases.every(({ weak }) => weak) })];
}

const sliceSize = (start: number, limit: number, stride: number): number =>
	Math.max(0, Math.ceil((limit - start) / stride));

const paddedSize = (n: number, [low, high, interior]: readonly [number, number, number]): number =>
	Math.max(0, n + low + high + Math.max(0, n - 1) * interior);

function bitcastShape([x]: readonly Aval[], { new_dtype }: Params['bitcast_convert_type']): Aval[] {
	if (bitsOf(x.dtype) !== bitsOf(new_dtype))
		throw new ProgramError(
			'NotImplementedError',
			`Lockstep does not change the width in bitcast_convert_type (${x.dtype} to ${new_dtype}).`
		);
	return [aval(new_dtype, x.shape)];
}

export const shapeRules: { readonly [P in Primitive]: ShapeRule<P> } = {
	...mapNames(unaryNames, unary),
	...mapNames(binaryNames, binary),
	...mapNames(reductionNames, reduction),
	...mapNames(cumulativeNames, cumulative),
	...mapNames(scatterNames, scatter),
	round: first,
	integer_pow: first,
	select_n: selectShape,
	clamp: ([, x]) => [x],
	convert_element_type: ([x], { new_dtype, weak_type }) => [aval(new_dtype, x.shape, weak_type)],
	bitcast_convert_type: bitcastShape,
	broadcast_in_dim: ([x], { shape }) => [like(x, { shape })],
	reshape: reshapeShape,
	squeeze: ([x], { dimensions }) => [like(x, { shape: without(x.shape, dimensions) })],
	transpose: ([x], { permutation }) => [like(x, { shape: permutation.map((axis) => x.shape[axis]) })],
	rev: first,
	slice: ([x], { start_indices, limit_indices, strides }) => [
		like(x, {
			shape: start_indices.map((start, axis) => sliceSize(start, limit_indices[axis], strides?.[axis] ?? 1))
		})
	],
	pad: ([x, value], { padding_config }) => [
		like(x, {
			shape: x.shape.map((n, axis) => paddedSize(n, padding_config[axis])),
			weak: x.weak && value.weak
		})
	],
	concatenate: concatenateShape,
	stack: (operands, { axis }) => [
		aval(
			sameDtype('stack', operands),
			operands[0].shape.toSpliced(axis, 0, operands.length),
			operands.every(({ weak }) => weak)
		)
	],
	tile: ([x], { reps }) => [like(x, { shape: x.shape.map((n, i) => n * reps[i]) })],
	iota: (_, { dtype, shape }) => [aval(dtype, shape)],
	split: ([x], { sizes, axis }) =>
		sizes.map((n) => like(x, { shape: x.shape.map((m, i) => (i === axis ? n : m)) })),
	argmax: argReduction,
	argmin: argReduction,
	sort: (operands) => [...operands],
	top_k: ([x], { k, axis }) => {
		const shape = x.shape.map((n, i) => (i === axis ? k : n));
		return [like(x, { shape }), aval('int32', shape)];
	},
	dot_general: dotShape,
	dynamic_slice: ([x], { slice_sizes }) => [like(x, { shape: slice_sizes })],
	dynamic_update_slice: ([x]) => [like(x, { weak: false })],
	gather: ([x, indices], { dimension_numbers, slice_sizes }) => [
		like(x, { shape: gatherShape(indices.shape, dimension_numbers, slice_sizes) })
	],
	random_seed: ([seeds]) => [aval('key<fry>', seeds.shape)],
	random_wrap: ([words]) => [aval('key<fry>', words.shape.slice(0, -1))],
	random_unwrap: ([keys]) => [aval('uint32', [...keys.shape, 2])],
	random_bits: ([keys], { bit_width, shape }) => [aval(`uint${bit_width}`, [...keys.shape, ...shape])],
	random_split: ([keys], { shape }) => [aval('key<fry>', [...keys.shape, ...shape])],
	random_fold_in: ([keys, data]) => [aval('key<fry>', keys.shape.length > 0 ? keys.shape : data.shape)],
	...matrixShapes,
	...collectiveShapes,
	debug_print: () => [],
	scan: shapeOfScan,
	while: shapeOfWhile,
	cond: shapeOfCond,
	jit: shapeOfJit,
	remat2: shapeOfRemat,
	custom_jvp_call: shapeOfCustom,
	custom_vjp_call: shapeOfCustom,
	custom_lin: shapeOfCustomLin
};

/** Applies the shape rule of a primitive chosen at run time. */
export const shapesOf = <P extends Primitive>(
	primitive: P,
	operands: readonly Aval[],
	params: Params[P]
): Aval[] => shapeRules[primitive](operands, params);
