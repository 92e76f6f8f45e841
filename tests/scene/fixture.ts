import type { Shape } from '$lib/array/shape';
import { allocate, type DType } from '$lib/array/dtype';
import { stridesOf, sizeOf } from '$lib/array/shape';
import { eqnIndex, loopIndex } from '$lib/recording/moment';
import type { Column, Equation, Loop, Operand, RoleName } from '$lib/recording/recording';
import { fourRows, runningMax, worked } from '../support/fixture';
import { returnsOf } from '../support/returns';

/** Loops made by hand, without the engine, in all the forms that the stage has to draw. */

type Value = readonly number[];

interface LeafSpec {
	readonly name: string;
	readonly shape?: Shape;
	readonly dtype?: DType;
	readonly shared?: boolean;
}

interface EqnSpec {
	readonly primitive: string;
	readonly operator?: string;
	readonly infix?: boolean;
	readonly name?: string;
	readonly shape?: Shape;
	readonly dtype?: DType;
	readonly operands: readonly Operand[];
	readonly becomes?: Equation['becomes'];
}

interface LoopSpec {
	readonly lanes: readonly number[];
	readonly length: number;
	readonly reverse?: boolean;
	readonly carry: readonly LeafSpec[];
	readonly xs: readonly LeafSpec[];
	readonly ys: readonly LeafSpec[];
	readonly eqns: readonly EqnSpec[];
	readonly roles?: readonly RoleName[];
	readonly init: (lane: number) => readonly Value[];
	readonly x: (step: number, lane: number) => readonly Value[];
	/** One lane's step. */
	readonly body: (
		carry: readonly Value[],
		x: readonly Value[]
	) => { readonly carry: readonly Value[]; readonly ys: readonly Value[]; readonly eqns: readonly Value[] };
}

/** A column of values by entry and lane; a shared one keeps lane 0's. */
function columnOf(
	spec: LeafSpec | EqnSpec,
	sizes: readonly number[],
	values: readonly (readonly Value[])[]
): Column {
	const shape = spec.shape ?? [];
	const dtype = spec.dtype ?? 'float32';
	const shared = 'shared' in spec && spec.shared === true;
	const lanes = sizeOf(sizes);
	const size = sizeOf(shape);
	const across = shared ? 1 : lanes;
	const data = allocate(dtype, Math.max(1, values.length * across * size));
	values.forEach((byLane, entry) =>
		byLane.slice(0, across).forEach((value, lane) => data.set(value, (entry * across + lane) * size))
	);
	return {
		dtype,
		shape,
		weak: false,
		shared,
		data,
		offset: 0,
		stepStride: across * size,
		laneStrides: stridesOf(sizes).map((stride) => (shared ? 0 : stride * size)),
		strides: stridesOf(shape)
	};
}

export function loopFrom(spec: LoopSpec): Loop {
	const lanes = sizeOf(spec.lanes);
	const each = Array.from({ length: lanes }, (_, lane) => runLane(spec, lane));
	const gather = (part: 'carry' | 'xs' | 'ys' | 'eqns', leaf: number): Value[][] => {
		const entries = each[0][part].length;
		return Array.from({ length: entries }, (_, entry) => each.map((lane) => lane[part][entry][leaf]));
	};
	const leaves = (part: 'carry' | 'xs' | 'ys', specs: readonly LeafSpec[]): Loop['carry'] =>
		specs.map((leaf, k) => ({ name: leaf.name, column: columnOf(leaf, spec.lanes, gather(part, k)) }));
	const eqns = spec.eqns.map((eqn, k) => equationOf(eqn, k, columnOf(eqn, spec.lanes, gather('eqns', k))));
	return {
		index: loopIndex(0),
		within: [],
		eqn: null,
		kind: 'scan',
		name: 'step',
		call: null,
		body: null,
		path: [],
		length: spec.length,
		recorded: spec.length,
		reverse: spec.reverse ?? false,
		axes: spec.lanes.map((size) => ({ name: 'per_row', size })),
		lanes,
		carry: leaves('carry', spec.carry),
		xs: leaves('xs', spec.xs),
		ys: leaves('ys', spec.ys),
		closed: [],
		active: null,
		eqns,
		reusedKeys: [],
		returns: returnsOf(eqns, spec.carry.length, spec.ys.length),
		roles: spec.roles ?? []
	};
}

