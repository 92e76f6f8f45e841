import { avalOf, type Value } from '$lib/core/interpreter';
import { binary, convert, select } from '$lib/core/ops';
import { constantLike } from '../elementwise';
import { broadcastArrays, promoteTypes } from '../broadcast';
import { jitted1 } from '../jitted';
import { toValue } from '../values';

/** `x` where `condition` holds, else `y`, everything broadcast (three-argument `jnp.where`). */
export function where(condition: unknown, x: unknown, y: unknown): Value {
	const operands = [condition, x, y].map((operand, position) => toValue(operand, 'where', position));
	return jitted1('_where', [], whereBody, operands);
}

function whereBody(condition: Value, x: Value, y: Value): Value {
	const [a, b] = promoteTypes([x, y]);
	const asked = toBool(condition);
	if (avalOf(asked).shape.length === 0) {
		const [p, q] = broadcastArrays([a, b]);
		return select(asked, q, p);
	}
	const [mask, p, q] = broadcastArrays([asked, a, b]);
	return select(mask, q, p);
}

/** Booleans as they are, numbers compared with zero. */
export const toBool = (x: Value): Value =>
	avalOf(x).dtype === 'bool' ? x : binary('ne', x, constantLike(x, 0));

/** Converted to booleans, which are never weak. */
export const asBool = (x: Value): Value => convert(x, 'bool');
