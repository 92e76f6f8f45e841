import { bind, type Value } from '$lib/core/interpreter';
import type { Fn } from '$lib/core/fn';
import type { Jaxpr } from '$lib/core/jaxpr';
import { callable } from './derivatives';
import { JittedFn } from './jit';

export interface CheckpointOptions {
	readonly preventCse?: boolean;
	readonly staticArgnums?: unknown;
}

/**
 * `jax.checkpoint`: the same function; its gradient keeps the arguments only and computes everything else again. Like
 * `jit` it is traced, and one equation in a jaxpr.
 */
export const checkpoint = (f: unknown, { preventCse = true, staticArgnums }: CheckpointOptions = {}): Fn =>
	new CheckpointedFn(callable(f), { staticArgnums }, preventCse);

class CheckpointedFn extends JittedFn {
	constructor(
		f: Fn,
		options: ConstructorParameters<typeof JittedFn>[1],
		private readonly preventCse: boolean
	) {
		super(f, options, 'checkpoint');
	}

	protected override carryOut(jaxpr: Jaxpr, operands: readonly Value[]): Value[] {
		return bind('remat2', operands, {
			jaxpr,
			prevent_cse: this.preventCse,
			differentiated: false,
			policy: null
		});
	}
}
