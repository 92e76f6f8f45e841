import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import '$lib/transforms/eval';
import { vmap } from '$lib/api/vmap/vmap';
import type { DType } from '$lib/array/dtype';
import type { NDArray } from '$lib/array/ndarray';
import { aval } from '$lib/core/aval';
import { tuple } from '$lib/core/containers';
import type { ScanParams, WhileParams } from '$lib/core/control';
import { withInterpreter, type Interpreter } from '$lib/core/interpreter';
import { Literal, Var, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import { scalar } from '$lib/core/ops';
import { keepScan } from '$lib/recording/keep-scan';
import { keepWhile } from '$lib/recording/keep-while';
import { wantedVars } from '$lib/recording/loop';
import { applyPrimitive } from '$lib/rules/apply';
import { compile, type Body } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';
import { generate } from '$lib/rules/generate';
import { Slot, slotsOf } from '$lib/rules/slot';
import { array, bodyPlans, scanOf } from '../support/bodies';
import { dataOf, jaxprOf, jaxprPlans, singles } from '../support/jaxprs';

const driverOf = (generateAfter: number): Driver => {
	const driver: Driver = { compile: (jaxpr) => compile(jaxpr, driver), spend: () => {}, generateAfter };
	return driver;
};
const asClosures = driverOf(Infinity);
const asCode = driverOf(0);

/** Numbers that tell NaN from NaN no more, and 0 from -0. */
const numbers = (data: ArrayLike<number>): number[] => Array.from(data);

/** What a body leaves in its results after each of several steps through its inputs' storage. */
function history(body: Body, jaxpr: Jaxpr, seed: number, steps: number): number[][] {
	jaxpr.invars.forEach((v, i) => {
		const entries = aval(v.aval.dtype, [slotsOf(v.aval) * steps]);
		body.ins[i].point(new Slot(dataOf(entries, seed + i)));
	});
	const seen: number[][] = [];
	for (let step = 0; step < steps; step++) {
		jaxpr.invars.forEach((v, i) => (body.ins[i].at = step * slotsOf(v.aval)));
		body.run();
		jaxpr.outs.forEach(({ aval: type }, i) => {
			const { data, at } = body.outs[i];
			seen.push(numbers(data.subarray(at, at + slotsOf(type))));
		});
	}
	return seen;
}

describe('generated code', () => {
	it('leaves what the kernels leave, for every dtype, operand form and special value', () => {
		fc.assert(
			fc.property(jaxprPlans, fc.integer(), (plan, seed) => {
				const jaxpr = jaxprOf(plan);
				const code = history(compile(jaxpr, asCode), jaxpr, seed, 3);
				expect(code).toEqual(history(compile(jaxpr, asClosures), jaxpr, seed, 3));
			}),
			{ numRuns: 400 }
		);
	});

	it('does so for every single operation', () => {
		for (const jaxpr of singles(64)) {
			const { primitive } = jaxpr.eqns[0];
			const code = history(compile(jaxpr, asCode), jaxpr, 1, 4);
			expect(code, primitive).toEqual(history(compile(jaxpr, asClosures), jaxpr, 1, 4));
		}
	});

	it('records what the closures record', () => {
		const lanes = fc.integer({ min: 1, max: 70 });
		fc.assert(
			fc.property(bodyPlans, lanes, fc.integer(), (plan, rows, seed) => {
				const steps = 4;
				const floats = (n: number, k: number): Float32Array =>
					dataOf(aval('float32', [n]), seed + k) as Float32Array;
				const { args, params } = caught(() =>
					vmap(scanOf(plan), { inAxes: tuple(0n, 0n, 0n, null) }).call([
						array([rows], floats(rows, 0)),
						array([rows], floats(rows, 1)),
						array([rows, steps], floats(rows * steps, 2)),
						array([], floats(1, 3))
					])
				);
				for (const wanted of [wantedVars(params.view), new Set<Var>()]) {
					const [code, closures] = [asCode, asClosures].map((d) => keepScan(args, params, wanted, d));
					for (const [v, { data }] of closures.tracks)
						expect(numbers(code.tracks.get(v)?.data ?? [])).toEqual(numbers(data));
					closures.results.forEach(({ data }, i) =>
						expect(numbers(code.results[i].data)).toEqual(numbers(data))
					);
				}
			}),
			{ numRuns: 60 }
		);
	});

	it('keeps up with a loop whose columns grow', () => {
		const kept = [asCode, asClosures].map((driver) => {
			const [i, x] = [new Var(aval('int32', [])), new Var(aval('float32', [5]))];
			const [j, y] = [new Var(i.aval), new Var(x.aval)];
			const [k, more] = [new Var(i.aval), new Var(aval('bool', []))];
			const body = [eqnOf('add', [i, literal(1, 'int32')], j), eqnOf('add', [x, x], y)];
			const params = {
				cond_jaxpr: jaxprWith([k, new Var(x.aval)], [eqnOf('lt', [k, literal(100, 'int32')], more)], [more]),
				body_jaxpr: jaxprWith([i, x], body, [j, y]),
				cond_nconsts: 0,
				body_nconsts: 0
			};
			const init = array([5], Float32Array.of(1e-45, -0, NaN, 3, -1e30));
			const loop = keepWhile([scalar(0, 'int32'), init], params as WhileParams, new Set([j, y]), driver);
			expect(loop.fault).toBeNull();
			return [...loop.carry, ...loop.tracks.values()].map(({ data }) => numbers(data));
		});
		expect(kept[0].some((data) => data.includes(Infinity) || data.includes(-Infinity))).toBe(true);
		expect(kept[0]).toEqual(kept[1]);
	});

	it('starts over where storage has been replaced', () => {
		const jaxpr = jaxprOf({ n: 4, steps: [{ op: 'neg', dtype: 2, a: 0, b: 0, c: 0 }], outs: [0], y: 2 });
		const body = compile(jaxpr, asCode);
		const first = history(body, jaxpr, 5, 2);
		const second = history(body, jaxpr, 6, 2);
		expect(second).not.toEqual(first);
		expect(second).toEqual(history(compile(jaxpr, asClosures), jaxpr, 6, 2));
	});

	it('is not made for a body of nothing but kernels', () => {
		const x = new Var(aval('float32', [3]));
		const step = { eqn: eqnOf('exp', [x], x), kernel: () => {}, ins: [], outs: [] };
		expect(generate([step], new Set())).toBeNull();
	});

	it('gives way to closures, once and for all, on a page that forbids it', async () => {
		vi.resetModules();
		const { compile: compileAgain } = await import('$lib/rules/compile');
		await (await import('$lib/parts/part')).loadAll();
		const forbidden = vi.fn(function () {
			throw new EvalError('Refused to evaluate a string as JavaScript');
		});
		vi.stubGlobal('Function', forbidden);
		try {
			for (let time = 0; time < 2; time++) {
				const x = new Var(aval('float32', [2]));
				const y = new Var(aval('float32', [2]));
				const jaxpr = jaxprWith([x], [eqnOf('mul', [x, x], y)], [y]);
				const body = compileAgain(jaxpr, asCode);
				body.ins[0].point({ data: Float32Array.of(3, 4), at: 0 });
				body.run();
				expect(numbers(body.outs[0].data)).toEqual([9, 16]);
			}
		} finally {
			vi.unstubAllGlobals();
		}
		expect(forbidden).toHaveBeenCalledTimes(1);
	});
});

const literal = (value: number, dtype: DType): Literal => new Literal(scalar(value, dtype));

const jaxprWith = (invars: readonly Var[], eqns: readonly Eqn[], outs: readonly Var[]): Jaxpr => ({
	constvars: [],
	invars,
	eqns,
	outs
});

const eqnOf = (primitive: 'add' | 'exp' | 'lt' | 'mul', inputs: Eqn['inputs'], out: Var): Eqn => ({
	primitive,
	inputs,
	params: {},
	outputs: [out],
	source: { span: null, frame: null }
});

/** The scan that `run` binds, as an evaluator is handed it. */
function caught(run: () => unknown): { args: readonly NDArray[]; params: ScanParams } {
	const found: { args: readonly NDArray[]; params: ScanParams }[] = [];
	const catcher: Interpreter = {
		eager: true,
		process: (primitive, args, params) => {
			const arrays = args as readonly NDArray[];
			if (primitive === 'scan') found.push({ args: arrays, params: params as ScanParams });
			return applyPrimitive(primitive, arrays, params, asClosures);
		}
	};
	withInterpreter(catcher, run);
	return found[0];
}

it('sees the special values it is meant to see', () => {
	const data = numbers(dataOf(aval('float32', [200]), 1));
	for (const special of [NaN, Infinity, -Infinity, -0, Math.fround(1e-45)])
		expect(data.some((x) => Object.is(x, special))).toBe(true);
});
