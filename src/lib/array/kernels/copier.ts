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
	const outer = axes.at(-1);
	if (outer && crosses(outer, inner)) return nested(axes.slice(0, -1), copyTiles(outer, inner));
	return axes.length === 0 ? line : nested(axes, line);
}

/** Side of a square that is copied at once: what it touches stays near the processor. */
const tile = 32;

/** Does one of two large axes walk along the input and the other along the output, as when a matrix is transposed? */
const crosses = (outer: Axis, inner: Axis): boolean =>
	Math.min(outer.n, inner.n) > tile &&
	((outer.from === 1 && inner.to === 1 && inner.from > tile) ||
		(outer.to === 1 && inner.from === 1 && inner.to > tile));

function copyTiles(outer: Axis, inner: Axis): Copier {
	return (x, p, z, r) => {
		for (let row = 0; row < outer.n; row += tile) {
			const rows = Math.min(row + tile, outer.n);
			for (let column = 0; column < inner.n; column += tile) {
				const columns = Math.min(column + tile, inner.n);
				for (let i = row; i < rows; i++) {
					let from = p + i * outer.from + column * inner.from;
					let to = r + i * outer.to + column * inner.to;
					for (let k = column; k < columns; k++, from += inner.from, to += inner.to) z[to] = x[from];
				}
			}
		}
	};
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
