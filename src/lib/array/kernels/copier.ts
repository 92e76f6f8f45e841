import type { Data, DType } from '../dtype';
import { wordsOf } from '../dtype';
import { stridesOf, type Shape } from '../shape';

/** Copies a block: its first element from slot `p` of `x` to slot `r` of `z`. */
export type Copier = (x: Data, p: number, z: Data, r: number) => void;

interface Axis {
	n: number;
	from: number;
	to: number;
}

/** Axes of size 1 dropped, neighbours that walk on evenly in both arrays joined. */
export function joined(shape: Shape, from: readonly number[], to: readonly number[]): Axis[] {
	const axes: Axis[] = [];
	for (let i = 0; i < shape.length; i++) {
		if (shape[i] === 1) continue;
		const axis = { n: shape[i], from: from[i], to: to[i] };
		const last = axes.at(-1);
		if (last !== undefined && last.from === axis.from * axis.n && last.to === axis.to * axis.n)
			axes[axes.length - 1] = { n: last.n * axis.n, from: axis.from, to: axis.to };
		else axes.push(axis);
	}
	return axes;
}

/** A key's two words are one more axis. */
function inSlots(dtype: DType, shape: Shape, strides: readonly number[]): number[] {
	const words = wordsOf(dtype);
	return words === 1 ? [...strides] : [...strides.map((s) => s * words), 1];
}

/** Copies the elements of `shape`, walking input and output by their own strides (in elements). */
export function copier(
	dtype: DType,
	shape: Shape,
	from: readonly number[],
	to: readonly number[] = stridesOf(shape)
): Copier {
	const full = wordsOf(dtype) === 1 ? shape : [...shape, wordsOf(dtype)];
	const axes = joined(full, inSlots(dtype, shape, from), inSlots(dtype, shape, to));
	if (full.includes(0)) return () => undefined;
	const inner = axes.pop() ?? { n: 1, from: 1, to: 1 };
	const line = inner.from === 1 && inner.to === 1 ? copyRun(inner.n) : copyLine(inner);
	return axes.length === 0 ? line : nested(axes, line);
}

const copyRun =
	(n: number): Copier =>
	(x, p, z, r) => {
		for (let i = 0; i < n; i++) z[r + i] = x[p + i];
	};

const copyLine =
	({ n, from, to }: Axis): Copier =>
	(x, p, z, r) => {
		for (let i = 0; i < n; i++) {
			z[r] = x[p];
			p += from;
			r += to;
		}
	};

/** `line` at every index of the outer axes, counted like an odometer. */
function nested(axes: readonly Axis[], line: Copier): Copier {
	const index = new Int32Array(axes.length);
	return (x, p, z, r) => {
		let axis = 0;
		while (axis >= 0) {
			line(x, p, z, r);
			for (axis = axes.length - 1; axis >= 0; axis--) {
				const { n, from, to } = axes[axis];
				if (++index[axis] < n) {
					p += from;
					r += to;
					break;
				}
				index[axis] = 0;
				p -= from * (n - 1);
				r -= to * (n - 1);
			}
		}
	};
}