interface LaneRun {
	readonly carry: (readonly Value[])[];
	readonly xs: (readonly Value[])[];
	readonly ys: (readonly Value[])[];
	readonly eqns: (readonly Value[])[];
}

function runLane(spec: LoopSpec, lane: number): LaneRun {
	const run: LaneRun = { carry: [spec.init(lane)], xs: [], ys: [], eqns: [] };
	for (let step = 0; step < spec.length; step++) {
		const x = spec.x(step, lane);
		const made = spec.body(run.carry[step], x);
		run.xs.push(x);
		run.carry.push(made.carry);
		run.ys.push(made.ys);
		run.eqns.push(made.eqns);
	}
	return run;
}

function equationOf(spec: EqnSpec, index: number, result: Column): Equation {
	return {
		index: eqnIndex(index),
		primitive: spec.primitive,
		operator: { text: spec.operator ?? spec.primitive, infix: spec.infix ?? false },
		span: { from: 100 + 10 * index, to: 108 + 10 * index, line: index + 1, column: 0 },
		text: spec.name ?? spec.primitive,
		name: spec.name ?? null,
		operands: spec.operands,
		becomes: spec.becomes ?? [],
		indexing: null,
		calls: [],
		loops: [],
		results: [result]
	};
}

export const carryLeaf = (leaf: number): Operand => ({ kind: 'carry', leaf });
export const xLeaf = (leaf: number): Operand => ({ kind: 'x', leaf });
export const made = (eqn: number): Operand => ({ kind: 'equation', eqn: eqnIndex(eqn), result: 0 });

export const literal = (value: number, dtype: DType = 'float32'): Operand => {
	const data = allocate(dtype, 1);
	data[0] = value;
	return {
		kind: 'literal',
		column: {
			dtype,
			shape: [],
			weak: true,
			shared: true,
			data,
			offset: 0,
			stepStride: 0,
			laneStrides: [],
			strides: []
		}
	};
};

const toCarry = (leaf: number): Equation['becomes'] => [{ role: 'carry', leaf }];
const toBoth = (leaf: number): Equation['becomes'] => [...toCarry(leaf), { role: 'y', leaf: 0 }];

/** A number between -1 and 1 that depends on nothing but its place. */
const wave = (step: number, lane: number, k = 0): number =>
	Math.fround(Math.sin(1.7 * step + 0.9 * lane + 2.3 * k));

const f = Math.fround;

function running(
	primitive: 'max' | 'add',
	lanes: readonly number[],
	length: number,
	x: (step: number, lane: number) => number,
	more: Partial<LoopSpec> = {}
): Loop {
	const of = primitive === 'max' ? Math.max : (a: number, b: number) => f(a + b);
	return loopFrom({
		lanes,
		length,
		carry: [{ name: 'carry' }],
		xs: [{ name: 'x' }],
		ys: [{ name: 'y' }],
		eqns: [
			{
				primitive,
				operator: primitive === 'max' ? 'max' : '+',
				infix: primitive === 'add',
				name: 'new',
				operands: [carryLeaf(0), xLeaf(0)],
				becomes: toBoth(0)
			}
		],
		init: () => [[primitive === 'max' ? -Infinity : 0]],
		x: (step, lane) => [[x(step, lane)]],
		body: ([carry], [one]) => {
			const next = [of(carry[0], one[0])];
			return { carry: [next], ys: [next], eqns: [next] };
		},
		...more
	});
}

