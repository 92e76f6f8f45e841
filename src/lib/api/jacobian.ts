import { isFloat } from '$lib/array/dtype';
import { sizeOf } from '$lib/array/shape';
import { tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import type { Fn, Kwargs } from '$lib/core/fn';
import { avalOf, bind, bind1, currentInterpreter, withInterpreter, type Value } from '$lib/core/interpreter';
import { numpyInts } from '$lib/core/numpy-ints';
import { batchAt, convert, reshape } from '$lib/core/ops';
import { unflatten } from '$lib/core/tree';
import { jvp } from '$lib/transforms/jvp';
import { linearize } from '$lib/transforms/linearize';
import { BatchTrace } from '$lib/transforms/vmap';
import {
	argnumsOf,
	callable,
	DerivativeFn,
	flatFunction,
	madeLike,
	varyingArguments,
	type Flat,
	type Varying
} from './derivatives';
import { eye } from './jnp/spaced';
import { checkInput, checkOutput, type GradOptions } from './grad';

/** `jax.jacfwd`: the Jacobian column by column, one pushforward for all directions at once. Throws JAX's errors. */
export const jacfwd = (f: unknown, options: GradOptions = {}): Fn =>
	jacobian(f, options, (varying, flat, name) => {
		varying.leaves.forEach(checkForward);
		const directions = basis(varying.leaves);
		const rows = new BatchTrace(countOf(varying.leaves), name, currentInterpreter());
		const pushed = withInterpreter(rows, () => {
			const tangents = directions.map((d) => rows.wrap(d, 0));
			const { outs, tangents: ts, aux } = jvp(flat.f, varying.leaves, tangents);
			return { outs, aux, tangents: madeLike(ts, outs) };
		});
		const values = (list: readonly Value[]): Value[] => list.map((x) => rows.unwrap(x).value);
		const outs = values(pushed.outs);
		const columns = pushed.tangents.map((t, i) => {
			const { value, dim } = rows.unwrap(t);
			return batchAt(value, dim, rows.size, avalOf(outs[i]).shape.length);
		});
		const blocks = columns.map((column, i) => cut(column, avalOf(outs[i]).shape.length, varying.leaves));
		return {
			blocks: blocks.map((parts, i) =>
				parts.map((part, k) => shaped(part, outs[i], varying.leaves[k], outs[i]))
			),
			aux: values(pushed.aux)
		};
	});

/** `jax.jacrev`: the Jacobian row by row, one pullback for all results at once. Throws JAX's errors. */
export const jacrev = (f: unknown, options: GradOptions = {}): Fn =>
	jacobian(f, options, (varying, flat, name) => {
		varying.leaves.forEach((x) => checkInput('jacrev', x, options));
		const { outs, aux, pull } = linearize(flat.f, varying.leaves, varying.names);
		outs.forEach((y) => checkOutput('jacrev', y));
		const rows = new BatchTrace(countOf(outs), name, currentInterpreter());
		const cts = withInterpreter(rows, () =>
			madeLike(pull(basis(outs).map((d) => rows.wrap(d, 0))), varying.leaves)
		);
		const stacked = cts.map((ct) => {
			const { value, dim } = rows.unwrap(ct);
			return cut(batchAt(value, dim, rows.size), 0, outs);
		});
		const blocks = outs.map((y, i) =>
			stacked.map((parts, k) => shaped(parts[i], y, varying.leaves[k], varying.leaves[k]))
		);
		return { blocks, aux };
	});

/** `jax.hessian`: the Jacobian, forward, of the Jacobian, backward. */
export const hessian = (f: unknown, options: GradOptions = {}): Fn => jacfwd(jacrev(f, options), options);

interface Blocks {
	/** One block for each leaf of the result and each leaf that varies. */
	readonly blocks: readonly (readonly Value[])[];
	readonly aux: readonly Value[];
}

function jacobian(
	f: unknown,
	options: GradOptions,
	compute: (varying: Varying, flat: Flat, name: string) => Blocks
): Fn {
	const fn = callable(f);
	const argnums = argnumsOf(options.argnums ?? 0n);
	return new DerivativeFn(fn, (args: readonly unknown[], kwargs: Kwargs) => {
		const varying = varyingArguments(fn, argnums, args, kwargs);
		const flat = flatFunction(varying, Boolean(options.hasAux));
		const { blocks, aux } = compute(varying, flat, fn.name);
		const matrix = flat.result(blocks.map((row) => unflatten(varying.def, row)));
		return options.hasAux ? tuple(matrix, flat.aux(aux)) : matrix;
	});
}

const countOf = (leaves: readonly Value[]): number =>
	leaves.reduce((sum, x) => sum + sizeOf(avalOf(x).shape), 0);

/** For every element of every leaf the direction that changes it alone: arrays with one more axis in front. */
function basis(leaves: readonly Value[]): Value[] {
	const n = countOf(leaves);
	return cut(eye(BigInt(n)), 1, leaves).map((part, i) => {
		const { dtype, shape, weak } = avalOf(leaves[i]);
		const params = { new_dtype: dtype, weak_type: weak };
		return bind1('convert_element_type', [reshape(part, [n, ...shape])], params);
	});
}

/** An axis cut into as many places as each leaf has elements. */
function cut(x: Value, axis: number, leaves: readonly Value[]): Value[] {
	const sizes = numpyInts(leaves.map((leaf) => sizeOf(avalOf(leaf).shape)));
	return bind('split', [x], { axis, sizes });
}

/** A block with the axes of the result, then those of the argument, in the type of `like`. */
function shaped(block: Value, y: Value, x: Value, like: Value): Value {
	const { dtype, weak } = avalOf(like);
	return convert(reshape(block, [...avalOf(y).shape, ...avalOf(x).shape]), dtype, weak);
}

function checkForward(x: Value): void {
	const { dtype } = avalOf(x);
	if (isFloat(dtype)) return;
	throw new ProgramError(
		'TypeError',
		`jacfwd requires real-valued inputs (input dtype that is a sub-dtype of np.floating), but got ${dtype}. For holomorphic differentiation, pass holomorphic=True. For differentiation of non-holomorphic functions involving complex inputs or integer inputs, use jax.jvp directly.`
	);
}
