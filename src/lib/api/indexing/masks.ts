import { ProgramError } from '$lib/core/errors';
import { help } from '$lib/core/parts';
import { Tracer, type Value } from '$lib/core/interpreter';
import { longText } from '$lib/core/aval';
import { NDArray } from '$lib/array/ndarray';
import { allocate } from '$lib/array/dtype';
import { stridesOf, type Shape } from '$lib/array/shape';
import { range, seeAlso, sequenceText } from '../arguments';
import type { AxisIndex } from './parse';

/** A concrete mask as the places where it holds, one index array an axis. */
export function maskIndices(mask: Value, axis: number, shape: Shape, position: number): AxisIndex[] {
	if (mask instanceof Tracer)
		throw new ProgramError(
			'NonConcreteBooleanIndexError',
			`Array boolean indices must be concrete; got ${longText(mask.aval)}${seeAlso('NonConcreteBooleanIndexError', '\n\n')}`,
			help.module.maskDecidesShape,
			{ kind: 'traced', tracer: mask }
		);
	if (mask.ndim === 0) return [{ kind: 'flag', value: mask.data[0] !== 0 }];
	const own = shape.slice(axis, axis + mask.ndim);
	if (mask.shape.some((size, i) => size !== 0 && size !== own[i]))
		throw new ProgramError(
			'IndexError',
			`boolean index did not match shape of indexed array in index ${position}: got ${sequenceText(mask.shape)}, expected [${own.join(', ')}]`
		);
	const places = range(mask.size).filter((i) => mask.data[i] !== 0);
	const strides = stridesOf(mask.shape);
	return mask.shape.map((size, i) => {
		const data = allocate('int32', places.length);
		places.forEach((place, k) => (data[k] = Math.floor(place / strides[i]) % size));
		return { kind: 'array', axis: axis + i, value: new NDArray('int32', [places.length], data) };
	});
}

export function notStatic(given: readonly unknown[], position: number): ProgramError {
	if (given.some((bound) => typeof bound === 'number'))
		return new ProgramError('TypeError', "'float' object cannot be interpreted as an integer");
	const text = `Slice entries must be static integers. Got slice(${given.map(boundText).join(', ')}) at position ${position}`;
	const tracer = given.find((bound) => bound instanceof Tracer);
	return new ProgramError('IndexError', text, {}, tracer ? { kind: 'traced', tracer } : null);
}

const boundText = (bound: unknown): string =>
	bound === null || bound === undefined ? 'None' : String(bound);