const digit = (step: number, lane: number): number => (7 * step + 3 * lane + ((step * step) % 5)) % 10;

/** `(total, count)` with the mean as y; the count is the same in every lane. */
const runningMean = (shared: boolean): Loop =>
	loopFrom({
		lanes: [3],
		length: 6,
		carry: [{ name: 'total' }, { name: 'count', dtype: 'int32', shared }],
		xs: [{ name: 'x' }],
		ys: [{ name: 'mean' }],
		eqns: [
			{
				primitive: 'add',
				operator: '+',
				infix: true,
				name: 'total',
				operands: [carryLeaf(0), xLeaf(0)],
				becomes: toCarry(0)
			},
			{
				primitive: 'add',
				operator: '+',
				infix: true,
				name: 'count',
				dtype: 'int32',
				operands: [carryLeaf(1), literal(1, 'int32')],
				becomes: toCarry(1)
			},
			{
				primitive: 'div',
				operator: '÷',
				infix: true,
				name: 'mean',
				operands: [made(0), made(1)],
				becomes: [{ role: 'y', leaf: 0 }]
			}
		],
		init: () => [[0], [0]],
		x: (step, lane) => [[digit(step, lane)]],
		body: ([total, count], [x]) => {
			const next = [[f(total[0] + x[0])], [count[0] + 1]];
			const mean = [f(next[0][0] / next[1][0])];
			return { carry: next, ys: [mean], eqns: [...next, mean] };
		}
	});

/** `h = tanh(w * h + x)` over vectors, the sum as y. */
const recurrent = (lanes: number, length: number, size: number): Loop =>
	loopFrom({
		lanes: [lanes],
		length,
		carry: [{ name: 'h', shape: [size] }],
		xs: [{ name: 'x', shape: [size] }],
		ys: [{ name: 'y' }],
		eqns: [
			{ primitive: 'mul', operator: '×', infix: true, shape: [size], operands: [literal(0.8), carryLeaf(0)] },
			{
				primitive: 'add',
				operator: '+',
				infix: true,
				name: 'z',
				shape: [size],
				operands: [made(0), xLeaf(0)]
			},
			{ primitive: 'tanh', name: 'h', shape: [size], operands: [made(1)], becomes: toCarry(0) },
			{ primitive: 'reduce_sum', operator: 'sum', operands: [made(2)], becomes: [{ role: 'y', leaf: 0 }] }
		],
		init: () => [Array<number>(size).fill(0)],
		x: (step, lane) => [Array.from({ length: size }, (_, k) => wave(step / 3, lane, k))],
		body: ([h], [x]) => {
			const scaled = h.map((value) => f(0.8 * value));
			const z = scaled.map((value, k) => f(value + x[k]));
			const next = z.map((value) => f(Math.tanh(value)));
			const sum = [f(next.reduce((a, b) => a + b, 0))];
			return { carry: [next], ys: [sum], eqns: [scaled, z, next, sum] };
		}
	});

/** A matrix carry and a boolean beside it. */
const matrix = (): Loop =>
	loopFrom({
		lanes: [2],
		length: 5,
		carry: [
			{ name: 'state.m', shape: [3, 4] },
			{ name: 'state.ok', dtype: 'bool' }
		],
		xs: [{ name: 'x' }],
		ys: [{ name: 'flag', dtype: 'bool' }],
		eqns: [
			{
				primitive: 'add',
				operator: '+',
				infix: true,
				name: 'm',
				shape: [3, 4],
				operands: [carryLeaf(0), xLeaf(0)],
				becomes: toCarry(0)
			},
			{
				primitive: 'gt',
				operator: '>',
				infix: true,
				name: 'ok',
				dtype: 'bool',
				operands: [xLeaf(0), literal(0)],
				becomes: toBoth(1)
			}
		],
		init: () => [Array.from({ length: 12 }, (_, k) => wave(k, 1)), [1]],
		x: (step, lane) => [[wave(step, lane)]],
		body: ([m], [x]) => {
			const next = m.map((value) => f(value + x[0]));
			const ok = [x[0] > 0 ? 1 : 0];
			return { carry: [next, ok], ys: [ok], eqns: [next, ok] };
		}
	});

