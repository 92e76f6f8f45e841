import { tuple } from '$lib/core/containers';
import { mapTree } from '$lib/core/tree';
import { isSequence, shapeOf } from '$lib/api/arguments';
import { callable } from '$lib/api/derivatives';
import { broadcastShapes } from '$lib/api/broadcast';
import { tile } from '$lib/api/jnp/repeating';
import { isArrayLike, toValue } from '$lib/api/values';
import { HostObject, PyClass } from '../classes';
import { objectClass } from '../types';
import { lacking } from './lacking';
import * as elementwise from '$lib/api/lax/elementwise';
import * as movement from '$lib/api/lax/movement';
import * as reducing from '$lib/api/lax/reducing';
import { reduceWith } from '$lib/api/lax/reduce-with';
import * as windows from '$lib/api/lax/windows';
import { topK } from '$lib/api/jnp/sorting';
import type { Binary, Unary } from '$lib/core/primitive';
import { native, NativeFunction } from '../native';
import { registerModule } from '../module';
import { family, flag, tupleOf } from './family';
import { fnOf } from './jax/callable';

const unary = (name: string, op: Unary): NativeFunction =>
	native(`${name}(x, accuracy=None)`, elementwise.laxUnary(name, op));
const binary = (name: string, op: Binary): NativeFunction =>
	native(name === 'nextafter' ? 'nextafter(x1, x2)' : `${name}(x, y)`, elementwise.laxBinary(name, op));

const sameName: readonly Unary[] = [
	'neg', 'sign', 'floor', 'ceil', 'abs', 'exp', 'exp2', 'log', 'log1p', 'expm1', 'sqrt', 'rsqrt', 'cbrt', 'sin', 'cos',
	'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'logistic', 'erf', 'erfc',
	'erf_inv', 'lgamma', 'digamma', 'is_finite', 'square', 'population_count', 'clz'
]; // prettier-ignore

const sameNameTwo: readonly Binary[] = [
	'add', 'sub', 'mul', 'div', 'rem', 'pow', 'max', 'min', 'atan2', 'nextafter', 'eq', 'ne', 'lt', 'le', 'gt', 'ge',
	'shift_left', 'shift_right_logical', 'shift_right_arithmetic'
]; // prettier-ignore

const cumulative = (name: Parameters<typeof reducing.cumulative>[0]): NativeFunction => {
	const run = reducing.cumulative(name);
	return native(`${name}(operand, axis=0, reverse=False)`, (x: unknown, axis: unknown, reverse: unknown) =>
		run(x, axis, flag(reverse))
	);
};

/** Indices that are counted from the start count as they do anyway; no program asks for less. */
const negative = ', *, allow_negative_indices=True';

const reduce = (name: Parameters<typeof reducing.reduce>[0]): NativeFunction =>
	native(`${name}(operand, axes)`, reducing.reduce(name));

/** Leaves that are no numbers are left alone. */
const stopLeaf = (leaf: unknown): unknown => (isArrayLike(leaf) ? movement.stopGradient(leaf) : leaf);

/** Functions of the library by a primitive of their own, the program's step by step. */
function reduceByFunction(x: unknown, initial: unknown, f: unknown, axes: unknown): unknown {
	const known = f instanceof NativeFunction && isArrayLike(x);
	const result = known ? reducing.reduceBy(f.name, x, initial, axes) : null;
	return result ?? reduceWith(callable(fnOf(f)), x, initial, axes);
}

const precisionClass = new PyClass('Precision', [objectClass], { module: 'jax.lax' });

/** What JAX has and Lockstep does not. */
const absentNames = 'after_all complex imag index_take reduce_precision reduce_xor scatter_apply fft';

