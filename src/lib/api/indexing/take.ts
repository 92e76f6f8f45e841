import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { GatherMode } from '$lib/core/primitive';
import { isFloat, kindOf, type DType } from '$lib/array/dtype';
import { sameShape } from '$lib/array/shape';
import { constantLike } from '../elementwise';
import { constant, integerRange } from '../values';
import { parseIndex, type AxisIndex, type ParsedIndex } from './parse';
import { gathering } from '../parts';

const { dynamicTake, gathered } = gathering.functions;

/** How `x.at[i].get()` may be told to read. */
export interface TakeOptions {
	readonly mode?: string | null;
	readonly fill?: number | null;
	readonly sorted?: boolean;
	readonly unique?: boolean;
	/** Negative places count from the end. */
	readonly wrap?: boolean;
}

/** JAX's names of modes for reading; null is the default, which clamps. */
function gatherMode(mode: string | null | undefined): GatherMode {
	switch (mode) {
		case null:
		case undefined:
		case 'promise_in_bounds':
			return 'promise_in_bounds';
		case 'clip':
			return 'clip';
		case 'fill':
		case 'drop':
			return 'fill';
		default:
			throw new ProgramError('ValueError', `Unknown gather mode "${mode}"`);
	}
}

/**
 * `x[index]`: a slice where everything is known, a dynamic_slice where only single places are traced, a gather
 * otherwise; as JAX chooses.
 */
export function getItem(x: Value, index: unknown, options: TakeOptions = {}): Value {
	const parsed = parseIndex(index, avalOf(x).shape);
	const mode = gatherMode(options.mode);
	const wrap = options.wrap ?? true;
	if (mode !== 'fill' && isStatic(parsed, avalOf(x).shape, mode, wrap)) return staticTake(x, parsed, wrap);
	if (mode !== 'fill' && isDynamic(parsed)) return dynamicTake(x, parsed, wrap);
	return gathered(x, parsed, mode, options);
}

function isStatic({ axes }: ParsedIndex, shape: readonly number[], mode: GatherMode, wrap: boolean): boolean {
	return axes.every((each) => {
		if (each.kind === 'array' || each.kind === 'flag') return false;
		if (each.kind !== 'integer') return true;
		const size = shape[each.axis];
		const at = wrap && each.value < 0 ? each.value + size : each.value;
		return size > 0 && (mode === 'clip' || (at >= 0 && at < size));
	});
}

const isDynamic = ({ axes }: ParsedIndex): boolean =>
	axes.every((each) => {
		if (each.kind === 'flag') return false;
		if (each.kind === 'slice') return Math.abs(each.slice.step) === 1;
		return each.kind !== 'array' || avalOf(each.value).shape.length === 0;
	});

/** Places of the new axes in the result. */
function newAxes(axes: readonly AxisIndex[]): number[] {
	const places: number[] = [];
	let place = 0;
	for (const each of axes) {
		if (each.kind === 'newaxis') places.push(place);
		if (each.kind === 'newaxis' || each.kind === 'slice') place++;
	}
	return places;
}

const squeezed = (axes: readonly AxisIndex[]): number[] =>
	axes.flatMap((each) => (each.kind === 'integer' || each.kind === 'array' ? [each.axis] : []));
const turned = (axes: readonly AxisIndex[]): number[] =>
	axes.flatMap((each) => (each.kind === 'slice' && each.slice.step < 0 ? [each.axis] : []));

export function finish(x: Value, axes: readonly AxisIndex[]): Value {
	const reversed = turned(axes);
	const right = reversed.length > 0 ? ops.rev(x, reversed) : x;
	const less = ops.squeeze(right, squeezed(axes));
	const added = newAxes(axes);
	return added.length > 0 ? ops.expandDims(less, added) : less;
}

function staticTake(x: Value, { axes }: ParsedIndex, wrap: boolean): Value {
	const { shape } = avalOf(x);
	const [start, limit, strides]: number[][] = [[], [], []];
	for (const each of axes) {
		if (each.kind === 'integer') {
			const size = shape[each.axis];
			const at = Math.min(size - 1, Math.max(0, wrap && each.value < 0 ? each.value + size : each.value));
			start.push(at);
			limit.push(at + 1);
			strides.push(1);
		} else if (each.kind === 'slice') {
			const [from, to] = ascending(each.slice, shape[each.axis]);
			start.push(from);
			limit.push(to);
			strides.push(Math.abs(each.slice.step));
		}
	}
	const trivial =
		strides.every((step) => step === 1) && start.every((at) => at === 0) && sameShape(limit, shape);
	const sliced = trivial
		? x
		: ops.slice(x, start, limit, strides.every((step) => step === 1) ? null : strides);
	return finish(sliced, axes);
}

/** A slice's bounds as an upward one that holds the same places. */
export function ascending(
	{ start, stop, step }: { start: number; stop: number; step: number },
	size: number
): [number, number] {
	if (step > 0) return [start, Math.max(start, stop)];
	const by = -step;
	const first = Math.min(size, stop + 1 + (Math.abs(start - stop - 1) % by));
	return [first, Math.max(first, start + 1)];
}

/** Negative places counted from the end, once; in the strong type of the place where `strong` says so. */
export function wrapped(place: Value, size: number, strong = false): Value {
	if (kindOf(avalOf(place).dtype) === 'u') return place;
	const below = ops.binary('lt', place, constantLike(place, 0));
	const { dtype, weak } = avalOf(place);
	const added = ops.binary(
		'add',
		ops.convert(place, dtype, weak && !strong),
		constant(size, dtype, weak && !strong)
	);
	return ops.select(below, place, added);
}

/** What reading out of range gives where nothing is said: NaN, the least signed, the greatest unsigned integer, True. */
export function fillFor(dtype: DType): number {
	if (isFloat(dtype)) return NaN;
	if (dtype === 'bool') return 1;
	if (dtype === 'key<fry>') return 2 ** 32 - 1;
	const { low, high } = integerRange(dtype);
	return Number(kindOf(dtype) === 'u' ? high : low);
}
