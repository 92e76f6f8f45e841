import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Kernel } from '$lib/array/kernel';
import { copier } from '$lib/array/kernels/copier';
import { dotGeneral, dotShape, plainDot, sideOf, type DotDims } from '$lib/array/kernels/dot';
import { map1 } from '$lib/array/kernels/elementwise';
import { hotArithmetic } from '$lib/array/kernels/hot-arithmetic';
import * as common from '$lib/array/kernels/xla-math';
import * as rarer from '$lib/array/kernels/xla-rarer';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import { signed, unsigned } from '$lib/array/wasm/assemble';
import { binary, broadcast } from '$lib/array/kernels/binary';
import { broadcastInDim } from '$lib/array/kernels/strided';
import { pairwiseKernel } from '$lib/array/wasm/binary';
import { elementary, type Elementary } from '$lib/array/wasm/elementary';
import { stridedKernel } from '$lib/array/wasm/strided';
import { elementaryKernel } from '$lib/array/wasm/unary';
import { run, runInScratch } from './run';

const special = [
	...[
		NaN,
		Infinity,
		-Infinity,
		0,
		-0,
		1e-45,
		-1e-45,
		1e-40,
		-1e-40,
		2 ** -126,
		-(2 ** -126),
		3.4e38,
		-3.4e38
	],
	...[
		1,
		-1,
		0.5,
		-0.5,
		0.0004,
		-0.0004,
		Math.SQRT2 - 1,
		Math.SQRT1_2,
		7.9988117,
		-7.9988117,
		3.8325068,
		20,
		-20
	],
	...[88.7, 88.72283, 88.8, 88.80001, 89, 128, -87.33653, -87.33654, -87.33655, -103, -104, 1e10, -1e10]
].map(Math.fround);

/** Any bits, ordinary sizes, special values. */
const float = fc.oneof(
	fc.float(),
	fc.float({ min: -10, max: 10, noNaN: true }),
	fc.float({ min: -100, max: 100, noNaN: true }),
	fc.constantFrom(...special)
);

/** Bits of the numbers; every NaN the same, as JavaScript sees them. */
const bits = (x: NDArray): number[] =>
	Array.from(new Int32Array(Float32Array.from(x.data).buffer), (word, i) =>
		x.data[i] !== x.data[i] ? NaN : word
	);

const vector = (values: readonly number[]): NDArray =>
	new NDArray('float32', [values.length], Float32Array.from(values));

const xla = { ...common, ...rarer };

function made(kernel: Kernel | null): Kernel {
	if (!kernel) throw new Error('WebAssembly with vectors is wanted here');
	return kernel;
}

const functions = Object.keys(elementary) as Elementary[];

function sameFunction(op: Elementary, values: readonly number[]): void {
	const n = values.length;
	const ins = [vector(values)];
	const fast = made(elementaryKernel(op, n));
	const plain = bits(run(map1(n, xla[op]), ins, 'float32', [n]));
	expect(bits(run(fast, ins, 'float32', [n]))).toEqual(plain);
	expect(bits(runInScratch(fast, ins, [n]))).toEqual(plain);
}

describe('elementary functions through WebAssembly have the bits of the plain ones', () => {
	it.each(functions)('%s of special values', (op) => sameFunction(op, special));

	it.each(functions)('%s of any values', (op) => {
		const values = fc.array(float, { minLength: 8, maxLength: 80 });
		fc.assert(fc.property(values, (x) => sameFunction(op, x)));
	});

	it.each(functions)('%s of more values than are taken at once', (op) => {
		const sizes = Float32Array.from({ length: 9001 }, (_, i) => (i - 4500) / 47);
		sameFunction(op, [...sizes]);
	});
});

interface DotCase {
	readonly lhs: NDArray;
	readonly rhs: NDArray;
	readonly dims: DotDims;
}

/** Axis sizes by role, and each operand's axes in any order. */
const dotCase: fc.Arbitrary<DotCase> = fc
	.record({
		batch: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 1 }),
		inner: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 2 }),
		left: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }),
		right: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 2 })
	})
	.chain(({ batch, inner, left, right }) =>
		fc.record({ lhs: operand(batch, inner, left), rhs: operand(batch, inner, right) })
	)
	.map(({ lhs, rhs }) => ({
		lhs: lhs.array,
		rhs: rhs.array,
		dims: { contracting: [lhs.inner, rhs.inner], batch: [lhs.batch, rhs.batch] }
	}));

