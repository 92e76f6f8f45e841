import type { Value } from '$lib/core/interpreter';
import { add, binary, fullLike, mul, neg, select, unary } from '$lib/core/ops';
import { callCustomJvp, type CustomJvp } from '$lib/transforms/custom';
import { promoteArgs } from '../broadcast';
import { constantLike } from '../elementwise';

/** Infinities count as 0 in the exponents of the derivative. */
const finite = (x: Value): Value => select(binary('eq', x, constantLike(x, Infinity)), x, fullLike(x, 0));

/**
 * log(exp(x) + exp(y)) in some base without overflow, and a derivative that is right where x = y. `tail` is
 * log(1 + base^-d) for the distance d, `power` the exponential function of the base.
 */
function logSum(name: string, power: 'exp' | 'exp2', tail: (distance: Value) => Value): CustomJvp {
	const body = ([x, y]: readonly Value[]): Value[] => {
		const most = binary('max', x, y);
		const delta = binary('sub', x, y);
		const undefined_ = binary('ne', delta, delta);
		const plain = add(x, y);
		return [select(undefined_, add(most, tail(neg(unary('abs', delta)))), plain)];
	};
	const custom: CustomJvp = {
		name,
		body,
		ruleName: `_${name.replace(/^_/, '')}_jvp`,
		rule: ([x, y], [tx, ty]) => {
			const [out] = callCustomJvp(custom, [x, y]);
			const share = (v: Value): Value => unary(power, binary('sub', finite(v), finite(out)));
			return { outs: [out], tangents: [add(mul(tx, share(x)), mul(ty, share(y)))] };
		}
	};
	return custom;
}

const natural = logSum('logaddexp', 'exp', (d) => unary('log1p', unary('exp', d)));
const binaryBase = logSum('_logaddexp2', 'exp2', (d) => {
	const tail = unary('log1p', unary('exp2', d));
	return binary('div', tail, constantLike(tail, Math.LN2));
});

const called =
	(fn: string, custom: CustomJvp) =>
	(x: unknown, y: unknown): Value =>
		callCustomJvp(custom, promoteArgs(fn, [x, y], 'inexact'))[0];

export const logaddexp = called('logaddexp', natural);
export const logaddexp2 = called('logaddexp2', binaryBase);
