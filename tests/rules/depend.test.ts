import { describe, expect, it } from 'vitest';
import { plainDriver } from '$lib/transforms/eval';
import { cond } from '$lib/api/lax/cond';
import { whileLoop } from '$lib/api/lax/while';
import { vmap } from '$lib/api/vmap/vmap';
import { isFloat, kindOf, wordsOf } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import { avalOfArray } from '$lib/core/aval';
import { tuple, type Tuple } from '$lib/core/containers';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { bind, bind1, type Value } from '$lib/core/interpreter';
import type { Eqn, Jaxpr } from '$lib/core/jaxpr';
import { binary, scalar } from '$lib/core/ops';
import { scatterNames, type Params, type Primitive, type Scatter } from '$lib/core/primitive';
import { subJaxprs } from '$lib/core/sub-jaxprs';
import { dependenceOf, dependRules } from '$lib/rules/depend';
import { bodiesBy } from '$lib/rules/depend/body';
import type { Dependence } from '$lib/rules/depend/dependence';
import { bitOf, Marks, type MaybeMarks } from '$lib/rules/depend/marks';
import { traceToJaxpr } from '$lib/transforms/make-jaxpr';
import { randomOf } from '../support/random';
import { scanOf, type BodyPlan } from '../support/bodies';
import { cases as most, f32, i32, of, randomArray, type Case } from './primitive-cases';

const key = (...shape: number[]) => ({ dtype: 'key<fry>' as const, shape });
const u32 = (...shape: number[]) => ({ dtype: 'uint32' as const, shape });
const product = (a: Value): Value =>
	bind1('dot_general', [a, a], {
		dimension_numbers: [
			[[1], [1]],
			[[], []]
		],
		preferred_element_type: null
	});
const called = (title: string, operands: Case['operands'], apply: Case['apply']): Case => ({
	title,
	operands,
	apply
});

const put: Params[Scatter] = {
	dimension_numbers: {
		update_window_dims: [],
		inserted_window_dims: [0],
		scatter_dims_to_operand_dims: [0],
		operand_batching_dims: [],
		scatter_indices_batching_dims: []
	},
	indices_are_sorted: false,
	unique_indices: false,
	mode: 'fill'
};
/** As rows of a batch scatter. */
const putRows: Params[Scatter] = {
	...put,
	dimension_numbers: {
		...put.dimension_numbers,
		inserted_window_dims: [1],
		scatter_dims_to_operand_dims: [1],
		operand_batching_dims: [0],
		scatter_indices_batching_dims: [0]
	}
};

const plan: BodyPlan = {
	steps: [
		{ op: 'max', a: 0, b: 2 },
		{ op: 'where', a: 1, b: 3 },
		{ op: 'add', a: 5, b: 6 }
	],
	outs: [5, 7, 6],
	reverse: false
};

const positive = (x: Value): Value => binary('gt', x, scalar(0, 'float32'));
const double = (x: Value): Value => binary('add', x, x);

/** x is doubled until it is large; the other counts. */
const growing = (x: Value, n: Value): unknown =>
	whileLoop(
		((carry: Tuple) =>
			binary(
				'lt',
				binary('mul', carry.items[0] as Value, carry.items[0] as Value),
				scalar(1, 'float32')
			)) as never,
		((carry: Tuple) =>
			tuple(double(carry.items[0] as Value), binary('add', carry.items[1] as Value, n))) as never,
		tuple(x, n)
	);

const branches = (p: Value, x: Value, y: Value): Value =>
	cond(
		positive(p),
		((a: Value, b: Value) => binary('mul', a, b)) as never,
		((a: Value) => double(a)) as never,
		x,
		y
	) as Value;

