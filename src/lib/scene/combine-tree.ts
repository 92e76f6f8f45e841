import { numberFormat } from '$lib/recording/number-format';
import type { Lane } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import { treeIn, type TreeNode, type TreeShape } from '$lib/recording/tree-order';

/** The order of a scan beside that of `associative_scan`: what is combined with what, level by level, in px. */
export interface CombineScene {
	readonly w: number;
	readonly scan: CombineDrawing;
	readonly tree: CombineDrawing;
	/** The first element whose prefix is another number in the tree; null where all are the same. */
	readonly parting: { readonly element: number; readonly scan: string; readonly tree: string } | null;
	/** Levels that are there but not drawn. */
	readonly hidden: { readonly scan: number; readonly tree: number };
}

export interface CombineDrawing {
	readonly h: number;
	readonly nodes: readonly CombineNode[];
	readonly edges: readonly {
		readonly x1: number;
		readonly y1: number;
		readonly x2: number;
		readonly y2: number;
	}[];
	/** Where each drawn level's combinations stand; level 0 are the elements. */
	readonly levels: readonly number[];
}

export interface CombineNode {
	readonly key: string;
	/** Its middle. */
	readonly x: number;
	readonly y: number;
	/** Empty where there is no room. */
	readonly text: string;
	readonly title: string;
	readonly kind: 'init' | 'x' | 'combined' | 'prefix';
	/** Of the first prefix that is another number in the other order. */
	readonly parts: boolean;
}

/** Elements of which the tree is drawn; of more only the first, and its first levels. */
export const mostElements = 64;
const mostLevels = 8;

const column = { wide: 40, narrow: 14 };
const row = { wide: 30, narrow: 16 };
/** More elements than this stand close, without their numbers. */
const mostWithText = 17;

interface Layout {
	readonly isNarrow: boolean;
	readonly elements: number;
	readonly at: (element: number) => number;
	readonly level: (n: number) => number;
	readonly textOf: (value: number) => string;
	readonly exactOf: (value: number) => string;
}

const mostCharacters = 5;

/** What a node has room for: three digits of a longer number. */
function brief(value: number, exact: string): string {
	const plain = exact.replace(/\.0$/, '');
	if (plain.length <= mostCharacters || !Number.isFinite(value)) return plain;
	const size = Math.abs(value);
	const isNear = size >= 1e-3 && size < 1e4;
	return isNear ? String(Number(value.toPrecision(3))) : value.toExponential(0).replace('e+', 'e');
}

/** One row's first element, as the scan combines it and as the tree does. Pure. */
export function combineScene(loop: Loop, order: TreeShape, lane: Lane): CombineScene {
	const tree = treeIn(loop, order, lane, 0);
	const count = Math.min(tree.elements.length, mostElements);
	const isCut = count < tree.elements.length;
	const isNarrow = count > mostWithText;
	const size = isNarrow ? 'narrow' : 'wide';
	const leaf = loop.carry[order.leaf].column;
	const format = numberFormat(leaf, loop, true);
	const layout: Layout = {
		isNarrow,
		elements: count,
		at: (element) => (element + 0.5) * column[size],
		level: (n) => (n + 0.5) * row[size],
		textOf: (value) => brief(value, format.exact(value)),
		exactOf: format.exact
	};
	const scanned = tree.elements.map((_, n) => elementsAt(leaf, n, lane, loop.axes)[0]);
	const parting = scanned.findIndex((value, n) => !Object.is(value, tree.prefixes[n].value));
	const chain = chainOf(tree.elements, scanned);
	const most = isCut ? mostLevels : Infinity;
	return {
		w: count * column[size],
		scan: drawing([...tree.elements, ...chain], new Set(chain), layout, { parting, most }),
		tree: drawing([...tree.elements, ...tree.combined], new Set(tree.prefixes), layout, { parting, most }),
		parting:
			parting < 0
				? null
				: {
						element: parting,
						scan: format.exact(scanned[parting]),
						tree: format.exact(tree.prefixes[parting].value)
					},
		hidden: {
			scan: Math.max(0, chain.length - Math.min(most, chain.length)),
			tree: Math.max(0, order.depth - Math.min(most, order.depth))
		}
	};
}

/** The scan's own order as a tree: each prefix is the one before and the next element. */
function chainOf(elements: readonly TreeNode[], scanned: readonly number[]): TreeNode[] {
	const chain: TreeNode[] = [];
	for (let n = 1; n < elements.length; n++) {
		const before = chain.at(-1) ?? elements[0];
		chain.push({ value: scanned[n], from: 0, to: n, level: n, of: [before, elements[n]] });
	}
	return chain;
}

function drawing(
	nodes: readonly TreeNode[],
	prefixes: ReadonlySet<TreeNode>,
	layout: Layout,
	{ parting, most }: { readonly parting: number; readonly most: number }
): CombineDrawing {
	const drawn = nodes.filter(({ level, to }) => level <= most && to < layout.elements);
	const depth = Math.max(0, ...drawn.map(({ level }) => level));
	const place = ({ to, level }: TreeNode): { x: number; y: number } => ({
		x: layout.at(to),
		y: layout.level(level)
	});
	return {
		h: layout.level(depth + 0.5),
		nodes: drawn.map((node) => ({
			key: `${node.level} ${node.from} ${node.to}`,
			...place(node),
			text: layout.isNarrow ? '' : layout.textOf(node.value),
			title: titleOf(node, layout),
			kind: kindOf(node, prefixes),
			parts: node.to === parting && prefixes.has(node)
		})),
		edges: drawn.flatMap((node) =>
			(node.of ?? []).map((from) => {
				const [a, b] = [place(from), place(node)];
				return { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
			})
		),
		levels: Array.from({ length: depth + 1 }, (_, n) => layout.level(n))
	};
}

function kindOf(node: TreeNode, prefixes: ReadonlySet<TreeNode>): CombineNode['kind'] {
	if (node.of === null) return node.from === 0 ? 'init' : 'x';
	return prefixes.has(node) ? 'prefix' : 'combined';
}

function titleOf({ of, from, to, value }: TreeNode, { exactOf }: Layout): string {
	if (of === null) return `${from === 0 ? 'init' : `x of step ${from - 1}`}: ${exactOf(value)}`;
	const [a, b] = of;
	return `${exactOf(a.value)} and ${exactOf(b.value)} → ${exactOf(value)}: ${rangeText(from, to)}`;
}

/** `init to step 3`; elements are counted from the init. */
const rangeText = (from: number, to: number): string =>
	`${from === 0 ? 'init' : `step ${from - 1}`} to step ${to - 1}`;
