import { ProgramError } from '$lib/core/errors';
import { avalOf, currentInterpreter, isValue, type Value } from '$lib/core/interpreter';
import { add, binary, concatenate, convert, expandDims, iota, moveAxis, mul, unary } from '$lib/core/ops';
import { inexact, promote } from '$lib/core/promote';
import { NDArray } from '$lib/array/ndarray';
import { isFloat, kindOf, type DType } from '$lib/array/dtype';
import { axisIn, index, shapeOf, staticInt } from '../arguments';
import { broadcastShapes, broadcastTo } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { constantLike } from '../elementwise';
import { multiply, trueDivide } from './arithmetic';
import { log10 } from './rarer-ufuncs';
import { arrayLikes, avalOfLike, constant, convertLike, toValue } from '../values';
import { jitted1 } from '../jitted';
import { like } from './creation';

export const emptyLike = like('empty_like', 0);

interface SpacingOptions {
	readonly endpoint?: boolean;
	readonly dtype?: unknown;
	/** Where the new axis stands, of bounds that are arrays. */
	readonly axis?: unknown;
}

/** `count` numbers from start to stop, evenly apart. */
export function linspace(
	start: unknown,
	stop: unknown,
	count: unknown = 50n,
	options: SpacingOptions = {}
): Value {
	const n = index(count, "It arose in the jnp.linspace argument 'num'");
	if (n < 0) throw new ProgramError('ValueError', `Number of samples, ${n}, must be non-negative.`);
	const endpoint = options.endpoint ?? true;
	const bounds = arrayLikes('linspace', [start, stop]);
	const { dtype } = promote(bounds.map(avalOfLike));
	const computed: DType = isFloat(dtype) ? dtype : 'float32';
	const type = dtypeOf(options.dtype) ?? computed;
	const body = (a: Value, b: Value): Value =>
		toAxis(spaced(a, b, n, endpoint, computed, type), options.axis ?? 0n);
	return jitted1(
		'_linspace',
		[n, endpoint, computed, type, String(options.axis ?? 0)],
		body,
		bounds.map((x) => toValue(x))
	);
}

/** The first axis put where the new one is wanted. */
const toAxis = (x: Value, axis: unknown): Value => moveAxis(x, 0, axisIn(axis, avalOf(x).shape.length));

function spaced(start: Value, stop: Value, n: number, endpoint: boolean, dtype: DType, type: DType): Value {
	const [a, b] = [start, stop].map((x) => convert(x, dtype));
	const shape = [Math.max(n, 0), ...broadcastShapes(avalOf(a).shape, avalOf(b).shape)];
	const divisions = endpoint ? n - 1 : n;
	if (n < 2) return convert(broadcastTo(a, shape), type);
	const rest = shape.slice(1);
	const steps = endpoint ? n - 1 : n;
	const inner = compiledSteps(a, b, steps, divisions) ?? stepsBetween(a, b, rest, steps, divisions);
	const last = broadcastTo(expandDims(broadcastTo(b, rest), [0]), [1, ...rest]);
	const all = endpoint ? concatenate([inner, last], 0) : inner;
	if (kindOf(type) === 'f') return convert(all, type);
	return convert(isFloat(dtype) ? floorOf(all) : all, type);
}

function stepsBetween(a: Value, b: Value, rest: readonly number[], steps: number, divisions: number): Value {
	const counts = iota(avalOf(a).dtype, [steps]);
	const fraction = binary('div', counts, constantLike(counts, divisions));
	const column = expandDims(
		fraction,
		rest.map((_, i) => i + 1)
	);
	const left = mul(spread(a, rest), binary('sub', constantLike(column, 1), column));
	return add(left, mul(spread(b, rest), column));
}

/**
 * The same between two numbers that are there, in the bits of XLA's compiled `_linspace`: it multiplies by the
 * reciprocal, joins the factors of the right end, and rounds a product (the left one at step 1, where the right is
 * none) and the sum as one. Null for other ends.
 */
function compiledSteps(a: Value, b: Value, steps: number, divisions: number): NDArray | null {
	if (!(a instanceof NDArray && b instanceof NDArray) || !currentInterpreter().eager) return null;
	if (a.dtype !== 'float32' || b.dtype !== 'float32' || a.ndim > 0 || b.ndim > 0) return null;
	const step = Math.fround(1 / divisions);
	const right = Math.fround(b.data[0] * step);
	const data = Float32Array.from({ length: steps }, (_, i) => {
		const left = a.data[0] * Math.fround(1 - Math.fround(i * step));
		return i === 1 ? left + right : Math.fround(left) + i * right;
	});
	return new NDArray('float32', [steps], data);
}

