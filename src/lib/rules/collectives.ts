import { aval, type Aval } from '$lib/core/aval';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import {
	batchAt,
	broadcastInDim,
	concatenate,
	iota,
	moveAxis,
	mul,
	reshape,
	scalar,
	slice,
	type Dim
} from '$lib/core/ops';
import type { Params } from '$lib/core/primitive';
import type { Kernel } from '$lib/array/kernel';
import type { Batch, BatchContext } from './batching';
import type { Collective } from './collective';
import { one, type Batched } from './dims';

type ShapeRules = { readonly [P in Collective]: (operands: readonly Aval[], params: Params[P]) => Aval[] };

export const collectiveShapes: ShapeRules = {
	psum: ([x]) => [x],
	pmax: ([x]) => [x],
	pmin: ([x]) => [x],
	axis_index: () => [aval('int32', [])],
	all_gather: ([x], { all_gather_dimension: at, axis_size, tiled }) => [
		{
			...x,
			shape: tiled
				? x.shape.map((n, axis) => (axis === at ? n * axis_size : n))
				: [...x.shape.slice(0, at), axis_size, ...x.shape.slice(at)]
		}
	],
	ppermute: ([x]) => [x]
};

const never = (): Kernel => {
	throw new Error('internal: a collective outside its axis');
};

export const collectiveKernels: { readonly [P in Collective]: () => Kernel } = {
	psum: never,
	pmax: never,
	pmin: never,
	axis_index: never,
	all_gather: never,
	ppermute: never
};

/** Under another vmap the rows of that one are just carried along. */
const carried =
	<P extends Collective>(primitive: P): Batch<Params[P]> =>
	(_, [x], [dim], params) =>
		one(bind1(primitive, [x], params), dim);

export const collectiveBatches: { readonly [P in Collective]: Batch<Params[P]> } = {
	psum: carried('psum'),
	pmax: carried('pmax'),
	pmin: carried('pmin'),
	axis_index: carried('axis_index'),
	all_gather: (_, [x], [dim], params) =>
		one(
			bind1('all_gather', [moveAxis(x, dim ?? 0, 0)], {
				...params,
				all_gather_dimension: params.all_gather_dimension + 1
			}),
			0
		),
	ppermute: carried('ppermute')
};

/** Carries out a collective whose axis is the one being batched. */
type ResolveRule<P extends Collective> = (
	context: BatchContext,
	x: Value,
	dim: Dim,
	params: Params[P],
	name: string
) => Batched;

const reductionOf = { psum: 'reduce_sum', pmax: 'reduce_max', pmin: 'reduce_min' } as const;

/** Over the lanes themselves a collective is a reduction. */
const overLanes = (collective: keyof typeof reductionOf, x: Value, dim: number): Value =>
	bind1(reductionOf[collective], [x], { axes: [dim], collective });

const resolveRules: { readonly [P in Collective]: ResolveRule<P> } = {
	psum: ({ size }, x, dim, { axes }, name) =>
		remaining(
			'psum',
			dim === null ? mul(scalar(size, avalOf(x).dtype), x) : overLanes('psum', x, dim),
			axes,
			name
		),
	pmax: (_, x, dim, { axes }, name) =>
		remaining('pmax', dim === null ? x : overLanes('pmax', x, dim), axes, name),
	pmin: (_, x, dim, { axes }, name) =>
		remaining('pmin', dim === null ? x : overLanes('pmin', x, dim), axes, name),
	axis_index: ({ size }) => one(iota('int32', [size]), 0),
	all_gather: ({ size }, x, dim, { all_gather_dimension: at, tiled }) => {
		const gathered = batchAt(x, dim, size, at);
		if (!tiled) return one(gathered, null);
		const { shape } = avalOf(gathered);
		return one(
			reshape(gathered, [...shape.slice(0, at), shape[at] * shape[at + 1], ...shape.slice(at + 2)]),
			null
		);
	},
	ppermute: ({ size }, x, dim, { perm }) => one(permuted(batchAt(x, dim, size), size, perm), 0)
};

function remaining(
	primitive: 'psum' | 'pmax' | 'pmin',
	x: Value,
	axes: readonly string[],
	done: string
): Batched {
	const rest = axes.filter((axis) => axis !== done);
	return one(rest.length === 0 ? x : bind1(primitive, [x], { axes: rest, axis_index_groups: null }), null);
}

/** Row `to` is row `from` for each (from, to); rows nobody sends to are zero. */
function permuted(x: Value, size: number, perm: readonly (readonly [number, number])[]): Value {
	const { dtype, shape } = avalOf(x);
	const row = (i: number): Value =>
		slice(
			x,
			shape.map((_, axis) => (axis === 0 ? i : 0)),
			shape.map((n, axis) => (axis === 0 ? i + 1 : n))
		);
	const empty = broadcastInDim(scalar(0, dtype), [1, ...shape.slice(1)], []);
	return concatenate(
		Array.from({ length: size }, (_, to) => {
			const pair = perm.find(([, target]) => target === to);
			return pair ? row(pair[0]) : empty;
		}),
		0
	);
}

/** Applies the rule of a collective chosen at run time; `params` are those of `primitive`. */
export function resolve(
	primitive: Collective,
	context: BatchContext,
	x: Value,
	dim: Dim,
	params: object,
	name: string
): Batched {
	const rule: ResolveRule<never> = resolveRules[primitive];
	return rule(context, x, dim, params as never, name);
}
