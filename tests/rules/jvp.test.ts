import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '$lib/session/whole';
import '$lib/transforms/eval';
import { NDArray } from '$lib/array/ndarray';
import { bind1, bind, type Value } from '$lib/core/interpreter';
import type { Primitive } from '$lib/core/primitive';
import { jvpRules } from '$lib/rules/jvp';
import { transposeRules } from '$lib/rules/transpose';
import { jvp } from '$lib/transforms/jvp';
import { cases, directionsOf, pointsOf, type Case } from './derivative-cases';
import { flatData, gap, slopeAlong } from './numeric';

const runs = { numRuns: 12 };
const array = (...data: number[]) => new NDArray('float32', [data.length], Float32Array.from(data));

function pushed(each: Case, x: readonly Value[], t: readonly Value[]): number[] {
	const { outs, tangents } = jvp((...args) => ({ outs: each.apply(args), aux: [] }), x, t);
	return outs.flatMap((out, i) => {
		const tangent = tangents[i];
		return tangent === null ? flatData([out]).map(() => 0) : flatData([tangent]);
	});
}

/** What has no derivative: it gives integers, booleans or keys, or JAX has none for it. */
const flat: readonly Primitive[] = [
	...([
		'is_finite',
		'not',
		'population_count',
		'clz',
		'nextafter',
		'eq',
		'ne',
		'lt',
		'le',
		'gt',
		'ge'
	] as const),
	...(['and', 'or', 'xor', 'shift_left', 'shift_right_logical', 'shift_right_arithmetic'] as const),
	...(['reduce_and', 'reduce_or', 'argmax', 'argmin', 'bitcast_convert_type', 'iota', 'axis_index'] as const),
	...([
		'random_seed',
		'random_wrap',
		'random_unwrap',
		'random_bits',
		'random_split',
		'random_fold_in'
	] as const),
	...(['random_clone', 'zeta', 'pmax', 'pmin', 'igamma_grad_a', 'random_gamma_grad', 'debug_print'] as const)
];

/** Whose derivatives are held against finite differences in a file of their own: in tests/api, tests/transforms. */
const elsewhere: readonly Primitive[] = [
	...(['cholesky', 'triangular_solve', 'lu', 'qr', 'svd', 'eigh'] as const),
	...(['scan', 'while', 'cond', 'jit', 'remat2', 'custom_jvp_call', 'custom_vjp_call', 'custom_lin'] as const)
];

it('has a case for every primitive with a derivative', () => {
	const there = new Set([...flat, ...elsewhere, ...cases.map(({ title }) => title.split(' ', 1)[0])]);
	expect(Object.keys(jvpRules).filter((name) => !there.has(name))).toEqual([]);
});

describe('pushing tangents forward', () => {
	it.each(cases)('$title: as finite differences say', (each) => {
		fc.assert(
			fc.property(pointsOf(each), directionsOf(each), (x, t) => {
				const expected = slopeAlong((at) => each.apply(at), x, t, 4e-3);
				const constant = each.title.startsWith('stop_gradient');
				expect(gap(pushed(each, x, t), constant ? expected.map(() => 0) : expected)).toBeLessThan(5e-3);
			}),
			runs
		);
	});

	it('shares a tie', () => {
		const one = array(1, 2);
		const tangents = (f: (x: Value, y: Value) => Value, x: Value, y: Value, t: Value): number[] =>
			flatData(
				jvp((a, b) => ({ outs: [f(a, b)], aux: [] }), [x, y], [t, null]).tangents.filter((v) => v !== null)
			);
		const max = (x: Value, y: Value): Value => bind1('max', [x, y], {});
		expect(tangents(max, one, array(1, 3), array(1, 1))).toEqual([0.5, 0]);
		const top = (x: Value): Value => bind1('reduce_max', [x], { axes: [0] });
		expect(tangents(top, array(2, 2), one, array(1, 0))).toEqual([0.5]);
	});

	it('takes the slope of abs at 0 to be 1, as JAX does', () => {
		const { tangents } = jvp((x) => ({ outs: [bind1('abs', [x], {})], aux: [] }), [array(0)], [array(1)]);
		expect(tangents.map((t) => t && flatData([t]))).toEqual([[1]]);
	});

	it('makes no tangent where nothing varies', () => {
		const f = (x: Value): Value[] => [bind1('lt', [x, x], {}), ...bind('floor', [x], {})];
		const { tangents } = jvp((x) => ({ outs: f(x), aux: [] }), [array(1.5)], [array(1)]);
		expect(tangents).toEqual([null, null]);
	});

	it('has a rule for every primitive, and so has going back', () => {
		const names = Object.keys(jvpRules) as Primitive[];
		expect(Object.keys(transposeRules).sort()).toEqual(names.sort());
	});
});
