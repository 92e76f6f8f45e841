import { ProgramError } from '$lib/core/errors';
import { Fn, NativeFn, type Kwargs } from '$lib/core/fn';
import { avalOf } from '$lib/core/interpreter';
import { axisIn } from './arguments';
import { toValue } from './values';
import { vmap } from './vmap/vmap';

/** `func1d` of every line along an axis, all lines at once: a vmap for each other axis. */
export function applyAlongAxis(
	f: unknown,
	axis: unknown,
	x: unknown,
	args: readonly unknown[] = [],
	kwargs: Kwargs = new Map()
): unknown {
	if (!(f instanceof Fn)) throw new ProgramError('TypeError', 'apply_along_axis takes a function');
	const value = toValue(x, 'apply_along_axis');
	const rank = avalOf(value).shape.length;
	const along = axisIn(axis, rank);
	let mapped: Fn = new NativeFn(f.name, ([line]) => f.call([line, ...args], kwargs));
	for (let i = 1; i < rank - along; i++) mapped = vmap(mapped, { inAxes: BigInt(i), outAxes: -1n });
	for (let i = 0; i < along; i++) mapped = vmap(mapped, { inAxes: 0n, outAxes: 0n });
	return mapped.call([value]);
}