/** The part of `jax.lax` that computes; control flow is registered beside it. */
export const lax: Record<string, NativeFunction> = family(
	...sameName.map((name) => unary(name, name)),
	...sameNameTwo.map((name) => binary(name, name)),
	binary('bitwise_and', 'and'),
	binary('bitwise_or', 'or'),
	binary('bitwise_xor', 'xor'),
	native('bitwise_not(x)', elementwise.bitwiseNot),
	native('reciprocal(x)', elementwise.reciprocal),
	native('integer_pow(x, y)', elementwise.integerPower),
	native('round(x, rounding_method=0)', elementwise.laxRound),
	native('select(pred, on_true, on_false)', elementwise.select),
	native('select_n(which, *cases)', (which: unknown, cases: unknown[]) =>
		elementwise.selectN(which, ...cases)
	),
	native('clamp(min, x, max)', elementwise.clamp),
	native('convert_element_type(operand, new_dtype)', elementwise.convertElementType),
	native('bitcast_convert_type(operand, new_dtype)', elementwise.bitcastConvertType),
	native('broadcast(operand, sizes)', movement.broadcast),
	native('broadcast_in_dim(operand, shape, broadcast_dimensions)', movement.broadcastInDim),
	native('broadcasted_iota(dtype, shape, dimension)', movement.broadcastedIota),
	native('iota(dtype, size)', movement.iota),
	native('full(shape, fill_value, dtype=None)', movement.full),
	native('full_like(x, fill_value, dtype=None, shape=None)', movement.fullLike),
	native('reshape(operand, new_sizes, dimensions=None)', movement.reshape),
	native('rev(operand, dimensions)', movement.rev),
	native('transpose(operand, permutation)', movement.transpose),
	native('squeeze(array, dimensions)', movement.squeeze),
	native('expand_dims(array, dimensions)', movement.expandDims),
	native('pad(operand, padding_value, padding_config)', movement.pad),
	native('concatenate(operands, dimension)', movement.concatenate),
	native('slice(operand, start_indices, limit_indices, strides=None)', windows.slice),
	native('slice_in_dim(operand, start_index, limit_index, stride=1, axis=0)', windows.sliceInDim),
	native(
		'index_in_dim(operand, index, axis=0, keepdims=True)',
		(x: unknown, at: unknown, axis: unknown, keepdims: unknown) =>
			windows.indexInDim(x, at, axis, flag(keepdims))
	),
	native(`dynamic_slice(operand, start_indices, slice_sizes${negative})`, windows.dynamicSlice),
	native(
		`dynamic_slice_in_dim(operand, start_index, slice_size, axis=0${negative})`,
		windows.dynamicSliceInDim
	),
	native(
		`dynamic_index_in_dim(operand, index, axis=0, keepdims=True${negative})`,
		(x: unknown, at: unknown, axis: unknown, keepdims: unknown) =>
			windows.dynamicIndexInDim(x, at, axis, flag(keepdims))
	),
	native(`dynamic_update_slice(operand, update, start_indices${negative})`, windows.dynamicUpdateSlice),
	native(
		`dynamic_update_slice_in_dim(operand, update, start_index, axis${negative})`,
		windows.dynamicUpdateSliceInDim
	),
	native(
		`dynamic_update_index_in_dim(operand, update, index, axis${negative})`,
		windows.dynamicUpdateIndexInDim
	),
	cumulative('cumsum'),
	cumulative('cumprod'),
	cumulative('cummax'),
	cumulative('cummin'),
	cumulative('cumlogsumexp'),
	reduce('reduce_sum'),
	reduce('reduce_prod'),
	reduce('reduce_max'),
	reduce('reduce_min'),
	reduce('reduce_and'),
	reduce('reduce_or'),
	native('argmax(operand, axis, index_dtype)', reducing.argReduce('argmax')),
	native('argmin(operand, axis, index_dtype)', reducing.argReduce('argmin')),
	native(
		'dot(lhs, rhs, *, dimension_numbers=None, precision=None, preferred_element_type=None)',
		(x: unknown, y: unknown, dims: unknown, _: unknown, type: unknown) =>
			dims === null ? reducing.dot(x, y, type) : reducing.dotGeneral(x, y, dims, type)
	),
	native(
		'dot_general(lhs, rhs, dimension_numbers, precision=None, preferred_element_type=None)',
		(x: unknown, y: unknown, dims: unknown, _: unknown, type: unknown) =>
			reducing.dotGeneral(x, y, dims, type)
	),
	native('batch_matmul(lhs, rhs, precision=None)', reducing.batchMatmul),
	native('collapse(operand, start_dimension, stop_dimension=None)', movement.collapse),
	native('split(operand, sizes, axis=0)', movement.split),
	native('tile(operand, reps)', tile),
	native('broadcast_shapes(*shapes)', (shapes: unknown[]) =>
		tuple(...broadcastShapes(...shapes.map(shapeOf)).map(BigInt))
	),
	native('stop_gradient(x)', (tree: unknown) => mapTree((leaf) => stopLeaf(leaf), tree)),
	native('optimization_barrier(operand, /)', (x: unknown) => x),
	native('real(x)', (x: unknown) => toValue(x, 'real')),
	native('conj(x)', (x: unknown) => toValue(x, 'conj')),
	native('reduce(operands, init_values, computation, dimensions)', reduceByFunction),
	native(
		'sort_key_val(keys, values, dimension=-1, is_stable=True)',
		(keys: unknown, values: unknown, dimension: unknown, stable: unknown) =>
			tupleOf(reducing.sort([keys, values], dimension, flag(stable), 1))
	),
	native(
		'sort(operand, dimension=-1, is_stable=True, num_keys=1)',
		(x: unknown, dimension: unknown, stable: unknown, keys: unknown) => {
			const sorted = reducing.sort(x, dimension, flag(stable), Number(keys));
			return isSequence(x) ? tupleOf(sorted) : sorted[0];
		}
	),
	native('top_k(operand, k, *, axis=-1)', (x: unknown, k: unknown, axis: unknown) => [...topK(x, k, axis)])
);

/** Accepted wherever a precision is; there is but one here. */
class Precision extends HostObject {
	readonly cls = precisionClass;

	constructor(private readonly level: string) {
		super();
	}

	repr(): string {
		return `<Precision.${this.level}>`;
	}
}

for (const level of ['DEFAULT', 'HIGH', 'HIGHEST']) precisionClass.set(level, new Precision(level));

registerModule('jax.lax', { ...lax, Precision: precisionClass }, lacking('lax', absentNames));
