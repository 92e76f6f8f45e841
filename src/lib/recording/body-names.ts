import { Tracer } from '$lib/core/interpreter';
import type { Var } from '$lib/core/jaxpr';
import type { Locals } from '$lib/core/locals';
import { Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { flatten, unflatten } from '$lib/core/tree';
import type { LiveLoop } from './live-loop';
import { Columns } from './loop';
import type { Column, Loop } from './recording';

/** A leaf of a name's value that has a history: entry `n` of the column is what it is in step `n`. */
export class Varying {
	constructor(
		readonly column: Column,
		/** Of the user's body; null where it is not known which one. */
		readonly variable: Var | null = null
	) {}
}

/** What the user's names stand for when the body of a loop returns. */
export interface NamesOfBody {
	/** The body's own, then those of the functions around it. */
	readonly own: readonly string[];
	readonly outer: readonly string[];
	/** A pytree whose traced leaves are `Varying`; undefined for a name that is neither. Throws for values that are gone. */
	readonly value: (name: string) => unknown;
}

export function namesOfBody({ loop, ran, kept }: LiveLoop): NamesOfBody {
	const { view } = ran.params;
	const columns = new Columns(view, kept);
	const leaves = leafNames(loop);
	const { locals, variableOf } = view.names ?? { locals: null, variableOf: () => null };
	const historyOf = (value: Tracer): Varying | null => {
		const v = variableOf(value);
		return v && new Varying(columns.of(v), v);
	};
	const get = (name: string): unknown =>
		locals?.get(name) ?? (name === 'y' && locals ? emitted(loop, locals) : undefined);
	const value = (name: string): unknown => {
		const found = get(name);
		if (found === undefined) return leaves.get(name);
		return recorded(found, historyOf) ?? leaves.get(name) ?? gone(name);
	};
	const bound = (names: readonly string[]): string[] => names.filter((name) => get(name) !== undefined);
	const own = new Set([...bound([...(locals?.own ?? []), 'y']), ...leaves.keys()]);
	const outer = bound(locals?.outer ?? []).filter((name) => !own.has(name));
	return { own: [...own], outer, value };
}

/** The value with columns for its traced leaves; null where the history of one was not kept. */
function recorded(value: unknown, historyOf: (leaf: Tracer) => Varying | null): unknown {
	const { leaves, def } = flatten(value);
	const known = leaves.map((leaf) => (leaf instanceof Tracer ? historyOf(leaf) : leaf));
	return known.some((history, i) => history === null && leaves[i] !== null) ? null : unflatten(def, known);
}

/** What the body emits, where the program has no name for it. */
function emitted({ kind }: Loop, { result }: Locals): unknown {
	if (kind === 'map') return result;
	return kind === 'scan' && result instanceof Tuple && result.items.length === 2
		? result.items[1]
		: undefined;
}

const identifier = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Leaves and equations by their names, for a body whose own names are not at hand (a backward pass, `jit`). */
function leafNames(loop: Loop): Map<string, unknown> {
	const named = [
		...loop.closed,
		...loop.ys,
		...loop.eqns.map(({ name, results }) => ({ name: name ?? '', column: results[0] })),
		...loop.xs,
		...loop.carry
	];
	return new Map(
		named.filter(({ name }) => identifier.test(name)).map(({ name, column }) => [name, new Varying(column)])
	);
}

function gone(name: string): never {
	throw new ProgramError('NameError', `the history of '${name}' was not kept`, {
		why: 'The body of the loop does not read it, or it exists only inside a function that is compiled by itself.',
		instead: 'Use the names that the body reads and makes.'
	});
}