const cases = (): readonly Case[] => [
	...most,
	inBody('jit', { name: 'f', jaxpr: body }),
	inBody('remat2', { jaxpr: body }),
	inBody('custom_jvp_call', { call_jaxpr: body }),
	inBody('custom_vjp_call', { call_jaxpr: body }),
	of('tile', { reps: [2, 3] }, f32(2, 2)),
	of('stack', { axis: 1 }, f32(2, 3), f32(2, 3)),
	of('iota', { dtype: 'int32', shape: [3], dimension: 0 }),
	of('bitcast_convert_type', { new_dtype: 'int32' }, f32(3)),
	of('random_seed', { impl: 'fry' }, i32(2)),
	of('random_wrap', { impl: 'fry' }, u32(2, 2)),
	of('random_unwrap', {}, key(2)),
	of('sort', { dimension: 0, is_stable: true, num_keys: 2 }, i32(4, 2), f32(4, 2), f32(4, 2)),
	...scatterNames.flatMap((op) => [
		of(op, put, f32(4), i32(3, 1), f32(3)),
		of(op, { ...put, mode: 'clip' }, f32(3), i32(4, 1), f32(4)),
		of(op, putRows, f32(2, 4), i32(2, 3, 1), f32(2, 3))
	]),
	called('cholesky', [f32(2, 2, 3)], (a) =>
		bind(
			'cholesky',
			[
				binary(
					'add',
					product(bind1('reshape', [a], { new_sizes: [4, 3], dimensions: null })),
					scalar(0, 'float32')
				)
			],
			{}
		)
	),
	of('triangular_solve', { left_side: true, lower: true, transpose_a: false, conjugate_a: false, unit_diagonal: false }, f32(2, 2), f32(2, 2)), // prettier-ignore
	of('lu', {}, f32(2, 2, 2)),
	of('qr', { full_matrices: false, pivoting: false }, f32(2, 3, 2)),
	of('svd', { full_matrices: false, compute_uv: true }, f32(2, 3, 2)),
	of('eigh', { lower: true, sort_eigenvalues: true, subset_by_index: null }, f32(2, 2, 2)),
	called('scan', [f32(), f32(), f32(4), f32()], (...args) => scanned(plan, args)),
	called('scan in reverse', [f32(), f32(), f32(4), f32()], (...args) =>
		scanned({ ...plan, reverse: true }, args)
	),
	called('while', [f32(), f32()], (x, n) => (growing(x, n) as Tuple).items as Value[]),
	called(
		'while, a predicate a row',
		[f32(3), f32(3)],
		(x, n) => (rows(growing)(x, n) as Tuple).items as Value[]
	),
	called('cond', [f32(), f32(2), f32(2)], (p, x, y) => [branches(p, x, y)]),
	called('cond, an index a row', [f32(3), f32(3), f32(3)], (p, x, y) => [rows(branches)(p, x, y) as Value])
];

/** A body of two operands, as primitives that call one take it. */
const { jaxpr: body } = traceToJaxpr(
	(x, y) => [binary('mul', x, y), binary('max', x, y)],
	[f32(3), f32(3)].map((type) => ({ ...type, weak: false }))
);
const inBody = (primitive: Primitive, params: object): Case => ({
	...of(primitive, params as never, f32(3), f32(3)),
	title: primitive
});

const rows =
	(f: (...args: never[]) => unknown) =>
	(...args: Value[]): unknown =>
		vmap(f as never).call(args);

function scanned(body: BodyPlan, args: readonly Value[]): Value[] {
	const { items } = scanOf(body)(...args);
	return [...(items[0] as Tuple).items, items[1]] as Value[];
}

/** What a case does, as equations; and what its results were made of when it ran. */
interface Ran {
	readonly jaxpr: Jaxpr;
	readonly args: readonly NDArray[];
	readonly outs: readonly NDArray[];
	readonly dependence: Dependence;
}

const bodyOn = bodiesBy(dependenceOf);

function ran({ operands, apply }: Case, seed: number): Ran {
	const random = randomOf(seed);
	const args = operands.map(({ dtype, shape }) =>
		dtype === 'key<fry>' ? keysOf(shape, random) : randomArray(dtype, shape, random)
	);
	const { jaxpr, consts } = traceToJaxpr(apply, args.map(avalOfArray));
	expect(consts).toEqual([]);
	return {
		jaxpr,
		args,
		outs: evalJaxpr(jaxpr, args) as NDArray[],
		dependence: bodyOn(jaxpr, args, plainDriver)
	};
}

const keysOf = (shape: readonly number[], random: () => number): NDArray =>
	new NDArray(
		'key<fry>',
		shape,
		Uint32Array.from({ length: 2 * sizeOf(shape) }, () => random() * 2 ** 32)
	);

/** The same with one element another. */
function perturbed(x: NDArray, element: number, by: number): NDArray {
	const data = x.data.slice();
	const at = element * wordsOf(x.dtype);
	if (x.dtype === 'bool') data[at] = 1 - data[at];
	else if (kindOf(x.dtype) === 'k') data[at] ^= 1 + Math.abs(Math.floor(by * 8));
	else data[at] += isFloat(x.dtype) ? by : Math.sign(by) * Math.ceil(Math.abs(by));
	return new NDArray(x.dtype, x.shape, data, x.weak);
}

const shifts = [-3, -1, -0.25, -1e-3, 1e-3, 0.25, 1, 3];

