import type { Span } from '$lib/core/source';
import type { AnyNode, Call, Expression, Program } from '$lib/python/ast';
import { findAttribute } from '$lib/python/attributes';
import type { Globals } from '$lib/python/evaluate/unit';
import { findModule } from '$lib/python/module';

/** Every node of a tree, a node before what is in it. */
function* nodesOf(value: unknown): Iterable<AnyNode> {
	if (typeof value !== 'object' || value === null) return;
	if (isNode(value)) yield value;
	// A constant may hold a value of any size, and no nodes.
	if ('kind' in value && value.kind === 'Constant') return;
	for (const [key, part] of Object.entries(value)) if (key !== 'span') yield* nodesOf(part);
}

const isNode = (value: object): value is AnyNode =>
	'kind' in value && typeof value.kind === 'string' && 'span' in value;

export const contains = (outer: Span, inner: Span): boolean =>
	outer.from <= inner.from && inner.to <= outer.to;

const libraryValue = (module: string, name: string): unknown => findModule(module)?.attribute(name) ?? null;

/** A program's tree, with what its names stood for when it ran. */
export class KnownTree {
	constructor(
		readonly program: Program,
		private readonly globals: Globals
	) {}

	get nodes(): Iterable<AnyNode> {
		return nodesOf(this.program.body);
	}

	/** What a name, an attribute or a `partial` of one stands for; undefined where only running would tell. */
	private valueOf(node: Expression, depth = 0): unknown {
		if (depth > 8) return undefined;
		if (node.kind === 'Name') return this.named(node.id, depth);
		if (node.kind === 'Attribute') {
			const object = this.valueOf(node.object, depth + 1);
			return object === undefined ? undefined : findAttribute(object, node.name);
		}
		const isPartial =
			node.kind === 'Call' &&
			node.args.length > 0 &&
			this.valueOf(node.callee, depth + 1) === libraryValue('functools', 'partial');
		return isPartial ? this.valueOf(node.args[0], depth + 1) : undefined;
	}

	/** A global, or a name that is assigned something known anywhere. */
	private named(id: string, depth: number): unknown {
		if (this.globals.names().includes(id)) return this.globals.cell(id).value;
		for (const node of this.nodes)
			if (node.kind === 'Assign' && node.targets.some((to) => to.kind === 'NameTarget' && to.id === id))
				return this.valueOf(node.value, depth + 1);
		return undefined;
	}

	isLax(node: Expression, name: string): boolean {
		return this.valueOf(node) === libraryValue('jax.lax', name);
	}

	isVmap(node: Expression): boolean {
		return this.valueOf(node) === libraryValue('jax', 'vmap');
	}

	/** Calls of what satisfies `is`, in the order of the text. */
	calls(is: (callee: Expression) => boolean): Call[] {
		return [...this.nodes].filter((node): node is Call => node.kind === 'Call' && is(node.callee));
	}

	/** The first `vmap` that is given `lax.scan` itself. */
	vmapOfScan(): Call | null {
		const given = ({ args, keywords }: Call): Expression | undefined =>
			args[0] ?? keywords.find(({ name }) => name === 'fun')?.value;
		const found = this.calls((callee) => this.isVmap(callee)).find((call) => {
			const fun = given(call);
			return fun !== undefined && this.isLax(fun, 'scan');
		});
		return found ?? null;
	}

	/** The second of the pair that a body returns, at the function's place; null where it is not written out. */
	emittedBy(body: Span): Span | null {
		const isIn = (node: AnyNode): boolean => contains(body, node.span);
		const returned = [...this.nodes].flatMap((node) => {
			if (!isIn(node)) return [];
			if (node.kind === 'Return') return node.value ? [node.value] : [];
			return node.kind === 'Lambda' ? [node.body] : [];
		});
		const last = returned.at(-1);
		return (last?.kind === 'Tuple' && last.items[1]?.span) || (last?.span ?? null);
	}

	/** Where rows are mapped: the first `vmap` with axes of its own, else the first, else null. */
	vmapPlace(): Span | null {
		const calls = this.calls((callee) => this.isVmap(callee));
		const withAxes = calls.find(({ keywords }) => keywords.some(({ name }) => name?.endsWith('_axes')));
		return (withAxes ?? calls[0])?.span ?? null;
	}
}
