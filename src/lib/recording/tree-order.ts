import { allocate, isFloat, type DType } from '$lib/array/dtype';
import { rounder } from '$lib/array/rounding';
import { sizeOf, stridesOf } from '$lib/array/shape';
import { lane as laneOf } from './moment';
import { elementsAt } from './read';
import type { Column, Loop, Operand } from './recording';

/** How `associative_scan` would carry out a scan whose body is an associative operation. */
export interface TreeShape {
	/** `add`. */
	readonly primitive: Primitive;
	/** The leaf of the carry it is about, and that of the xs it is combined with. */
	readonly leaf: number;
	readonly x: number;
	/** Operations one after the other, and all of them, in one lane; of the scan both are its number of steps. */
	readonly depth: number;
	readonly work: number;
	/** What each level of the tree does, first to last. */
	readonly levels: readonly { readonly phase: 'up' | 'down'; readonly operations: number }[];
}

/** The same with what it comes to. */
export interface TreeOrder extends TreeShape {
	/** The loop with that leaf's history as the tree makes it. */
	readonly loop: Loop;
}

type Primitive = 'add' | 'mul' | 'max' | 'min';

/** Values that are worth going through. */
const mostValues = 4e6;

/**
 * The tree order of a scan that combines its carry with an x by `add`, `mul`, `max` or `min`; null where no leaf of
 * the carry is made so. The init is the first element of the tree.
 */
export function treeShape(loop: Loop): TreeShape | null {
	const found = loop.carry
		.map((_, leaf) => ({ leaf, by: operationOf(loop, leaf) }))
		.find(({ by }) => by !== null);
	if (!found?.by || loop.recorded < 1) return null;
	const levels = levelsOf(loop.recorded + 1);
	return {
		...found.by,
		leaf: found.leaf,
		depth: levels.length,
		work: levels.reduce((sum, { operations }) => sum + operations, 0),
		levels
	};
}

/** That order carried out; null where there are so many values that only an engine goes through them. */
export function inTreeOrder(loop: Loop): TreeOrder | null {
	const shape = treeShape(loop);
	if (!shape || loop.long) return null;
	const { leaf, primitive, x } = shape;
	const { column } = loop.carry[leaf];
	const size = sizeOf(column.shape);
	if ((loop.recorded + 1) * loop.lanes * size > mostValues) return null;
	const combine = combiner(primitive, column.dtype);
	const made = emptyColumn(column, loop, loop.recorded + 1);
	for (let row = 0; row < loop.lanes; row++) {
		const entries = inputs(loop, leaf, x, row);
		for (let element = 0; element < size; element++) {
			const values = scanTree(
				entries.map((entry) => entry[element]),
				combine
			);
			values.forEach((value, n) => {
				made.data[n * made.stepStride + row * size + element] = value;
			});
		}
	}
	const carry = loop.carry.map((own, i) => (i === leaf ? { ...own, column: made } : own));
	return { ...shape, loop: { ...loop, carry } };
}

/** The odd-even recursion of `jax.lax.associative_scan`: pairs first, then their prefixes, then what lies between. */
export function scanTree<T>(values: readonly T[], combine: (a: T, b: T) => T): readonly T[] {
	const n = values.length;
	if (n < 2) return values;
	const pairs = Array.from({ length: Math.floor(n / 2) }, (_, k) =>
		combine(values[2 * k], values[2 * k + 1])
	);
	const inner = scanTree(pairs, combine);
	const between = Array.from({ length: Math.ceil(n / 2) - 1 }, (_, k) =>
		combine(inner[k], values[2 * k + 2])
	);
	return values.map((value, k) => (k === 0 ? value : k % 2 === 1 ? inner[(k - 1) / 2] : between[k / 2 - 1]));
}

/** What each level of the recursion over so many values does. */
export function levelsOf(values: number): TreeShape['levels'] {
	if (values < 2) return [];
	const [pairs, between] = [Math.floor(values / 2), Math.ceil(values / 2) - 1];
	const down = between > 0 ? [{ phase: 'down' as const, operations: between }] : [];
	return [{ phase: 'up', operations: pairs }, ...levelsOf(pairs), ...down];
}

