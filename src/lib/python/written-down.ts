import { makeJaxpr } from '$lib/api/jit';
import { NDArray, zeros } from '$lib/array/ndarray';
import type { Aval } from '$lib/core/aval';
import { Tuple } from '$lib/core/containers';
import { NativeFn } from '$lib/core/fn';
import type { Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';

/** What `body` does with values of some types, as equations; `consts` are arrays that it reads besides. Throws what it throws. */
export function writtenDown(
	body: (values: readonly Value[]) => readonly Value[],
	types: readonly Aval[]
): { readonly jaxpr: Jaxpr; readonly consts: readonly NDArray[] } {
	const fn = new NativeFn('asked', (values) => new Tuple(body(values as readonly Value[])));
	const samples = types.map(({ dtype, shape, weak }) => zeros(dtype, shape, weak));
	const traced = makeJaxpr(fn, {}, ({ jaxpr, consts }) => ({ jaxpr, consts: consts.filter(isArray) }));
	return traced.call(samples) as ReturnType<typeof writtenDown>;
}

const isArray = (value: Value): value is NDArray => value instanceof NDArray;