function operand(batch: number[], inner: number[], free: number[]) {
	const sizes = [...batch, ...inner, ...free];
	const order = fc.shuffledSubarray([...sizes.keys()], { minLength: sizes.length });
	const size = sizeOf(sizes);
	const numbers = fc.array(float, { minLength: size, maxLength: size });
	return fc.tuple(order, numbers).map(([axes, data]) => ({
		array: new NDArray(
			'float32',
			axes.map((axis) => sizes[axis]),
			Float32Array.from(data)
		),
		batch: batch.map((_, i) => axes.indexOf(i)),
		inner: inner.map((_, i) => axes.indexOf(batch.length + i))
	}));
}

function sameDot({ lhs, rhs, dims }: DotCase): void {
	const { contracting, batch } = dims;
	const shape = dotShape(lhs.shape, rhs.shape, dims);
	const left = sideOf(lhs.shape, contracting[0], batch[0]);
	const right = sideOf(rhs.shape, contracting[1], batch[1]);
	const fast = dotGeneral('float32', lhs.shape, rhs.shape, dims);
	const expected = bits(naiveDot(lhs, rhs, dims, shape));
	expect(bits(run(plainDot(left, right), [lhs, rhs], 'float32', shape))).toEqual(expected);
	expect(bits(run(fast, [lhs, rhs], 'float32', shape))).toEqual(expected);
	expect(bits(runInScratch(fast, [lhs, rhs], shape))).toEqual(expected);
}

/** By the definition: one product after another, the sum rounded each time. */
function naiveDot(lhs: NDArray, rhs: NDArray, { contracting, batch }: DotDims, shape: number[]): NDArray {
	const left = sideOf(lhs.shape, contracting[0], batch[0]);
	const right = sideOf(rhs.shape, contracting[1], batch[1]);
	const sums: number[] = [];
	left.batch.forEach((p, b) => {
		for (const i of left.free)
			for (const j of right.free) {
				let sum = 0;
				left.inner.forEach((k, at) => {
					sum = Math.fround(sum + lhs.data[p + i + k] * rhs.data[right.batch[b] + j + right.inner[at]]);
				});
				sums.push(sum);
			}
	});
	return new NDArray('float32', shape, Float32Array.from(sums));
}

describe('dot_general through WebAssembly has the bits of the plain one', () => {
	it('for operands of any layout', () => fc.assert(fc.property(dotCase, sameDot), { numRuns: 300 }));

	it.each([1, 2, 3, 7, 16, 17, 31])('for %i columns', (columns) => {
		const wave = (shape: number[], step: number): NDArray =>
			new NDArray(
				'float32',
				shape,
				Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(step * i))
			);
		const dims: DotDims = { contracting: [[1], [1]], batch: [[], []] };
		sameDot({ lhs: wave([16, 33], 3), rhs: wave([columns, 33], 5), dims });
	});
});

const pairs = ['add', 'sub', 'mul', 'div', 'max', 'min'] as const;

describe('arithmetic through WebAssembly has the bits of the plain loops', () => {
	const form = fc.constantFrom('full' as const, 'scalar' as const, 'scalarFirst' as const);

	it.each(pairs)('%s', (op) => {
		const operands = fc.array(float, { minLength: 300, maxLength: 300 });
		fc.assert(
			fc.property(operands, operands, form, (x, y, which) => samePair(op, which, x, y)),
			{ numRuns: 40 }
		);
	});

	it.each([4, 15, 16, 17, 63, 66])('of %i numbers', (n) => {
		const wave = Array.from({ length: n }, (_, i) => Math.sin(i));
		for (const op of pairs)
			for (const which of ['full', 'scalar', 'scalarFirst'] as const)
				samePair(op, which, wave, wave.toReversed());
	});

	it.each(pairs)('%s of more numbers than are taken at once', (op) => {
		const wave = Array.from({ length: 9001 }, (_, i) => Math.sin(i));
		samePair(op, 'full', wave, wave.toReversed());
	});
});

function samePair(
	op: (typeof pairs)[number],
	form: 'full' | 'scalar' | 'scalarFirst',
	x: readonly number[],
	y: readonly number[]
): void {
	const n = x.length;
	const [a, b] = [form === 'scalarFirst', form === 'scalar'];
	const ins = [vector(a ? x.slice(0, 1) : x), vector(b ? y.slice(0, 1) : y)];
	const plain = bits(run(hotArithmetic[op][form](n), ins, 'float32', [n]));
	if (n >= 256) expect(bits(run(made(pairwiseKernel(op, n, a, b)), ins, 'float32', [n]))).toEqual(plain);
	expect(bits(runInScratch(binary(op, 'float32', n, a, b), ins, [n]))).toEqual(plain);
}

