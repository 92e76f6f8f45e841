import type { Value } from '$lib/core/interpreter';
import { binary, unary } from '$lib/core/ops';
import { promoteArgs } from '../broadcast';
import { toBool } from './where';

const logical =
	(fn: string, op: 'and' | 'or' | 'xor') =>
	(x: unknown, y: unknown): Value => {
		const [a, b] = promoteArgs(fn, [x, y]).map(toBool);
		return binary(op, a, b);
	};

/** Truth of numbers is their not being zero. */
export const logicalAnd = logical('logical_and', 'and');
export const logicalOr = logical('logical_or', 'or');
export const logicalXor = logical('logical_xor', 'xor');
export const logicalNot = (x: unknown): Value => unary('not', toBool(promoteArgs('logical_not', [x])[0]));
