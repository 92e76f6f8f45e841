import type { Span } from '$lib/core/source';
import type { AnyNode, Program } from '../ast';
import type { Import, ImportFrom } from '../ast/statements';

/** A program's text and tree, to quote from and to look places up in. */
export class ProgramText {
	constructor(
		private readonly source: string,
		readonly program: Program
	) {}

	/** A stretch of the program on one line; empty where there is none. */
	at(span: Span | null): string {
		return span === null ? '' : this.source.slice(span.from, span.to).replace(/\s+/g, ' ');
	}

	of(node: AnyNode): string {
		return this.at(node.span);
	}

	/** Whole lines, from the start of the first to the end of the last, without their common indentation. */
	lines(nodes: readonly AnyNode[]): string[] {
		if (nodes.length === 0) return [];
		const from = this.source.lastIndexOf('\n', nodes[0].span.from) + 1;
		const { to } = nodes[nodes.length - 1].span;
		const lines = this.source.slice(from, to).split('\n');
		const indents = lines
			.filter((line) => line.trim() !== '')
			.map((line) => /^\s*/.exec(line)?.[0].length ?? 0);
		return lines.map((line) => line.slice(Math.min(...indents)));
	}

	/** The nodes around a place, outermost first; those that are just the place come last, the innermost at the end. */
	pathTo(span: Span): AnyNode[] {
		const path: AnyNode[] = [];
		const descend = (value: unknown): boolean => {
			if (typeof value !== 'object' || value === null) return false;
			if (Array.isArray(value)) return value.some(descend);
			if (!isNode(value)) return Object.values(value).some(descend);
			if (value.span.from > span.from || value.span.to < span.to) return false;
			path.push(value);
			// A constant may hold a value of any size, and no place.
			if (value.kind !== 'Constant')
				Object.entries(value).some(([key, part]) => key !== 'span' && descend(part));
			return true;
		};
		descend(this.program.body);
		return path;
	}

	/** What the program calls a module: `jnp` after `import jax.numpy as jnp`. */
	nameOf(module: string): string {
		for (const node of this.imports()) {
			const found = importedAs(node, module);
			if (found !== null) return found;
		}
		return usual[module] ?? module;
	}

	/** The import statements, wherever they stand. */
	*imports(value: unknown = this.program.body): Iterable<Import | ImportFrom> {
		if (typeof value !== 'object' || value === null) return;
		if (isNode(value)) {
			if (value.kind === 'Import' || value.kind === 'ImportFrom') yield value;
			if (value.kind === 'Constant') return;
		}
		for (const [key, part] of Object.entries(value)) if (key !== 'span') yield* this.imports(part);
	}
}

const usual: Readonly<Record<string, string>> = { 'jax.numpy': 'jnp', 'jax.lax': 'lax', numpy: 'np' };

function importedAs(node: Import | ImportFrom, module: string): string | null {
	for (const { path, target, renamed } of node.aliases ?? []) {
		if (node.kind === 'ImportFrom') {
			if (`${node.module}.${path}` === module) return target.id;
		} else if (path === module) return renamed ? target.id : path;
	}
	return null;
}

const isNode = (value: object): value is AnyNode =>
	'kind' in value && typeof value.kind === 'string' && 'span' in value;
