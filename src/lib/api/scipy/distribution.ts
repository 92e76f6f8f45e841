import type { Value } from '$lib/core/interpreter';
import { log, unary } from '$lib/core/ops';
import { promoteArgs } from '../broadcast';
import * as jnp from '../jnp/arithmetic';

/** A function of a distribution: what it is asked at, then its parameters. */
export type Distribution = (...operands: unknown[]) => Value;

/** The operands of a function of a distribution, promoted to one floating type. */
export const args = (name: string, operands: readonly unknown[]): Value[] =>
	promoteArgs(name, operands, 'inexact');

/** (x - loc) / scale */
export const standard = (x: Value, loc: Value, scale: Value): Value =>
	jnp.trueDivide(jnp.subtract(x, loc), scale);

const over =
	(f: (x: Value) => Value) =>
	(g: Distribution): Distribution =>
	(...operands) =>
		f(g(...operands));

/** exp(f) */
export const expOf = over((x) => unary('exp', x));
/** log(f) */
export const logOf = over(log);