/** A value of a tree: an element that is given, or two combined. */
export interface TreeNode {
	readonly value: number;
	/** The first and the last element that it combines. */
	readonly from: number;
	readonly to: number;
	/** 0 for an element, from 1 for what the levels of the tree make. */
	readonly level: number;
	readonly of: readonly [TreeNode, TreeNode] | null;
}

/** The tree that makes one element of a leaf in one row: all that is combined, in its order, and every prefix. */
export function treeIn(
	loop: Loop,
	{ primitive, leaf, x, levels }: TreeShape,
	row: number,
	element: number
): {
	readonly elements: readonly TreeNode[];
	readonly combined: readonly TreeNode[];
	readonly prefixes: readonly TreeNode[];
} {
	const combine = combiner(primitive, loop.carry[leaf].column.dtype);
	const elements = inputs(loop, leaf, x, row).map((entry, n): TreeNode => ({
		value: entry[element],
		from: n,
		to: n,
		level: 0,
		of: null
	}));
	const ends = levels.map((_, n) =>
		levels.slice(0, n + 1).reduce((sum, { operations }) => sum + operations, 0)
	);
	const combined: TreeNode[] = [];
	const values = scanTree(elements, (a, b) => {
		const level = ends.findIndex((end) => combined.length < end) + 1;
		const node = { value: combine(a.value, b.value), from: a.from, to: b.to, level, of: [a, b] } as const;
		combined.push(node);
		return node;
	});
	return { elements, combined, prefixes: values };
}

const known: readonly string[] = ['add', 'mul', 'max', 'min'] satisfies Primitive[];
const isKnown = (primitive: string): primitive is Primitive => known.includes(primitive);

/** How a carry leaf is made, where that is by one associative operation on itself and an x of the same type. */
function operationOf(loop: Loop, leaf: number): { primitive: Primitive; x: number } | null {
	const made = loop.returns.carry[leaf];
	if (made.kind !== 'equation' || loop.kind === 'while_loop') return null;
	const { primitive, operands } = loop.eqns[made.eqn];
	if (!isKnown(primitive) || operands.length !== 2) return null;
	const x = operands.find((operand) => operand.kind === 'x');
	const isItself = (operand: Operand): boolean => operand.kind === 'carry' && operand.leaf === leaf;
	if (x?.kind !== 'x' || !operands.some(isItself)) return null;
	const [own, other] = [loop.carry[leaf].column, loop.xs[x.leaf].column];
	return own.dtype === other.dtype && own.shape.join() === other.shape.join()
		? { primitive, x: x.leaf }
		: null;
}

/** A row's init, then its xs. */
function inputs(loop: Loop, leaf: number, x: number, row: number): number[][] {
	const at = laneOf(row);
	const xs = Array.from({ length: loop.recorded }, (_, n) => elementsAt(loop.xs[x].column, n, at, loop.axes));
	return [elementsAt(loop.carry[leaf].column, 0, at, loop.axes), ...xs];
}

const operations: { readonly [P in Primitive]: (a: number, b: number) => number } = {
	add: (a, b) => a + b,
	mul: (a, b) => a * b,
	max: Math.max,
	min: Math.min
};

/** The operation on numbers of a dtype, rounded or wrapped as that dtype is. */
export function combiner(primitive: Primitive, dtype: DType): (a: number, b: number) => number {
	const apply = operations[primitive];
	if (isFloat(dtype)) {
		const round = rounder(dtype);
		return (a, b) => round(apply(a, b));
	}
	const one = allocate(dtype, 1);
	const exact = primitive === 'mul' ? Math.imul : apply;
	return (a, b) => {
		one[0] = exact(a, b);
		return one[0];
	};
}

/** Room for a value a lane and entry. */
export function emptyColumn({ dtype, shape, weak }: Column, { axes, lanes }: Loop, entries: number): Column {
	const size = sizeOf(shape);
	return {
		dtype,
		shape,
		weak,
		shared: false,
		data: allocate(dtype, entries * lanes * size),
		offset: 0,
		stepStride: lanes * size,
		laneStrides: stridesOf(axes.map((axis) => axis.size)).map((stride) => stride * size),
		strides: stridesOf(shape)
	};
}
