import { isValue, type Value } from '$lib/core/interpreter';
import { unary } from '$lib/core/ops';
import { promotedBinary, promotedUnary } from '../elementwise';
import { keys } from '../parts';
import { isTypedKey } from '../typed-key';

const { equalKeys } = keys.functions;

/** Functions that compute in floating point. */
export const exp = promotedUnary('exp', 'exp', 'inexact');
export const log = promotedUnary('log', 'log', 'inexact');
export const sqrt = promotedUnary('sqrt', 'sqrt', 'inexact');
export const sin = promotedUnary('sin', 'sin', 'inexact');
export const cos = promotedUnary('cos', 'cos', 'inexact');
export const tanh = promotedUnary('tanh', 'tanh', 'inexact');

/** `x` and `y` compared; the type both meet in decides. */
const keyed = (x: unknown): x is Value => isValue(x) && isTypedKey(x);
const equalNumbers = promotedBinary('equal', 'eq');
const differentNumbers = promotedBinary('not_equal', 'ne');
export const equal = (x: unknown, y: unknown): Value =>
	keyed(x) && keyed(y) ? equalKeys(x, y) : equalNumbers(x, y);
export const notEqual = (x: unknown, y: unknown): Value =>
	keyed(x) && keyed(y) ? unary('not', equalKeys(x, y)) : differentNumbers(x, y);
export const less = promotedBinary('less', 'lt');
export const lessEqual = promotedBinary('less_equal', 'le');
export const greater = promotedBinary('greater', 'gt');
export const greaterEqual = promotedBinary('greater_equal', 'ge');
export const maximum = promotedBinary('maximum', 'max');
export const minimum = promotedBinary('minimum', 'min');
