import { ProgramError } from '$lib/core/errors';
import { bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { broadcastArrays, promoteTypes } from '../broadcast';
import { jitted1 } from '../jitted';
import { arrayLikes, constant, toValue } from '../values';
import { maximum, minimum } from './ufuncs';
import { toBool } from './where';

/** Kept between the bounds that are given; a lower bound above the upper one gives the upper. */
export function clip(x: unknown, low: unknown = null, high: unknown = null): Value {
	const given = [x, low, high].map((operand, i) =>
		i > 0 && (operand === null || operand === undefined) ? null : toValue(operand, 'clip', i)
	);
	const [hasLow, hasHigh] = [given[1] !== null, given[2] !== null];
	const operands = given.filter((operand) => operand !== null);
	return jitted1('clip', [hasLow, hasHigh], (...all) => clipBody(all, hasLow, hasHigh), operands);
}

/** The method `x.clip`, which hands its bounds on by name: operands by name are sorted. */
export function clipMethod(x: unknown, low: unknown = null, high: unknown = null): Value {
	if (low === null || high === null) return clip(x, low, high);
	const [value, min, max] = [x, low, high].map((operand, i) => toValue(operand, 'clip', i));
	const body = (a: Value, most: Value, least: Value): Value => clipBody([a, least, most], true, true);
	return jitted1('clip', ['named'], body, [value, max, min]);
}

function clipBody([x, ...bounds]: readonly Value[], hasLow: boolean, hasHigh: boolean): Value {
	const above = hasLow ? maximum(bounds[0], x) : x;
	return hasHigh ? minimum(bounds[bounds.length - 1], above) : above;
}

/** The first choice whose condition holds, else the default. */
export function select(
	conditions: readonly unknown[],
	choices: readonly unknown[],
	fallback: unknown = 0n
): Value {
	if (conditions.length !== choices.length)
		throw new ProgramError(
			'ValueError',
			`condlist must have length equal to choicelist (${conditions.length} vs ${choices.length})`
		);
	if (conditions.length === 0) throw new ProgramError('ValueError', 'condlist must be non-empty');
	const values = promoteTypes(arrayLikes('select', [...choices, fallback]));
	const flags = conditions.map((condition, i) => toBool(toValue(condition, 'select', i)));
	const none = constant(false, 'bool');
	// The fallback stands first: where no condition holds, the first largest is number 0.
	const which = bind1('argmax', [ops.stack(broadcastArrays([none, ...flags]), 0)], {
		axes: [0],
		index_dtype: 'int32'
	});
	const [number, ...cases] = broadcastArrays([which, values[values.length - 1], ...values.slice(0, -1)]);
	return ops.select(number, ...cases);
}

/** Per element the choice of that number; out of range wraps or clips, and `raise` is refused while tracing. */
export function choose(which: unknown, choices: readonly unknown[], mode = 'raise'): Value {
	const number = ops.convert(toValue(which, 'choose'), 'int32');
	const values = promoteTypes(arrayLikes('choose', choices));
	const [spreadNumber, ...spread] = broadcastArrays([number, ...values]);
	const n = ops.scalar(values.length, 'int32');
	const zero = ops.scalar(0, 'int32');
	const inside =
		mode === 'wrap'
			? ops.binary('rem', ops.add(ops.binary('rem', spreadNumber, n), n), n)
			: ops.binary('min', ops.binary('max', spreadNumber, zero), ops.scalar(values.length - 1, 'int32'));
	return spread.reduce((chosen, value, i) =>
		i === 0 ? value : ops.select(ops.binary('eq', inside, ops.scalar(i, 'int32')), chosen, value)
	);
}
