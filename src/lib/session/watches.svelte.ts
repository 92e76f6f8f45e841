import type { Leaf, Loop } from '$lib/recording/recording';
import type { Asked, AskedColumns } from './asked.svelte';
import type { Marks } from './marks';

/** What watches, find and breakpoints need of the session. */
export interface Overlay {
	readonly loop: Loop | null;
	readonly marks: Marks;
	mark(change: Partial<Marks>): void;
}

export interface Watch {
	readonly expression: string;
	readonly asked: Asked;
}

/** Expressions whose values are shown beside the program's own. */
export class Watches {
	constructor(
		private readonly over: Overlay,
		private readonly columns: AskedColumns
	) {}

	readonly list: readonly Watch[] = $derived.by(() => {
		const { loop } = this.over;
		if (!loop) return [];
		return this.expressions.map((expression) => ({ expression, asked: this.columns.of(loop, expression) }));
	});

	readonly #leaves: readonly Leaf[] = $derived(
		this.list.flatMap(({ expression, asked }) =>
			asked.kind === 'known' ? [{ name: expression, column: asked.column }] : []
		)
	);

	/** The loop with what is watched among its leaves, as it is drawn. */
	readonly loop: Loop | null = $derived.by(() => {
		const { loop } = this.over;
		return loop && this.#leaves.length > 0 ? { ...loop, watches: this.#leaves } : loop;
	});

	get expressions(): readonly string[] {
		return this.over.marks.watches ?? [];
	}

	/** Watches an expression, once. */
	add(expression: string): void {
		const text = expression.trim();
		if (text !== '' && !this.expressions.includes(text)) this.#set([...this.expressions, text]);
	}

	/** An empty text takes the watch away. */
	edit(n: number, expression: string): void {
		const text = expression.trim();
		const others = this.expressions.filter((_, k) => k !== n);
		if (text === '' || others.includes(text)) this.#set(others);
		else this.#set(this.expressions.map((old, k) => (k === n ? text : old)));
	}

	remove(n: number): void {
		this.#set(this.expressions.filter((_, k) => k !== n));
	}

	/** Moves a watch by so many places. */
	move(n: number, by: number): void {
		const to = n + by;
		if (to < 0 || to >= this.expressions.length) return;
		const list = [...this.expressions];
		list.splice(to, 0, ...list.splice(n, 1));
		this.#set(list);
	}

	#set(watches: readonly string[]): void {
		this.over.mark({ watches: [...watches] });
	}
}
