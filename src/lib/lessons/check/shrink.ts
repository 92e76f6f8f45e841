import type { Dim, Given, Parameter } from '../exercise';

/**
 * The smallest arguments, found greedily, on which `fails` still holds: fewer rows, then fewer steps, then numbers nearer
 * to 0, 1 and -1. The same arguments give the same answer. At most `budget` calls of `fails`.
 */
export function shrink(
	parameters: readonly Parameter[],
	args: readonly Given[],
	fails: (args: readonly Given[]) => boolean,
	budget = 400
): readonly Given[] {
	let smallest = args;
	let left = budget;
	const accept = (candidate: readonly Given[]): boolean => {
		if (left-- <= 0 || !fails(candidate)) return false;
		smallest = candidate;
		return true;
	};
	for (let progress = true; progress && left > 0;) {
		const before = smallest;
		for (const dim of ['N', 'T'] as const) shorten(parameters, dim, () => smallest, accept);
		simplify(() => smallest, accept);
		progress = smallest !== before;
	}
	return smallest;
}

type Current = () => readonly Given[];
type Accept = (candidate: readonly Given[]) => boolean;

function shorten(parameters: readonly Parameter[], dim: Dim, current: Current, accept: Accept): void {
	const size = sizeAlong(parameters, dim, current());
	for (let at = 0; at < size && size > 1; at++) if (accept(taking(parameters, dim, current(), [at]))) return;
	for (let at = size - 1; at >= 0; at--) {
		const all = Array.from({ length: sizeAlong(parameters, dim, current()) }, (_, n) => n);
		if (all.length > 1)
			accept(
				taking(
					parameters,
					dim,
					current(),
					all.filter((n) => n !== at)
				)
			);
	}
}

function sizeAlong(parameters: readonly Parameter[], dim: Dim, args: readonly Given[]): number {
	const place = parameters.findIndex(({ dims }) => dims.includes(dim));
	return place < 0 ? 0 : args[place].shape[parameters[place].dims.indexOf(dim)];
}

/** The arguments with only these rows, or these steps. */
function taking(
	parameters: readonly Parameter[],
	dim: Dim,
	args: readonly Given[],
	kept: readonly number[]
): Given[] {
	return args.map((arg, n) => {
		const axis = parameters[n].dims.indexOf(dim);
		return axis < 0 ? arg : take(arg, axis, kept);
	});
}

function take({ dtype, shape, values }: Given, axis: number, kept: readonly number[]): Given {
	const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
	const outer = shape.slice(0, axis).reduce((product, size) => product * size, 1);
	const taken: number[] = [];
	for (let o = 0; o < outer; o++)
		for (const at of kept) {
			const from = (o * shape[axis] + at) * inner;
			taken.push(...values.slice(from, from + inner));
		}
	return { dtype, shape: shape.with(axis, kept.length), values: taken };
}

function simplify(current: Current, accept: Accept): void {
	current().forEach(({ values }, n) =>
		values.forEach((value, at) => {
			simpler(value).some((candidate) => {
				const arg = current()[n];
				return accept(current().with(n, { ...arg, values: arg.values.with(at, candidate) }));
			});
		})
	);
}

/** Numbers to try for one, the simplest first. */
function simpler(value: number): number[] {
	const better = [0, 1, -1].slice(0, [0, 1, -1].includes(value) ? [0, 1, -1].indexOf(value) : 3);
	if (!Number.isFinite(value) || Math.abs(value) <= 1) return better;
	const halves = [Math.trunc(value / 2), Math.trunc(value)].filter((half) => half !== value);
	return [...better, ...halves.filter((half) => Math.abs(half) > 1)];
}