describe('operands with stretched axes through WebAssembly', () => {
	const axis = fc.integer({ min: 1, max: 9 });
	const stretched = fc.tuple(axis, axis, axis).chain((shape) => {
		const own = fc
			.tuple(fc.boolean(), fc.boolean(), fc.boolean())
			.map((ones) => shape.map((n, i) => (ones[i] ? 1 : n)));
		return fc.record({ shape: fc.constant(shape), a: own, b: own, op: fc.constantFrom(...pairs) });
	});

	it('have the bits of copied ones', () => {
		fc.assert(
			fc.property(stretched, ({ shape, a, b, op }) => {
				const wave = (own: number[], step: number): NDArray =>
					new NDArray(
						'float32',
						own,
						Float32Array.from({ length: sizeOf(own) }, (_, i) => Math.sin(step * i))
					);
				const full = (x: NDArray): Kernel => broadcastInDim('float32', x.shape, shape, [0, 1, 2]);
				const ins = [wave(a, 3), wave(b, 5)];
				const copies = ins.map((x) => run(full(x), [x], 'float32', shape));
				const expected = bits(run(binary(op, 'float32', sizeOf(shape)), copies, 'float32', shape));
				const otherwise: Kernel = (views, outs) => {
					const wide = views.map((_, i) => ({ data: copies[i].data, at: 0 }));
					binary(op, 'float32', sizeOf(shape))(wide, outs);
				};
				const fast = broadcast(op, 'float32', shape, [a, b], otherwise);
				expect(bits(runInScratch(fast, ins, shape))).toEqual(expected);
			}),
			{ numRuns: 400 }
		);
	});
});

describe('strided copies through WebAssembly', () => {
	it.each([
		[
			'transposed',
			[
				{ n: 20, stride: 1 },
				{ n: 17, stride: 20 }
			],
			0
		],
		[
			'rows repeated',
			[
				{ n: 30, stride: 0 },
				{ n: 19, stride: 1 }
			],
			0
		],
		[
			'numbers repeated',
			[
				{ n: 30, stride: 1 },
				{ n: 19, stride: 0 }
			],
			0
		],
		['back to front', [{ n: 350, stride: -1 }], 349],
		[
			'transposed in fours',
			[
				{ n: 3, stride: 96 },
				{ n: 8, stride: 1 },
				{ n: 12, stride: 8 }
			],
			5
		],
		[
			'transposed in fours, a part',
			[
				{ n: 16, stride: 1 },
				{ n: 20, stride: 30 }
			],
			2
		],
		[
			'three axes, a part',
			[
				{ n: 5, stride: 100 },
				{ n: 9, stride: 11 },
				{ n: 7, stride: 1 }
			],
			1
		]
	])('%s', (_, axes, offset) => {
		const x = vector(Array.from({ length: 620 }, (_, i) => Math.sin(i)));
		const shape = axes.map(({ n }) => n);
		const strides = axes.map(({ stride }) => stride);
		const copy = copier('float32', shape, strides);
		const plain: Kernel = ([from], [to]) => copy(from.data, from.at + offset, to.data, to.at);
		const expected = bits(run(plain, [x], 'float32', shape));
		const never: Kernel = () => {
			throw new Error('the plain loop was called');
		};
		expect(bits(runInScratch(stridedKernel(axes, offset, never), [x], shape))).toEqual(expected);
		const fast = stridedKernel(axes, offset, shape.reduce((n, m) => n * m) < 256 ? plain : never);
		expect(bits(run(fast, [x], 'float32', shape))).toEqual(expected);
	});
});

describe('without WebAssembly', () => {
	afterEach(() => {
		vi.unstubAllGlobals();
		vi.resetModules();
	});

	it.each([
		['missing', undefined],
		['forbidden', { ...WebAssembly, Memory: WebAssembly.Memory, Module: forbidden }]
	])('%s: the plain loops answer', async (_, stub) => {
		vi.resetModules();
		vi.stubGlobal('WebAssembly', stub);
		const { elementaryKernel } = await import('$lib/array/wasm/unary');
		const { unary } = await import('$lib/array/kernels/unary');
		await (await import('$lib/parts/part')).loadAll();
		expect(elementaryKernel('tanh', 100)).toBeNull();
		const x = vector(special);
		const plain = run(map1(special.length, xla.tanh), [x], 'float32', x.shape);
		expect(bits(run(unary('tanh', 'float32', special.length), [x], 'float32', x.shape))).toEqual(bits(plain));
	});
});

function forbidden(): never {
	throw new EvalError('refused by the content security policy');
}

describe('LEB128', () => {
	it('of lengths and of constants', () => {
		expect(unsigned(624485)).toEqual([0xe5, 0x8e, 0x26]);
		expect(signed(-123456)).toEqual([0xc0, 0xbb, 0x78]);
		expect([signed(63), signed(64), signed(-64), signed(-65)]).toEqual([
			[63],
			[0xc0, 0],
			[0x40],
			[0xbf, 0x7f]
		]);
	});
});
