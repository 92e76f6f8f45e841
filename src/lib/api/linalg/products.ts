import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { broadcastTo } from '../broadcast';
import { index, isSequence, itemsOf } from '../arguments';
import { jitted1 } from '../jitted';
import { eye } from '../jnp/spaced';
import { matmul } from '../jnp/matmul';
import { dot } from '../jnp/products';
import { toValue } from '../values';
import { sideOf } from './matrices';
import { inv } from './solving';

/** `jnp.linalg.matrix_power`: repeated squaring; the inverse for negative powers. */
export function matrixPower(a: unknown, power: unknown): Value {
	const x = toValue(a, 'jnp.linalg.matrix_power');
	const n = index(power);
	sideOf(x, 'matrix_power');
	return jitted1('matrix_power', [n], (m) => powerOf(n < 0 ? inv(m) : m, Math.abs(n)), [x]);
}

function powerOf(x: Value, n: number): Value {
	const { shape, dtype } = avalOf(x);
	if (n === 0) return broadcastTo(eye(BigInt(shape[shape.length - 1]), null, 0n, dtype), shape);
	let base = x;
	let result: Value | null = null;
	for (let left = n; left > 0; left = Math.floor(left / 2)) {
		if (left % 2 === 1) result = result === null ? base : matmul(result, base);
		if (left > 1) base = matmul(base, base);
	}
	return result ?? x;
}

/** `jnp.linalg.multi_dot`: in the order that multiplies least. */
export function multiDot(arrays: unknown): Value {
	const parts = (isSequence(arrays) ? itemsOf(arrays) : []).map((part) =>
		toValue(part, 'jnp.linalg.multi_dot')
	);
	if (parts.length < 2) throw new ProgramError('ValueError', 'multi_dot requires at least two arrays');
	return chained(parts, costs(parts), 0, parts.length - 1);
}

/** Where to cut the chain i..j so that the fewest numbers are multiplied. */
function costs(parts: readonly Value[]): (i: number, j: number) => number {
	const sizes = parts.map((part, i) => {
		const { shape } = avalOf(part);
		if (shape.length === 1) return i === 0 ? [1, shape[0]] : [shape[0], 1];
		return shape;
	});
	const bounds = [sizes[0][0], ...sizes.map((size) => size[1])];
	const best = new Map<string, { cost: number; cut: number }>();
	const find = (i: number, j: number): { cost: number; cut: number } => {
		if (i === j) return { cost: 0, cut: i };
		const key = `${i} ${j}`;
		let found = best.get(key);
		for (let cut = i; !best.has(key) && cut < j; cut++) {
			const cost = find(i, cut).cost + find(cut + 1, j).cost + bounds[i] * bounds[cut + 1] * bounds[j + 1];
			if (!found || cost < found.cost) found = { cost, cut };
		}
		if (!found) throw new Error('internal: an empty chain of matrices');
		best.set(key, found);
		return found;
	};
	return (i, j) => find(i, j).cut;
}

function chained(
	parts: readonly Value[],
	cutOf: (i: number, j: number) => number,
	i: number,
	j: number
): Value {
	if (i === j) return parts[i];
	const cut = cutOf(i, j);
	return dot(chained(parts, cutOf, i, cut), chained(parts, cutOf, cut + 1, j));
}
