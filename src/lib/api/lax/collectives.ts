import { axisSize } from '$lib/core/axis-env';
import { ProgramError } from '$lib/core/errors';
import { nameTheAxis } from '$lib/core/help/values';
import { Tracer, avalOf, bind1, type Value } from '$lib/core/interpreter';
import { binary, convert, moveAxis, mul, scalar, squeeze } from '$lib/core/ops';
import { inexact } from '$lib/core/promote';
import { flatten, mapTree } from '$lib/core/tree';
import { axisIn, isSequence, itemsOf, staticInt } from '../arguments';
import { leafValue } from '../leaf';
import { isScalar } from '../values';

/** Collectives over the axis of a `vmap(..., axis_name=...)`. Throw JAX's NameError for an axis that is not in force. */

function sizeOf(name: unknown, call: string, x: unknown = null): number {
	const size = typeof name === 'string' ? axisSize(name) : null;
	if (size !== null) return size;
	const text = asksSize.has(call) && !(x instanceof Tracer);
	throw new ProgramError(
		'NameError',
		text
			? `unbound axis name: ${String(name)}`
			: `Found an unbound axis name: ${String(name)}. To fix this, please call ${call} under \`jax.shard_map\`.`,
		nameTheAxis(String(name))
	);
}

/** What asks for the axis's size before anything else, as JAX does: a `psum` only of what is no tracer. */
const asksSize: ReadonlySet<string> = new Set([
	'psum',
	'axis_size',
	'all_gather',
	'all_to_all',
	'psum_scatter'
]);

const namesOf = (axis: unknown): unknown[] => (isSequence(axis) ? [...itemsOf(axis)] : [axis]);

const firstTracer = (x: unknown): unknown => flatten(x).leaves.find((leaf) => leaf instanceof Tracer);

type Reduction = 'psum' | 'pmax' | 'pmin';

const reduced =
	(primitive: Reduction) =>
	(x: unknown, axisName: unknown): unknown => {
		const names = namesOf(axisName);
		const size = names.reduce<number>(
			(product, name) => product * sizeOf(name, primitive, firstTracer(x)),
			1
		);
		return mapTree((leaf) => {
			if (primitive === 'psum' && isScalar(leaf))
				return typeof leaf === 'number' ? leaf * size : BigInt(leaf) * BigInt(size);
			const value = leafValue(leaf);
			const summed = avalOf(value).dtype === 'bool' && primitive === 'psum' ? convert(value, 'int32') : value;
			return bind1(primitive, [summed], { axes: names.map(String), axis_index_groups: null });
		}, x);
	};

export const psum = reduced('psum');
export const pmax = reduced('pmax');
export const pmin = reduced('pmin');

export function pmean(x: unknown, axisName: unknown): unknown {
	const size = namesOf(axisName).reduce<number>(
		(product, name) => product * sizeOf(name, 'psum', firstTracer(x)),
		1
	);
	return mapTree((leaf) => {
		const total = leafValue(leafValue(psum(leaf, axisName)));
		const dtype = inexact(avalOf(total).dtype);
		return binary('div', convert(total, dtype), scalar(size, dtype));
	}, x);
}

export const axisIndex = (axisName: unknown): Value => {
	sizeOf(axisName, 'axis_index');
	return bind1('axis_index', [], { axis_name: String(axisName) });
};

export const axisSizeOf = (axisName: unknown): bigint => BigInt(sizeOf(axisName, 'axis_size'));

export function allGather(
	x: unknown,
	axisName: unknown,
	axis: unknown = 0n,
	tiled: unknown = false
): unknown {
	const size = sizeOf(axisName, 'all_gather');
	return mapTree((leaf) => {
		const value = leafValue(leaf);
		return bind1('all_gather', [value], {
			axis_name: String(axisName),
			all_gather_dimension: axisIn(axis, avalOf(value).shape.length + (tiled ? 0 : 1)),
			axis_size: size,
			axis_index_groups: null,
			tiled: Boolean(tiled)
		});
	}, x);
}

export function ppermute(x: unknown, axisName: unknown, perm: unknown): unknown {
	sizeOf(axisName, 'ppermute');
	const pairs = namesOf(perm).map((pair): readonly [number, number] => {
		const [from, to] = namesOf(pair).map((n) => staticInt(n) ?? 0);
		return [from, to];
	});
	return mapTree(
		(leaf) => bind1('ppermute', [leafValue(leaf)], { axis_name: String(axisName), perm: pairs }),
		x
	);
}

/** Row i keeps piece i of the sum along `dimension`, where `tiled` a block of it. */
export function psumScatter(
	x: unknown,
	axisName: unknown,
	dimension: unknown = 0n,
	tiled: unknown = false
): unknown {
	const size = sizeOf(axisName, 'psum_scatter');
	return mapTree((leaf) => {
		const total = leafValue(psum(leaf, axisName));
		return pieceOf(total, axisIn(dimension, avalOf(total).shape.length), size, axisName, Boolean(tiled));
	}, x);
}

/** This row's piece of `size` along an axis, without the axis unless `tiled`. */
function pieceOf(x: Value, axis: number, size: number, axisName: unknown, tiled: boolean): Value {
	const { shape } = avalOf(x);
	const block = shape[axis] / size;
	if (!Number.isInteger(block) || (!tiled && block !== 1))
		throw new ProgramError(
			'ValueError',
			`the size ${shape[axis]} of axis ${axis} does not fit the ${size} rows of axis ${String(axisName)}`
		);
	const start = mul(axisIndex(axisName), scalar(block, 'int32'));
	const starts = shape.map((_, i) => (i === axis ? start : scalar(0, 'int32')));
	const sizes = shape.map((n, i) => (i === axis ? block : n));
	const piece = bind1('dynamic_slice', [x, ...starts], { slice_sizes: sizes });
	return tiled ? piece : squeeze(piece, [axis]);
}

/** Rows and an axis trade places: piece j of row i becomes piece i of row j. */
export function allToAll(
	x: unknown,
	axisName: unknown,
	splitAxis: unknown,
	concatAxis: unknown,
	tiled: unknown = false
): unknown {
	const size = sizeOf(axisName, 'all_to_all');
	if (tiled)
		throw new ProgramError('NotImplementedError', 'Lockstep has lax.all_to_all with tiled=False only');
	return mapTree((leaf) => {
		const rank = avalOf(leafValue(leaf)).shape.length;
		const all = leafValue(allGather(leaf, axisName));
		const mine = pieceOf(all, axisIn(splitAxis, rank) + 1, size, axisName, false);
		return moveAxis(mine, 0, axisIn(concatAxis, rank));
	}, x);
}

/** Row i takes what row perm[i] has. */
export const pshuffle = (x: unknown, axisName: unknown, perm: unknown): unknown =>
	ppermute(
		x,
		axisName,
		namesOf(perm).map((from, to) => [from, BigInt(to)])
	);
