import type { CaseKind, Dim, Exercise, Given } from '../exercise';
import { between, oneOf, randomOf, type Random } from './random';

/** Arguments that a program is tried on, and why these. */
export interface Case {
	readonly kind: CaseKind;
	readonly args: readonly Given[];
}

export type Sizes = { readonly [D in Dim]: number };

const sizes = [2, 3, 5];

/** Never as many rows as steps, so that a program that swaps them is found out. */
function sizesFor(kind: CaseKind, random: Random): Sizes {
	const N = kind === 'one-row' ? 1 : oneOf(random, sizes);
	if (kind === 'one-step') return { N, T: 1 };
	return {
		N,
		T: oneOf(
			random,
			[...sizes, 4].filter((size) => size !== N)
		)
	};
}

const whole = (random: Random): number => between(random, -9, 9);
const special: { readonly [K in CaseKind]?: number } = { nan: NaN, inf: Infinity, 'minus-inf': -Infinity };

/** `n` numbers in `rows` rows, of the kind. */
function numbers(kind: CaseKind, n: number, rows: number, random: Random): number[] {
	switch (kind) {
		case 'fractions':
			return Array.from({ length: n }, () => Math.fround(random() * 18 - 9));
		case 'equal':
			return new Array<number>(n).fill(oneOf(random, [-7, -3, 4, 6]));
		case 'decreasing':
			return decreasing(n / rows, rows, random);
		case 'negative':
			return Array.from({ length: n }, () => between(random, -9, -1));
		case 'large':
			return Array.from({ length: n }, () => oneOf(random, [-1e30, -65504, -1e-30, 0, 1e-30, 65504, 1e30]));
		default: {
			const drawn = Array.from({ length: n }, () => whole(random));
			const planted = special[kind];
			if (planted !== undefined && n > 0) drawn[between(random, 0, n - 1)] = planted;
			return drawn;
		}
	}
}

function decreasing(steps: number, rows: number, random: Random): number[] {
	return Array.from({ length: rows }, () => {
		let next = between(random, -2, 9);
		return Array.from({ length: steps }, () => (next -= between(random, 1, 3)));
	}).flat();
}

/** The data of an exercise's plan, the same for the same seed. */
export function casesOf(exercise: Exercise, seed: number): Case[] {
	const random = randomOf(seed);
	return exercise.plan.map((kind) => ({ kind, args: argumentsOf(exercise, kind, random) }));
}

/** Fresh random arguments of one kind. */
export function argumentsOf(
	{ parameters }: Exercise,
	kind: CaseKind,
	random: Random,
	size: Sizes = sizesFor(kind, random)
): Given[] {
	return parameters.map(({ dims }): Given => {
		const shape = dims.map((dim) => size[dim]);
		const dtype = kind === 'integers' ? 'int32' : 'float32';
		if (shape.length === 0)
			return { dtype: 'float32', shape, values: [Math.fround(between(random, -8, 8) / 4)] };
		const n = shape.reduce((product, length) => product * length, 1);
		const rows = dims[0] === 'N' ? size.N : 1;
		return { dtype, shape, values: numbers(kind, n, rows, random).map((value) => value + 0) };
	});
}
