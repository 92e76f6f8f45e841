import { checkpoint } from '$lib/api/checkpoint';
import { customJvp, customVjp } from '$lib/api/custom';
import { jit } from '$lib/api/jit';
import { allGather, axisIndex, pmax, pmin, ppermute, psum } from '$lib/api/lax/collectives';
import { cond } from '$lib/api/lax/cond';
import { scan } from '$lib/api/lax/scan';
import { whileLoop } from '$lib/api/lax/while';
import { vmap } from '$lib/api/vmap/vmap';
import { tuple, type Tuple } from '$lib/core/containers';
import { bind, type Value } from '$lib/core/interpreter';
import { add, binary, dotGeneral, mul, reduce, scalar, transpose, unary } from '$lib/core/ops';
import { scatterNames, type Params, type Primitive } from '$lib/core/primitive';
import { bool, f32, i32, of, type Case } from './primitive-cases';

/** A primitive on operands that are made fit for it. */
function on<P extends Primitive>(
	primitive: P,
	params: Params[P],
	fit: (...xs: Value[]) => Value[],
	...operands: Case['operands']
): Case {
	const { title } = of(primitive, params, ...operands);
	return { title, operands, apply: (...xs) => bind(primitive, fit(...xs), params) };
}

/** A primitive that a function binds. */
const called = (
	primitive: Primitive,
	apply: (...xs: Value[]) => unknown,
	...operands: Case['operands']
): Case => ({ title: `${primitive} in a function`, operands, apply: (...xs) => [apply(...xs) as Value] });

const one = scalar(1, 'float32');
const two = scalar(2, 'float32');
const positive = (x: Value): Value => add(unary('abs', x), scalar(0.2, 'float32'));
const eye = (n: number): Value =>
	bind('convert_element_type', [binary('eq', index(n, 0), index(n, 1))], {
		new_dtype: 'float32',
		weak_type: false
	})[0];
const index = (n: number, dimension: number): Value =>
	bind('iota', [], { dtype: 'int32', shape: [n, n], dimension })[0];
const times = (x: Value, y: Value): Value =>
	dotGeneral(x, y, [
		[[1], [0]],
		[[], []]
	]);
/** Symmetric, with positive eigenvalues. */
const definite = (x: Value): Value => add(times(x, transpose(x, [1, 0])), eye(3));

const special: readonly Case[] = [
	on('zeta', {}, (x, q) => [add(positive(x), one), positive(q)], f32(3), f32(3)),
	on('polygamma', {}, (m, x) => [unary('floor', positive(m)), positive(x)], f32(3), f32(3)),
	...(['igamma', 'igammac', 'igamma_grad_a', 'random_gamma_grad'] as const).map((name) =>
		on(name, {}, (a, x) => [positive(a), positive(x)], f32(3), f32(3))
	),
	on(
		'regularized_incomplete_beta',
		{},
		(a, b, x) => [positive(a), positive(b), unary('logistic', x)],
		f32(3),
		f32(3),
		f32(3)
	),
	of('bessel_i0e', {}, f32(3)),
	of('bessel_i1e', {}, f32(3))
];

const linear: readonly Case[] = [
	on('cholesky', {}, (x) => [definite(x)], f32(3, 3)),
	on(
		'triangular_solve',
		{ left_side: true, lower: true, transpose_a: false, conjugate_a: false, unit_diagonal: false },
		(a, b) => [add(a, mul(two, eye(3))), b],
		f32(3, 3),
		f32(3, 2)
	),
	of('lu', {}, f32(3, 3)),
	of('qr', { full_matrices: false, pivoting: false }, f32(3, 2)),
	of('svd', { full_matrices: false, compute_uv: true }, f32(3, 2)),
	on('eigh', { lower: true, sort_eigenvalues: true, subset_by_index: null }, (x) => [definite(x)], f32(3, 3))
];

const scatters: readonly Case[] = scatterNames.map((name) =>
	of(
		name,
		{
			dimension_numbers: {
				update_window_dims: [],
				inserted_window_dims: [0],
				scatter_dims_to_operand_dims: [0],
				operand_batching_dims: [],
				scatter_indices_batching_dims: []
			},
			mode: 'fill',
			indices_are_sorted: false,
			unique_indices: false
		},
		f32(4),
		i32(3, 1),
		f32(3)
	)
);

