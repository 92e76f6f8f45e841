import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { axisIn, range } from '$lib/api/arguments';
import { update } from '$lib/api/indexing/update';
import { getItem } from '$lib/api/indexing/take';
import { cumprod, cumsum } from '$lib/api/jnp/cumulative';
import { unstack } from '$lib/api/jnp/joining';
import * as reductions from '$lib/api/jnp/reductions';
import { ravel } from '$lib/api/jnp/shape';
import { toValue } from '$lib/api/values';
import { setFunctionAttribute } from '../../function';
import { native, type NativeFunction } from '../../native';
import { flag } from '../family';

type Binary = (x: unknown, y: unknown) => unknown;
type Fold = (x: unknown, options: reductions.ReductionOptions) => Value;

const folds: Readonly<Record<string, Fold>> = {
	add: reductions.sum,
	multiply: reductions.prod,
	maximum: reductions.max,
	minimum: reductions.min,
	logical_and: reductions.all,
	logical_or: reductions.any
};

const runs: Readonly<Record<string, (x: unknown, axis: unknown) => Value>> = {
	add: cumsum,
	multiply: cumprod
};

/** All elements along the axis combined from the left. */
function foldLeft(op: Binary, x: Value, axis: number): Value {
	const parts = unstack(x, axis);
	return parts.slice(1).reduce((sum, part) => toValue(op(sum, part)), parts[0]);
}

/** The same, with every result on the way. */
function accumulated(op: Binary, x: Value, axis: number): Value {
	const results: Value[] = [];
	for (const part of unstack(x, axis)) {
		const last = results[results.length - 1];
		results.push(last === undefined ? part : toValue(op(last, part)));
	}
	return ops.concatenate(
		results.map((each) => ops.expandDims(each, [axis])),
		axis
	);
}

function outer(op: Binary, x: unknown, y: unknown): unknown {
	const [a, b] = [toValue(x, 'outer'), toValue(y, 'outer', 1)];
	const [m, n] = [avalOf(a).shape.length, avalOf(b).shape.length];
	return op(ops.expandDims(a, range(n, m)), ops.expandDims(b, range(m)));
}

/** Gives a function of two operands NumPy's methods: `reduce`, `accumulate`, `outer`, `at`. */
function equip(name: string, fn: NativeFunction): void {
	const op: Binary = (x, y) => fn.call([x, y]);
	const methods = [
		native(
			'reduce(a, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=None)',
			(
				x: unknown,
				axis: unknown,
				dtype: unknown,
				_: unknown,
				keepdims: unknown,
				initial: unknown,
				where: unknown
			) => {
				if (Object.hasOwn(folds, name))
					return folds[name](x, { axis, dtype, keepdims: flag(keepdims), initial, where });
				const value = axis === null ? ravel(x) : toValue(x, name);
				const along = axisIn(axis ?? 0n, avalOf(value).shape.length);
				const result = foldLeft(op, value, along);
				return flag(keepdims) ? ops.expandDims(result, [along]) : result;
			}
		),
		native('accumulate(a, axis=0, dtype=None, out=None)', (x: unknown, axis: unknown) => {
			if (Object.hasOwn(runs, name)) return runs[name](x, axis);
			const value = toValue(x, name);
			return accumulated(op, value, axisIn(axis, avalOf(value).shape.length));
		}),
		native('outer(A, B, /)', (x: unknown, y: unknown) => outer(op, x, y)),
		native('at(a, indices, b=None, /, *, inplace=True)', (x: unknown, at: unknown, y: unknown) => {
			const value = toValue(x, name);
			return name === 'add'
				? update('scatter_add', value, at, y)
				: update('scatter', value, at, op(getItem(value, at), y));
		})
	];
	for (const method of methods) setFunctionAttribute(fn, method.name, method);
}

/** Equips every function given. */
export function equipAll(functions: Readonly<Record<string, NativeFunction>>): void {
	for (const [name, fn] of Object.entries(functions)) equip(name, fn);
}
