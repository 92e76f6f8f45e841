import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { sameShape } from '$lib/array/shape';
import { promoteArgs } from '../broadcast';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import { constant, toValue } from '../values';
import { remainder } from './rarer-arithmetic';
import { searchsorted, takeAt } from './searching';
import { sliceAxis } from './shape';
import { where } from './where';

/** What lies beyond an end: the end's own height (null), a value, or the line on. */
type End = Value | 'extrapolate' | null;

export interface InterpOptions {
	readonly left?: unknown;
	readonly right?: unknown;
	/** Places are taken modulo this; the ends then meet. */
	readonly period?: unknown;
}

/** Piecewise linear interpolation at `x` of the points (xp, fp). */
export function interp(x: unknown, xp: unknown, fp: unknown, options: InterpOptions = {}): Value {
	const shapes = [xp, fp].map((v, i) => avalOf(toValue(v, 'interp', i + 1)).shape);
	if (!sameShape(shapes[0], shapes[1]) || shapes[0].length !== 1)
		throw new ProgramError('ValueError', 'xp and fp must be one-dimensional arrays of equal size');
	const operands = [x, xp, fp].map((v) => promoteArgs('interp', [v], 'inexact')[0]);
	const ends = [endOf(options.left, 'left'), endOf(options.right, 'right')];
	const period = options.period === null || options.period === undefined ? null : toValue(options.period);
	const kinds = ends.map((end) => (typeof end === 'object' && end !== null ? 'value' : end));
	const more = [
		...ends.filter((end) => typeof end === 'object' && end !== null),
		...(period ? [period] : [])
	];
	const body = (...all: Value[]): Value => interpBody(all, kinds, period !== null);
	return jitted1('_interp', [...kinds, period !== null], body, [...operands, ...(more as Value[])]);
}

function endOf(end: unknown, name: string): End {
	if (end === null || end === undefined) return null;
	if (typeof end !== 'string') return toValue(end, 'interp');
	if (end === 'extrapolate') return end;
	throw new ProgramError(
		'ValueError',
		`the only valid string value of \`${name}\` is 'extrapolate', but got: '${end}'`
	);
}

type EndKind = 'value' | 'extrapolate' | null;

function interpBody(
	[given, xp, fp, ...rest]: readonly Value[],
	[left, right]: readonly EndKind[],
	periodic: boolean
): Value {
	if (periodic) {
		const [x, places, heights] = wrapped(given, xp, fp, rest[rest.length - 1]);
		return between(x, places, heights);
	}
	const n = avalOf(xp).shape[0];
	const end = (kind: EndKind, value: Value, place: number): Value =>
		kind === 'value' ? value : takeAt(fp, constant(place, 'int32'));
	const inside = between(given, xp, fp);
	const [first, last] = [0, n - 1].map((place) => takeAt(xp, constant(place, 'int32')));
	const low =
		left === 'extrapolate'
			? inside
			: where(ops.binary('lt', ...spread(given, first)), end(left, rest[0], 0), inside);
	if (right === 'extrapolate') return low;
	return where(ops.binary('gt', ...spread(given, last)), end(right, rest[rest.length - 1], n - 1), low);
}

/** A scalar beside an array, as comparisons take them. */
const spread = (x: Value, scalar: Value): [Value, Value] => [
	x,
	ops.convert(ops.broadcastInDim(scalar, avalOf(x).shape, []), avalOf(x).dtype, avalOf(x).weak)
];

function between(x: Value, xp: Value, fp: Value): Value {
	const n = avalOf(xp).shape[0];
	const after = searchsorted(xp, x, 'right');
	const i = bind1('clamp', [constant(1, 'int32'), after, constant(n - 1, 'int32')], {});
	const before = ops.binary('sub', i, constant(1, 'int32'));
	const [x0, x1, y0, y1] = [takeAt(xp, before), takeAt(xp, i), takeAt(fp, before), takeAt(fp, i)];
	const [dy, dx, delta] = [ops.binary('sub', y1, y0), ops.binary('sub', x1, x0), ops.binary('sub', x, x0)];
	const flat = ops.binary('le', ops.unary('abs', dx), constantLike(dx, 2 ** -23 * 2 ** -100));
	const slope = ops.mul(ops.binary('div', delta, where(flat, constantLike(dx, 1), dx)), dy);
	return where(flat, y0, ops.add(y0, slope));
}

/** Places modulo the period in order, one more at either side. */
function wrapped(x: Value, xp: Value, fp: Value, given: Value): [Value, Value, Value] {
	const period = ops.convert(ops.unary('abs', given), avalOf(xp).dtype);
	const params = { dimension: 0, is_stable: true, num_keys: 1 };
	const [places, heights] = bind('sort', [remainder(xp, period), fp], params);
	const n = avalOf(xp).shape[0];
	const [first, last] = [places, heights].map((v) => [sliceAxis(v, 0, 0, 1), sliceAxis(v, 0, n - 1, n)]);
	const step = ops.broadcastInDim(period, [1], []);
	return [
		remainder(x, period),
		ops.concatenate([ops.binary('sub', first[1], step), places, ops.add(first[0], step)], 0),
		ops.concatenate([last[1], heights, last[0]], 0)
	];
}
