import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, bind1, type Value } from '$lib/core/interpreter';
import {
	add,
	binary,
	broadcastInDim,
	convert,
	full,
	iota,
	mul,
	reshape,
	scalar,
	select
} from '$lib/core/ops';
import { sizeOf } from '$lib/array/shape';
import type { Params, Scatter } from '$lib/core/primitive';
import { instantiate, type Jvp, type Tangent } from '../differentiating';
import { gatherOf, scattered, takeAlong } from '../scatter-dims';

/** Derivatives of primitives that read and write at indices (jax/_src/lax/slicing.py). */

/** What is filled in does not vary. */
export const jvpGather: Jvp<Params['gather']> = (_, [x, indices], [t], params) => ({
	outs: [bind1('gather', [x, indices], params)],
	tangents: [t && bind1('gather', [t, indices], { ...params, fill_value: 0 })]
});

export const jvpDynamicUpdateSlice: Jvp<Params['dynamic_update_slice']> = (_, args, [s, t], params) => {
	const [x, update, ...starts] = args;
	const tangents = [instantiate(s, x), instantiate(t, update)];
	return {
		outs: [bind1('dynamic_update_slice', args, params)],
		tangents: [bind1('dynamic_update_slice', [...tangents, ...starts], params)]
	};
};

type ScatterJvp = Jvp<Params[Scatter]>;

const linearScatter: ScatterJvp = (_, [x, indices, updates], [s, , t], params) => ({
	outs: [bind1('scatter_add', [x, indices, updates], params)],
	tangents: [bind1('scatter_add', [instantiate(s, x), indices, instantiate(t, updates)], params)]
});

/**
 * Where several updates may land in one place only the last has a say: every update leaves its number, and those that
 * find their own number again are the ones (JAX's `_scatter_jvp`).
 */
const settingScatter: ScatterJvp = (_, [x, indices, updates], [s, , t], params) => {
	const out = bind1('scatter', [x, indices, updates], params);
	const [g, h] = [instantiate(s, x), instantiate(t, updates)];
	if (params.unique_indices) return { outs: [out], tangents: [bind1('scatter', [g, indices, h], params)] };
	const { shape } = avalOf(x);
	const numbers = numbered(updates, params);
	const last = bind1('scatter', [full(shape, 0, 'int32'), indices, numbers], params);
	const found = bind1('gather', [last, indices], gatherOf(params, shape, avalOf(updates).shape));
	const kept = where(binary('eq', last, scalar(0, 'int32')), g);
	const landed = where(binary('eq', numbers, found), h);
	return { outs: [out], tangents: [bind1('scatter_add', [kept, indices, landed], params)] };
};

/** 1, 2, 3, ... along the indices, the same all over a window. */
function numbered(updates: Value, { dimension_numbers: dims }: Params[Scatter]): Value {
	const { shape } = avalOf(updates);
	const single = shape.map((n, axis) => (dims.update_window_dims.includes(axis) ? 1 : n));
	const count = add(iota('int32', [sizeOf(single)]), scalar(1, 'int32'));
	return broadcastInDim(
		reshape(count, single),
		shape,
		shape.map((_, axis) => axis)
	);
}

/** The value where the mask holds, zero elsewhere. */
const where = (mask: Value, x: Value): Value => {
	const { dtype, shape } = avalOf(x);
	return select(mask, full(shape, 0, dtype), x);
};

const scalingScatter: ScatterJvp = (_, [x, indices, updates], [s, , t], params) => {
	if (t !== null && !params.unique_indices)
		throw new ProgramError(
			'NotImplementedError',
			'scatter_mul gradients are only implemented if `unique_indices=True`'
		);
	const scaled: Tangent = s && bind1('scatter_mul', [s, indices, updates], params);
	const moved: Tangent = t && mul(x, scattered(x, indices, t, params));
	return {
		outs: [bind1('scatter_mul', [x, indices, updates], params)],
		tangents: [scaled && moved ? bind1('add_any', [scaled, moved], {}) : (scaled ?? moved)]
	};
};

/** All that reach the extreme share, the operand among them (JAX's `_scatter_extremal_jvp`). */
const choosingScatter =
	(op: 'scatter_min' | 'scatter_max'): ScatterJvp =>
	(_, [x, indices, updates], [s, , t], params) => {
		const out = bind1(op, [x, indices, updates], params);
		const { dtype, shape } = avalOf(x);
		const reading = gatherOf(params, shape, avalOf(updates).shape);
		const read = (from: Value): Value => bind1('gather', [from, indices], reading);
		const reached = binary('eq', updates, read(out));
		const kept = convert(binary('eq', x, out), dtype);
		const count = add(kept, scattered(x, indices, convert(reached, dtype), params));
		const own = mul(instantiate(s, x), binary('div', kept, count));
		const shares = binary('div', where(reached, instantiate(t, updates)), read(count));
		return { outs: [out], tangents: [bind1('scatter_add', [own, indices, shares], params)] };
	};

export const scatterJvps: { readonly [P in Scatter]: Jvp<Params[P]> } = {
	scatter: settingScatter,
	scatter_add: linearScatter,
	scatter_mul: scalingScatter,
	scatter_min: choosingScatter('scatter_min'),
	scatter_max: choosingScatter('scatter_max')
};

/** The tangents move as the values do: a counter is sorted along and tells where each came from. */
export const jvpSort: Jvp<Params['sort']> = (_, primals, tangents, params) => {
	const { shape } = avalOf(primals[0]);
	const sorted = bind('sort', [...primals, iota('uint32', shape, params.dimension)], params);
	const from = sorted[primals.length];
	return {
		outs: sorted.slice(0, primals.length),
		tangents: tangents.map((t) => t && takeAlong(t, from, params.dimension))
	};
};

export const jvpTopK: Jvp<Params['top_k']> = (_, primals, [t], params) => {
	const [values, indices] = bind('top_k', primals, params);
	return { outs: [values, indices], tangents: [t && takeAlong(t, indices, params.axis), null] };
};