const spread = (x: Value, rest: readonly number[]): Value =>
	rest.length === 0 ? x : expandDims(broadcastTo(x, rest), [0]);
const floorOf = (x: Value): Value => binary('sub', x, binary('rem', x, constantLike(x, 1)));

/** `base` to powers evenly apart. */
export function logspace(
	start: unknown,
	stop: unknown,
	count: unknown = 50n,
	options: SpacingOptions & { readonly base?: unknown } = {}
): Value {
	const powers = linspace(start, stop, count, { endpoint: options.endpoint, axis: options.axis });
	const base = convertLike(arrayLikes('logspace', [options.base ?? 10])[0], avalOf(powers).dtype);
	const values = binary('pow', base, powers);
	const type = dtypeOf(options.dtype);
	return type === null ? values : convert(values, type);
}

/** Numbers of one sign in equal ratios. */
export function geomspace(
	start: unknown,
	stop: unknown,
	count: unknown = 50n,
	options: SpacingOptions = {}
): Value {
	const bounds = arrayLikes('geomspace', [start, stop]);
	const type = dtypeOf(options.dtype) ?? inexact(promote(bounds.map(avalOfLike)).dtype);
	const [first, last] = bounds.map((x) => convertLike(x, inexact(type)));
	const sign = unary('sign', first);
	const powers = [first, last].map((x) => log10(trueDivide(x, sign)));
	const values = multiply(sign, logspace(powers[0], powers[1], count, { endpoint: options.endpoint }));
	return convert(toAxis(values, options.axis ?? 0n), type);
}

/** Ones on the k-th diagonal. */
export function eye(rows: unknown, columns: unknown = null, k: unknown = 0n, dtype: unknown = null): Value {
	const [n, m] = [sizeFor(rows), columns === null ? sizeFor(rows) : sizeFor(columns)];
	if (n < 0 || m < 0)
		throw new ProgramError(
			'ValueError',
			`negative dimensions are not allowed, got ${n} and ${columns === null ? 'None' : m}`
		);
	return convert(diagonalMask(n, m, 'eq', index(k)), dtypeOf(dtype) ?? 'float32');
}

/** A size alone; what is none is told of as a shape. */
const sizeFor = (size: unknown): number => staticInt(size) ?? shapeOf([size])[0];

export const identity = (n: unknown, dtype: unknown = null): Value => eye(n, null, 0n, dtype);

/** Ones at and below the k-th diagonal. */
export function tri(rows: unknown, columns: unknown = null, k: unknown = 0n, dtype: unknown = null): Value {
	const n = index(rows);
	const m = columns === null ? n : index(columns);
	return convert(diagonalMask(n, m, 'ge', index(k)), dtypeOf(dtype) ?? 'float32');
}

/** Where `row + k` is equal to (or at least) the column; written down in the order of `jnp.eye` and `jnp.tri`. */
export function diagonalMask(rows: number, columns: number, op: 'eq' | 'ge', k: number): Value {
	const column = (): Value => iota('int32', [rows, columns], 1);
	const row = iota('int32', [rows, columns], 0);
	const early = op === 'eq' ? column() : null;
	return binary(op, add(row, constant(k, 'int32')), early ?? column());
}

/** Row and column numbers of a grid, one array an axis. */
export function indices(shape: unknown, sparse = false): Value[] {
	const sizes = shapeOf(shape);
	return sizes.map((size, axis) => {
		const ramp = iota('int32', [size]);
		const others = sizes.map((_, i) => i).filter((i) => i !== axis);
		const column = expandDims(ramp, others);
		return sparse ? column : broadcastTo(column, sizes);
	});
}

/** Coordinates of the points of a grid: `ij` keeps the order of the axes, `xy` swaps the first two. */
export function meshgrid(axes: readonly unknown[], indexing = 'xy', sparse = false): Value[] {
	const values = axes.map((axis) => toValue(axis, 'meshgrid'));
	if (indexing !== 'xy' && indexing !== 'ij')
		throw new ProgramError('ValueError', `Valid values for indexing are 'xy' and 'ij', got ${indexing}`);
	const swap = indexing === 'xy' && values.length >= 2;
	const sizes = values.map((x) => avalOf(x).shape[0] ?? 1);
	if (swap) [sizes[0], sizes[1]] = [sizes[1], sizes[0]];
	return values.map((x, i) => {
		const axis = swap && i < 2 ? 1 - i : i;
		const flat = isValue(x) && avalOf(x).shape.length === 0 ? expandDims(x, [0]) : x;
		const column = expandDims(
			flat,
			sizes.map((_, other) => other).filter((other) => other !== axis)
		);
		return sparse ? column : broadcastTo(column, sizes);
	});
}
