import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { binary, unary } from '$lib/core/ops';
import { kindOf } from '$lib/array/dtype';
import { promoteArgs, promoteTypes } from '../broadcast';
import { promotedUnary, quotient } from '../elementwise';
import { toValue } from '../values';

const isBool = (x: Value): boolean => avalOf(x).dtype === 'bool';

/** Addition; of booleans, or. */
export function add(x: unknown, y: unknown): Value {
	const [a, b] = promoteArgs('add', [x, y]);
	return isBool(a) ? binary('or', a, b) : binary('add', a, b);
}

/** Multiplication; of booleans, and. */
export function multiply(x: unknown, y: unknown): Value {
	const [a, b] = promoteArgs('multiply', [x, y]);
	return isBool(a) ? binary('and', a, b) : binary('mul', a, b);
}

export function subtract(x: unknown, y: unknown): Value {
	const [a, b] = promoteArgs('subtract', [x, y]);
	if (isBool(a))
		throw new ProgramError(
			'TypeError',
			'sub does not accept dtype bool at position 0. Accepted dtypes at position 0 are subtypes of number.'
		);
	return binary('sub', a, b);
}

/** Division. At once it is one XLA program, which multiplies by the reciprocal of a divisor it spreads. */
export function trueDivide(x: unknown, y: unknown): Value {
	const [a, b] = promoteArgs('true_divide', [x, y], 'inexact');
	return quotient(a, b);
}

export const negative = promotedUnary('negative', 'neg');
export const positive = (x: unknown): Value => promoteArgs('positive', [x])[0];

export function absolute(x: unknown): Value {
	const value = toValue(x, 'absolute');
	return 'bu'.includes(kindOf(avalOf(value).dtype)) ? value : unary('abs', value);
}

export function square(x: unknown): Value {
	return unary('square', promoteTypes([toValue(x, 'square')], 'numeric')[0]);
}
