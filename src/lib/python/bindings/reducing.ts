import type { ReductionOptions } from '$lib/api/jnp/reductions';
import type { SpreadOptions } from '$lib/api/jnp/statistics';
import type { Value } from '$lib/core/interpreter';
import { native, type NativeFunction } from '../native';
import { flag, refuseOut, type ArrayName } from './family';

/** Reductions as programs call them: functions of `jnp` and methods of arrays. */

type Reduce = (x: unknown, options: ReductionOptions) => Value;

/** With an element type to reduce in: `sum`, `prod`. */
export const typed = (name: string, reduce: Reduce, array: ArrayName = 'a'): NativeFunction =>
	native(
		`${name}(${array}, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None, promote_integers=True)`,
		(
			x: unknown,
			axis: unknown,
			dtype: unknown,
			out: unknown,
			keepdims: unknown,
			initial: unknown,
			where: unknown,
			promoteIntegers: unknown
		) => {
			refuseOut(name, out);
			const options = { axis, dtype, keepdims: flag(keepdims), initial, where };
			return reduce(x, { ...options, promoteIntegers: flag(promoteIntegers) });
		}
	);

/** Without: `max`, `ptp`. */
export const typeless = (name: string, reduce: Reduce, array: ArrayName = 'a'): NativeFunction =>
	native(
		`${name}(${array}, axis=None, out=None, keepdims=False, initial=None, where=None)`,
		(x: unknown, axis: unknown, out: unknown, keepdims: unknown, initial: unknown, where: unknown) => {
			refuseOut(name, out);
			return reduce(x, { axis, keepdims: flag(keepdims), initial, where });
		}
	);

/** Of the distances from the mean: `std`, `var`. */
export const spread = (
	name: string,
	reduce: (x: unknown, options: SpreadOptions) => Value,
	array: ArrayName = 'a'
): NativeFunction =>
	native(
		`${name}(${array}, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, correction=None)`,
		(
			x: unknown,
			axis: unknown,
			dtype: unknown,
			out: unknown,
			ddof: unknown,
			keepdims: unknown,
			where: unknown,
			correction: unknown
		) => {
			refuseOut(name, out);
			return reduce(x, { axis, dtype, ddof: Number(correction ?? ddof), keepdims: flag(keepdims), where });
		}
	);

/** The place of an extreme: `argmax`. */
export const place = (
	name: string,
	find: (x: unknown, axis: unknown, keepdims: boolean) => Value,
	array: ArrayName = 'a'
): NativeFunction =>
	native(
		`${name}(${array}, axis=None, out=None, keepdims=None)`,
		(x: unknown, axis: unknown, out: unknown, keepdims: unknown) => {
			refuseOut(name, out);
			return find(x, axis, keepdims === true);
		}
	);

/** Without a start: `mean`. */
export const meanLike = (name: string, reduce: Reduce): NativeFunction =>
	native(
		`${name}(a, axis=None, dtype=None, out=None, keepdims=False, *, where=None)`,
		(x: unknown, axis: unknown, dtype: unknown, out: unknown, keepdims: unknown, where: unknown) => {
			refuseOut(name, out);
			return reduce(x, { axis, dtype, keepdims: flag(keepdims), where });
		}
	);