const shaped: readonly Case[] = [
	of('bitcast_convert_type', { new_dtype: 'int32' }, f32(3)),
	of('stack', { axis: 1 }, f32(2, 3), f32(2, 3)),
	of('tile', { reps: [2, 1] }, f32(2, 3)),
	of('random_seed', { impl: 'fry' }, i32()),
	of('random_wrap', { impl: 'fry' }, { dtype: 'uint32', shape: [2] }),
	of('random_unwrap', {}, { dtype: 'key<fry>', shape: [] }),
	of('random_clone', {}, { dtype: 'key<fry>', shape: [] })
];

/** Inside the axis that they speak of, so that the rows are those of a vmap around it. */
const over = (f: (x: Value) => unknown) => (x: Value) =>
	vmap((row: Value) => f(row), { axisName: 'i', outAxes: 0n }).call([x]);

const collectives: readonly Case[] = [
	called(
		'psum',
		over((x) => psum(x, 'i')),
		f32(2, 3)
	),
	called(
		'pmax',
		over((x) => pmax(x, 'i')),
		f32(2, 3)
	),
	called(
		'pmin',
		over((x) => pmin(x, 'i')),
		f32(2, 3)
	),
	called(
		'axis_index',
		over((x) => mul(x, convertIndex(axisIndex('i')))),
		f32(2, 3)
	),
	called(
		'all_gather',
		over((x) => allGather(x, 'i')),
		f32(2, 3)
	),
	called(
		'ppermute',
		over((x) => ppermute(x, 'i', [tuple(0n, 1n), tuple(1n, 0n)])),
		f32(2, 3)
	)
];

const convertIndex = (x: Value): Value =>
	bind('convert_element_type', [x], { new_dtype: 'float32', weak_type: false })[0];

const body = (c: Value, x: Value): Value => unary('tanh', add(mul(c, two), x));
const custom = customJvp((x: Value) => unary('sin', mul(x, two)));
custom.defjvp(((x: Tuple, t: Tuple) => tuple(unary('sin', x.items[0] as Value), t.items[0])) as never);
const customBack = customVjp((x: Value) => unary('sin', mul(x, two)));
customBack.defvjp(
	((x: Value) => tuple(unary('sin', mul(x, two)), null)) as never,
	((_: unknown, g: Value) => tuple(g)) as never
);

const control: readonly Case[] = [
	called(
		'scan',
		(c, xs) => (scan((a: Value, x: Value) => tuple(body(a, x), a), c, xs) as Tuple).items[1],
		f32(2),
		f32(3, 2)
	),
	called(
		'while',
		(n, x) =>
			(
				whileLoop(
					((s: Tuple) => binary('gt', s.items[0] as Value, scalar(0, 'int32'))) as never,
					((s: Tuple) => {
						const [k, v] = s.items as Value[];
						return tuple(add(k, scalar(-1, 'int32')), body(v, x));
					}) as never,
					tuple(n, x)
				) as Tuple
			).items[1],
		i32(),
		f32(2)
	),
	called(
		'cond',
		(p, x, y) =>
			cond(
				p,
				((a: Value, b: Value) => body(a, b)) as never,
				((a: Value, b: Value) => mul(a, b)) as never,
				x,
				y
			),
		bool(),
		f32(2),
		f32(2)
	),
	called('jit', (x, y) => jit((a: Value, b: Value) => body(a, b)).call([x, y]), f32(2), f32(2)),
	called('remat2', (x, y) => checkpoint((a: Value, b: Value) => body(a, b)).call([x, y]), f32(2), f32(2)),
	called('custom_jvp_call', (x) => custom.call([x]), f32(2)),
	called('custom_vjp_call', (x) => reduce('reduce_sum', customBack.call([x]) as Value, [0]), f32(2))
];

export const rarerCases: readonly Case[] = [
	...special,
	...linear,
	...scatters,
	...shaped,
	...collectives,
	...control
];
