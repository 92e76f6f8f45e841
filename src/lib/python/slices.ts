import type { Slice } from '$lib/core/containers';
import { asIndex, toSize } from './convert';
import { pyError, typeError, valueError } from './errors';
import { typeName } from './types';

/** The place of an index that may count from the end; Python's IndexError outside. */
export function position(length: number, index: bigint, kind: string): number {
	const at = Number(index) + (index < 0n ? length : 0);
	if (at < 0 || at >= length) throw pyError('IndexError', `${kind ? `${kind} ` : ''}index out of range`);
	return at;
}

export function toPosition(index: unknown, kind: string): bigint {
	const found = asIndex(index);
	if (found !== undefined) {
		if (kind !== 'range' && found !== BigInt.asIntN(64, found))
			throw pyError('IndexError', "cannot fit 'int' into an index-sized integer");
		return found;
	}
	if (kind === 'string') throw typeError(`string indices must be integers, not '${typeName(index)}'`);
	if (kind === 'deque') throw typeError(`sequence index must be integer, not '${typeName(index)}'`);
	throw typeError(`${kind} indices must be integers or slices, not ${typeName(index)}`);
}

function sliceBound(value: unknown): number | null {
	if (value === null) return null;
	const index = asIndex(value);
	if (index === undefined)
		throw typeError('slice indices must be integers or None or have an __index__ method');
	return toSize(index);
}

/** Python's `slice.indices(length)`. */
export function sliceBounds(slice: Slice, length: number): { start: number; stop: number; step: number } {
	const step = sliceBound(slice.step) ?? 1;
	if (step === 0) throw valueError('slice step cannot be zero');
	const low = step > 0 ? 0 : -1;
	const high = step > 0 ? length : length - 1;
	const clamp = (value: number | null, otherwise: number): number => {
		if (value === null) return otherwise;
		const at = value < 0 ? value + length : value;
		return Math.min(Math.max(at, low), high);
	};
	return {
		start: clamp(sliceBound(slice.start), step > 0 ? 0 : length - 1),
		stop: clamp(sliceBound(slice.stop), step > 0 ? length : -1),
		step
	};
}

/** The places that a slice picks from a sequence of `length`. */
export function sliceIndices(slice: Slice, length: number): number[] {
	const { start, stop, step } = sliceBounds(slice, length);
	const found: number[] = [];
	if (step > 0) for (let i = start; i < stop; i += step) found.push(i);
	else for (let i = start; i > stop; i += step) found.push(i);
	return found;
}

/** Puts `items` in place of those from `start` to `stop`. */
export function splice(list: unknown[], start: number, stop: number, items: readonly unknown[]): void {
	const tail = list.slice(stop);
	list.length = start;
	for (const item of items) list.push(item);
	for (const item of tail) list.push(item);
}