/** Which elements of the results differ. */
const differences = (a: readonly NDArray[], b: readonly NDArray[]): number[][] =>
	a.map(({ data, dtype }, i) => {
		const words = wordsOf(dtype);
		const different = [...data].flatMap((value, at) =>
			Object.is(value, b[i].data[at]) ? [] : [Math.floor(at / words)]
		);
		return [...new Set(different)];
	});

/** One element of one operand marked. */
function only(args: readonly NDArray[], operand: number, element: number): MaybeMarks[] {
	const marks = Marks.of(args[operand]);
	marks.bits[element] = bitOf.made;
	return args.map((_, i) => (i === operand ? marks : null));
}

function* elements(args: readonly NDArray[]): Iterable<[operand: number, element: number]> {
	for (let operand = 0; operand < args.length; operand++)
		for (let element = 0; element < sizeOf(args[operand].shape); element++) yield [operand, element];
}

const seeds = [1, 2, 3, 4];

/** Taken whole, or of elements that matter seldom. */
const inexact =
	/^(is_finite|eq|ne|reduce_and|reduce_or|random_unwrap|sort int32|cholesky|triangular_solve|lu|qr|eigh)\b/;

describe('what the elements of a primitive’s results are made of', () => {
	it.each(cases())('$title: whatever changes it is among its sources', (each) => {
		for (const seed of seeds) {
			const { jaxpr, args, outs, dependence } = ran(each, seed);
			for (const [operand, element] of elements(args)) {
				const reached = dependence.forth(only(args, operand, element));
				for (const by of shifts) {
					const other = args.map((x, i) => (i === operand ? perturbed(x, element, by) : x));
					differences(outs, evalJaxpr(jaxpr, other) as NDArray[]).forEach((changed, result) => {
						const missed = changed.filter((at) => !reached[result]?.bits[at]);
						expect(missed, `operand ${operand}[${element}] by ${by}`).toEqual([]);
					});
				}
			}
		}
	});

	it.each(cases())('$title: back and forth say the same', (each) => {
		const { args, outs, dependence } = ran(each, 5);
		for (const [result, at] of elements(outs)) {
			const back = dependence.back(only(outs, result, at));
			for (const [operand, element] of elements(args)) {
				const forth = dependence.forth(only(args, operand, element));
				expect(back[operand]?.bits[element] ?? 0).toBe(forth[result]?.bits[at] ?? 0);
			}
		}
	});

	it.each(cases().filter(({ title }) => !inexact.test(title)))(
		'$title: what it is made of matters, what lost does not a little',
		(each) => {
			const idle = new Set<string>();
			const moved = new Set<string>();
			for (const seed of [...seeds, 6, 7, 8]) {
				const { jaxpr, args, outs, dependence } = ran(each, seed);
				for (const [operand, element] of elements(args)) {
					const reached = dependence.forth(only(args, operand, element));
					const changes = shifts.map((by) => {
						const other = args.map((x, i) => (i === operand ? perturbed(x, element, by) : x));
						return differences(outs, evalJaxpr(jaxpr, other) as NDArray[]);
					});
					reached.forEach((marks, result) =>
						marks?.bits.forEach((bits, at) => {
							const place = `${operand}[${element}] in ${result}[${at}]`;
							const tiny = changes[shifts.indexOf(1e-3)][result].includes(at);
							if (bits === bitOf.lost && isFloat(args[operand].dtype)) expect(tiny, place).toBe(false);
							if (!(bits & bitOf.made)) return;
							if (changes.some((change) => change[result].includes(at))) moved.add(place);
							else idle.add(place);
						})
					);
				}
			}
			expect([...idle].filter((place) => !moved.has(place))).toEqual([]);
		}
	);

	it('has a rule for every primitive, each of them tried but those of a named axis', () => {
		const tried = new Set<Primitive>(cases().flatMap((each) => [...primitivesIn(ran(each, 1).jaxpr)]));
		const untried = (Object.keys(dependRules) as Primitive[]).filter((name) => !tried.has(name));
		const spoken = ['all_gather', 'axis_index', 'pmax', 'pmin', 'ppermute', 'psum'];
		expect(untried.sort()).toEqual([...spoken, 'custom_lin', 'debug_print'].sort());
	});
});

function* primitivesIn(jaxpr: Jaxpr): Iterable<Primitive> {
	for (const eqn of jaxpr.eqns) {
		yield eqn.primitive;
		for (const inner of subJaxprs(eqn as Eqn)) yield* primitivesIn(inner);
	}
}
