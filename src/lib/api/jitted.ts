import type { Value } from '$lib/core/interpreter';
import { callJitted } from '$lib/transforms/jit';

export type Body = (...args: Value[]) => readonly Value[];

/** JSON has no big integers and no infinities. */
const plain = (_: string, x: unknown): unknown =>
	typeof x === 'bigint' || (typeof x === 'number' && !Number.isFinite(x)) ? String(x) : x;

const bodies = new Map<string, Body>();

/**
 * Calls `body` as JAX calls a library function that it jits: a nested `jit[name=...]` in a jaxpr. `statics` is all
 * that `body` depends on besides its operands; the same name and statics give the same function object, so that its
 * trace is kept and printed once; null where `body` depends on more than can be named.
 */
export function jitted(
	name: string,
	statics: readonly unknown[] | null,
	body: Body,
	args: readonly Value[]
): readonly Value[] {
	if (statics === null) return callJitted(name, body, args);
	const key = `${name} ${JSON.stringify(statics, plain)}`;
	let kept = bodies.get(key);
	if (!kept) bodies.set(key, (kept = body));
	return callJitted(name, kept, args);
}

/** `jitted` for functions with one result. */
export const jitted1 = (
	name: string,
	statics: readonly unknown[] | null,
	body: (...args: Value[]) => Value,
	args: readonly Value[]
): Value => jitted(name, statics, (...operands) => [body(...operands)], args)[0];
