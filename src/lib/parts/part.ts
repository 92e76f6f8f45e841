/** The functions of a module, under the names and with the types they have there. */
export type FunctionsOf<M> = {
	readonly [K in keyof M as M[K] extends (...args: never[]) => unknown ? K : never]: M[K];
};

/**
 * Thrown where a run reaches code that is not there yet. Whoever started the run loads the part and starts it again:
 * evaluation is pure. It is no `ProgramError`, so nothing in a program can catch it, and nothing else may.
 */
export class NeedsPart extends Error {
	constructor(readonly part: Part<object>) {
		super(`internal: the part '${part.name}' is not loaded`);
	}
}

/** A part could not be fetched. */
export class PartMissing extends Error {
	constructor(
		readonly part: string,
		cause: unknown
	) {
		super(`the part '${part}' of the engine could not be loaded`, { cause });
	}
}

/** Parts of a set are fetched together: who needs one, needs others. */
type SetOfParts = 'errors';

/** Parts by name, those of modules that are loaded themselves. */
const parts: Part<object>[] = [];

/** Modules that few programs need, fetched when one does. What is in no part is the core, which is there from the start. */
export class Part<M extends object> {
	#module: M | null = null;

	constructor(
		readonly name: string,
		private readonly fetch: () => Promise<M>,
		/** What a program that needs it probably has in its text; a guess, which spares a second run. */
		private readonly words: RegExp | null,
		readonly set: SetOfParts | null
	) {
		parts.push(this);
	}

	get loaded(): boolean {
		return this.#module !== null;
	}

	/** Throws `NeedsPart` until it is loaded. */
	get module(): M {
		if (this.#module === null) throw new NeedsPart(this);
		return this.#module;
	}

	/** null until it is loaded: for what can do without it. */
	get there(): M | null {
		return this.#module;
	}

	/** Its functions, to be called as if they had been imported; a call throws `NeedsPart` until the part is loaded. */
	get functions(): FunctionsOf<M> {
		const forward =
			(name: string) =>
			(...args: unknown[]) =>
				(this.module as Record<string, (...args: unknown[]) => unknown>)[name](...args);
		return new Proxy({}, { get: (_, name) => forward(String(name)) }) as FunctionsOf<M>;
	}

	isHintedBy(program: string): boolean {
		return this.words?.test(program) ?? false;
	}

	/** Rejects with `PartMissing`. */
	async load(): Promise<void> {
		if (this.#module !== null) return;
		try {
			this.#module = await this.fetch();
		} catch (cause) {
			throw new PartMissing(this.name, cause);
		}
	}
}

/** A table of functions in a part, each to be called as if it had been imported. */
export const tableOf = <M extends object, T extends keyof M, N extends keyof M[T] & string>(
	part: Part<M>,
	table: T,
	names: readonly N[]
): { readonly [K in N]: M[T][K] } => {
	const forward =
		(name: N) =>
		(...args: unknown[]) =>
			(part.module[table][name] as (...args: unknown[]) => unknown)(...args);
	return Object.fromEntries(names.map((name) => [name, forward(name)])) as { [K in N]: M[T][K] };
};

/** Throws `NeedsPart` where it is not loaded. */
export function need(part: Part<object>): void {
	if (!part.loaded) throw new NeedsPart(part);
}

/** What `import` of a module gives, fetched when it is needed; `words` are those of programs that will. */
export const part = <M extends object>(
	name: string,
	fetch: () => Promise<M>,
	words: RegExp | null = null,
	set: SetOfParts | null = null
): Part<M> => new Part(name, fetch, words, set);

const missing = (): Part<object>[] => parts.filter(({ loaded }) => !loaded);

/** Loads what the text of a program speaks of, as far as that can be told from its words and fetched. */
export async function loadHinted(program: string): Promise<void> {
	const code = program.replace(notCode, '');
	const hinted = missing().filter((each) => each.isHintedBy(code));
	await Promise.allSettled(hinted.map((each) => each.load()));
}

/** Comments and docstrings, roughly. */
const notCode = /#.*|("""|''')[^]*?\1/g;

/** Loads a part; beside it, those that are likely to be needed next. */
async function loadWithSet(needed: Part<object>): Promise<void> {
	const others = needed.set === null ? [] : missing().filter(({ set }) => set === needed.set);
	await Promise.allSettled(others.map((each) => each.load()));
	await needed.load();
}

/** Loads everything, parts of parts too. From then on nothing throws `NeedsPart`. */
export async function loadAll(): Promise<void> {
	while (missing().length > 0) await Promise.all(missing().map((each) => each.load()));
}

/** Loads everything as far as it can be fetched, one part after the other, so that what matters more is not kept waiting. */
export async function loadInTurn(): Promise<void> {
	const failed = new Set<Part<object>>();
	for (;;) {
		const next = missing().find((each) => !failed.has(each));
		if (!next) return;
		await next.load().catch(() => failed.add(next));
	}
}

/** Runs something from its start as often as it reaches a part that is not loaded. */
export async function withParts<T>(run: () => T | Promise<T>): Promise<T> {
	for (;;)
		try {
			return await run();
		} catch (error) {
			if (!(error instanceof NeedsPart)) throw error;
			await loadWithSet(error.part);
		}
}