/** `a, b = b, a + b` with `xs=None`: two carries, no x. */
const fibonacci = (): Loop =>
	loopFrom({
		lanes: [],
		length: 12,
		carry: [
			{ name: 'a', dtype: 'int32' },
			{ name: 'b', dtype: 'int32' }
		],
		xs: [],
		ys: [{ name: 'y', dtype: 'int32' }],
		eqns: [
			{
				primitive: 'add',
				operator: '+',
				infix: true,
				dtype: 'int32',
				operands: [carryLeaf(0), carryLeaf(1)],
				becomes: toCarry(1)
			}
		],
		init: () => [[0], [1]],
		x: () => [],
		body: ([a, b]) => ({ carry: [b, [a[0] + b[0]]], ys: [a], eqns: [[a[0] + b[0]]] })
	});

/** `alpha * carry + (1 - alpha) * x`, floats of many digits. */
const ema = (lanes: number, length: number): Loop =>
	loopFrom({
		lanes: [lanes],
		length,
		carry: [{ name: 'mean' }],
		xs: [{ name: 'x' }],
		ys: [{ name: 'y' }],
		eqns: [
			{ primitive: 'mul', operator: '×', infix: true, operands: [literal(0.9), carryLeaf(0)] },
			{ primitive: 'mul', operator: '×', infix: true, operands: [literal(0.1), xLeaf(0)] },
			{
				primitive: 'add',
				operator: '+',
				infix: true,
				name: 'mean',
				operands: [made(0), made(1)],
				becomes: toBoth(0)
			}
		],
		init: () => [[0]],
		x: (step, lane) => [[wave(step, lane)]],
		body: ([mean], [x]) => {
			const parts = [[f(f(0.9) * mean[0])], [f(f(0.1) * x[0])]];
			const next = [f(parts[0][0] + parts[1][0])];
			return { carry: [next], ys: [next], eqns: [...parts, next] };
		}
	});

/** The log of a shrinking number: NaN from some step on. */
const breaking = (): Loop =>
	running('add', [24], 40, (step, lane) =>
		lane === 9 && step === 20 ? NaN : lane === 15 && step > 30 ? Infinity : wave(step, lane)
	);

/** A while loop whose second lane ends after two steps. */
const ending = (): Loop => {
	const loop = running('add', [2], 5, () => 1);
	const data = Uint8Array.from([1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0]);
	const active: Column = { ...loop.carry[0].column, dtype: 'bool', data, stepStride: 2, laneStrides: [1] };
	return { ...loop, kind: 'while_loop', active };
};

/** By name, as the pictures and the properties go through them. */
export const loops: { readonly [name: string]: () => Loop } = {
	worked: () => runningMax(worked).loops[0],
	fourRows: () => runningMax(fourRows).loops[0],
	tuple: () => runningMean(false),
	shared: () => runningMean(true),
	vector: () => recurrent(3, 8, 6),
	matrix,
	fibonacci,
	ema: () => ema(4, 16),
	none: () => running('max', [2], 0, digit),
	one: () => running('max', [2], 1, digit),
	single: () => running('add', [], 6, digit),
	reverse: () => running('add', [2], 5, digit, { reverse: true }),
	nested: () => running('max', [2, 3], 4, digit),
	six: () => running('add', [6], 16, digit),
	ten: () => running('max', [10], 12, digit),
	long: () => running('add', [2], 200, digit),
	many: () => running('add', [32], 64, (step, lane) => wave(step / 4, lane)),
	manyVectors: () => recurrent(48, 160, 6),
	breaking,
	ending
};
