import type { Tuple } from '$lib/core/containers';
import { NativeFn, type Fn } from '$lib/core/fn';
import { callable } from './derivatives';
import { vjp } from './vjp';

/** `jax.linear_transpose` of a function that is linear: its pullback, which is the same wherever it is taken. */
export function linearTranspose(f: unknown, primals: readonly unknown[]): Fn {
	const fn = callable(f);
	const [, pull] = vjp(fn, primals).items as [unknown, Fn];
	return new NativeFn(fn.name, (cts) => pull.call(cts) as Tuple);
}
