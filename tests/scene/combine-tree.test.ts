import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { inTreeOrder, treeIn, type TreeNode, type TreeOrder } from '$lib/recording/tree-order';
import { combineScene, mostElements, type CombineDrawing } from '$lib/scene/combine-tree';
import { record } from '$lib/session/run';

const summing = (rows: readonly (readonly number[])[]): Loop =>
	record(`
import jax, jax.numpy as jnp
from jax import lax
def row(xs):
  def step(carry, x):
    return carry + x, None
  return lax.scan(step, jnp.float32(0.), xs)
jax.vmap(row)(jnp.array(${JSON.stringify(rows)}, dtype=jnp.float32))
`).recording.loops[0];

function treeOf(loop: Loop): TreeOrder {
	const tree = inTreeOrder(loop);
	if (!tree) throw new Error('internal: a sum is associative');
	return tree;
}

/** The recursion of jax.lax.associative_scan as its documentation has it, on lists of what was combined. */
function naive(elements: readonly (readonly number[])[], count: { work: number }): (readonly number[])[] {
	if (elements.length < 2) return [...elements];
	const combine = (a: readonly number[], b: readonly number[]): readonly number[] => {
		count.work++;
		return [...a, ...b];
	};
	const even = elements.filter((_, n) => n % 2 === 0);
	const odd = elements.filter((_, n) => n % 2 === 1);
	const odds = naive(
		odd.map((one, n) => combine(even[n], one)),
		count
	);
	const evens = [even[0], ...even.slice(1).map((one, n) => combine(odds[n], one))];
	return elements.map((_, n) => (n % 2 === 0 ? evens : odds)[Math.floor(n / 2)]);
}

const leavesOf = (node: TreeNode): number[] => (node.of ? node.of.flatMap(leavesOf) : [node.from]);
const longestPath = (node: TreeNode): number => (node.of ? 1 + Math.max(...node.of.map(longestPath)) : 0);

describe('the tree of a scan', () => {
	it('combines what JAX does, as often', () => {
		for (const length of [1, 2, 3, 4, 7, 8, 9, 16, 31, 32]) {
			const loop = summing([Array.from({ length }, (_, n) => n + 1)]);
			const order = treeOf(loop);
			const { elements, combined, prefixes } = treeIn(loop, order, 0, 0);
			const count = { work: 0 };
			const expected = naive(
				elements.map((_, n) => [n]),
				count
			);
			expect(prefixes.map(leavesOf)).toEqual(expected);
			expect(combined).toHaveLength(count.work);
			expect(order.work).toBe(count.work);
			expect(Math.max(...prefixes.map(longestPath))).toBeLessThanOrEqual(order.depth);
			for (const node of combined)
				for (const from of node.of ?? []) expect(from.level).toBeLessThan(node.level);
		}
	});
});

const every = (drawing: CombineDrawing) =>
	drawing.nodes.flatMap((a, i) => drawing.nodes.slice(i + 1).map((b) => [a, b] as const));

describe('combineScene', () => {
	it('draws both orders without one node on another, edges from node to node', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 40 }), (length) => {
				const loop = summing([Array.from({ length }, (_, n) => n / 8)]);
				const { scan, tree, w } = combineScene(loop, treeOf(loop), lane(0));
				for (const drawing of [scan, tree]) {
					for (const [a, b] of every(drawing))
						expect(Math.abs(a.x - b.x) > 8 || Math.abs(a.y - b.y) > 8).toBe(true);
					const places = new Set(drawing.nodes.map(({ x, y }) => `${x} ${y}`));
					for (const { x1, y1, x2, y2 } of drawing.edges) {
						expect(places.has(`${x1} ${y1}`) && places.has(`${x2} ${y2}`)).toBe(true);
						expect(y2).toBeGreaterThan(y1);
					}
					expect(Math.max(...drawing.nodes.map(({ x }) => x))).toBeLessThan(w);
					expect(Math.max(...drawing.nodes.map(({ y }) => y))).toBeLessThan(drawing.h);
				}
				expect(scan.levels).toHaveLength(length + 1);
			}),
			{ numRuns: 20 }
		);
	});

	it('marks the first prefix in which float32 parts', () => {
		const loop = summing([
			[1e8, 3, 3, 3, 3, 3, 3, 3],
			[1, 2, 3, 4, 5, 6, 7, 8]
		]);
		const order = treeOf(loop);
		const { parting, scan, tree } = combineScene(loop, order, lane(0));
		expect(parting).not.toBeNull();
		const marked = [scan, tree].map(({ nodes }) => nodes.filter(({ parts }) => parts));
		expect(marked.map(({ length }) => length)).toEqual([1, 1]);
		expect(marked[0][0].title).toContain(`→ ${parting?.scan}`);
		expect(marked[1][0].title).toContain(`→ ${parting?.tree}`);
		expect(combineScene(loop, order, lane(1)).parting).toBeNull();
	});

	it('leaves out of many elements what is far away', () => {
		const loop = summing([Array.from({ length: 200 }, () => 1)]);
		const order = treeOf(loop);
		const { scan, tree, hidden } = combineScene(loop, order, lane(0));
		expect(tree.nodes.filter(({ kind }) => kind === 'x' || kind === 'init')).toHaveLength(mostElements);
		expect(hidden).toEqual({ scan: 192, tree: order.depth - 8 });
		expect(scan.levels).toHaveLength(9);
	});

	it('looks as it did', async () => {
		const loop = summing([[3, 1, 4, 1, 5, 9, 2, 6]]);
		const { tree } = combineScene(loop, treeOf(loop), lane(0));
		const lines = tree.nodes.map(({ x, y, text, kind }) => `${kind} ${x},${y} ${text}`);
		const edges = tree.edges.map(({ x1, y1, x2, y2 }) => `${x1},${y1} → ${x2},${y2}`);
		await expect([...lines, ...edges, ''].join('\n')).toMatchFileSnapshot('../pictures/combine-tree.txt');
	});
});
