import { Fn } from '$lib/core/fn';
import { applyAlongAxis } from '$lib/api/along-axis';
import { ProgramError } from '$lib/core/errors';
import { tuple } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import { choose, select } from '$lib/api/jnp/choosing';
import * as histograms from '$lib/api/jnp/histograms';
import { stack, unstack } from '$lib/api/jnp/joining';
import { interp } from '$lib/api/jnp/interp';
import * as searching from '$lib/api/jnp/searching';
import * as sorting from '$lib/api/jnp/sorting';
import * as taking from '$lib/api/jnp/taking';
import * as uniques from '$lib/api/jnp/unique';
import type { UniqueOptions } from '$lib/api/jnp/unique';
import { where } from '$lib/api/jnp/where';
import { toValue } from '$lib/api/values';
import { isSequence, itemsOf } from '$lib/api/arguments';
import { native, type NativeFunction } from '../../native';
import { family, flag, tupleOf, type ArrayName } from '../family';
import { readable } from '../first';

/** `take` as a function of `jnp` and as a method of arrays. */
export const takeWith = (array: ArrayName): NativeFunction =>
	native(
		`take(${array}, indices, axis=None, out=None, mode=None, unique_indices=False, indices_are_sorted=False, fill_value=None)`,
		(
			x: unknown,
			at: unknown,
			axis: unknown,
			_: unknown,
			mode: unknown,
			__: unknown,
			___: unknown,
			fill: unknown
		) =>
			taking.take(x, at, {
				axis,
				mode: mode === null ? null : String(mode),
				fill: fill === null ? null : Number(fill)
			})
	);

const order = '*, kind=None, order=None, stable=True, descending=False';

const listed = (x: unknown, fn: string): readonly unknown[] => {
	if (isSequence(x)) return itemsOf(x);
	const value = toValue(x, fn);
	return unstack(value, 0);
};

function unique(
	x: unknown,
	places: unknown,
	inverse: unknown,
	counts: unknown,
	options: UniqueOptions
): unknown {
	const found = uniques.unique(readable(x), options);
	const wanted = [
		found.values,
		...(flag(places) ? [found.index] : []),
		...(flag(inverse) ? [found.inverse] : []),
		...(flag(counts) ? [found.counts] : [])
	];
	return wanted.length === 1 ? wanted[0] : tuple(...wanted);
}

/** The function whose condition holds, applied to each element; the last of several. */
function piecewise(x: unknown, conditions: unknown, functions: unknown): Value {
	const value = toValue(x, 'piecewise');
	const masks = listed(conditions, 'piecewise');
	const choices = listed(functions, 'piecewise').map((f) => (f instanceof Fn ? f.call([value]) : f));
	const fallback = choices.length > masks.length ? choices[choices.length - 1] : 0n;
	return masks.reduce<Value>((rest, mask, i) => where(mask, choices[i], rest), toValue(fallback));
}

/** An operation of sets; `flags` are taken and change nothing. */
const sets = (name: uniques.SetOperation, flags = '') =>
	native(`${name}(ar1, ar2, ${flags}*, size=None, fill_value=None)`, (...given: unknown[]) => {
		const [size, fill] = given.slice(-2);
		return uniques.setOperation(name, given[0], given[1], { size, fill });
	});

const functions = family(
	native(
		'where(condition, x=None, y=None, /, *, size=None, fill_value=None)',
		(mask: unknown, x: unknown, y: unknown, size: unknown, fill: unknown) => {
			if (x === null && y === null) return tupleOf(searching.nonzero(mask, size, fill));
			if (x === null || y === null)
				throw new ProgramError(
					'TypeError',
					`where requires ndarray or scalar arguments, got <class 'NoneType'> at position ${x === null ? 1 : 2}.`
				);
			return where(mask, x, y);
		}
	),
	native('select(condlist, choicelist, default=0)', (masks: unknown, choices: unknown, fallback: unknown) =>
		select(listed(masks, 'select'), listed(choices, 'select'), fallback)
	),
	native(
		"choose(a, choices, out=None, mode='raise')",
		(which: unknown, choices: unknown, _: unknown, mode: string) =>
			choose(which, listed(choices, 'choose'), mode)
	),
	native('piecewise(x, condlist, funclist, *args, **kw)', piecewise),
	native(
		`sort(a, axis=-1, ${order})`,
		(x: unknown, axis: unknown, _: unknown, __: unknown, stable: unknown, descending: unknown) =>
			sorting.sort(x, axis, { stable: flag(stable), descending: flag(descending) })
	),
	native(
		`argsort(a, axis=-1, ${order})`,
		(x: unknown, axis: unknown, _: unknown, __: unknown, stable: unknown, descending: unknown) =>
			sorting.argsort(x, axis, { stable: flag(stable), descending: flag(descending) })
	),
	native('lexsort(keys, axis=-1)', (keys: unknown, axis: unknown) =>
		sorting.lexsort(listed(keys, 'lexsort'), axis)
	),
	native('partition(a, kth, axis=-1)', sorting.partition),
	native('argpartition(a, kth, axis=-1)', sorting.argpartition),
	native(
		"searchsorted(a, v, side='left', sorter=None, *, method='scan')",
		(a: unknown, v: unknown, side: string, sorter: unknown) => searching.searchsorted(a, v, side, sorter)
	),
	native('digitize(x, bins, right=False, *, method=None)', (x: unknown, bins: unknown, right: unknown) =>
		searching.digitize(x, bins, flag(right))
	),
	native('nonzero(a, *, size=None, fill_value=None)', (x: unknown, size: unknown, fill: unknown) =>
		tupleOf(searching.nonzero(x, size, fill))
	),
	native('flatnonzero(a, *, size=None, fill_value=None)', searching.flatnonzero),
	native('argwhere(a, *, size=None, fill_value=None)', searching.argwhere),
	native(
		'unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True, size=None, fill_value=None, sorted=True)',
		(
			x: unknown,
			places: unknown,
			inverse: unknown,
			counts: unknown,
			axis: unknown,
			equalNan: unknown,
			size: unknown,
			fill: unknown
		) => unique(x, places, inverse, counts, { axis, size, fill, equalNan: flag(equalNan) })
	),
	native(
		'interp(x, xp, fp, left=None, right=None, period=None)',
		(x: unknown, xp: unknown, fp: unknown, left: unknown, right: unknown, period: unknown) =>
			interp(x, xp, fp, { left, right, period })
	),
	native('bincount(x, weights=None, minlength=0, *, length=None)', histograms.bincount),
	native(
		'histogram(a, bins=10, range=None, weights=None, density=None)',
		(x: unknown, bins: unknown, range: unknown, weights: unknown, density: unknown) =>
			tupleOf(histograms.histogram(x, bins, { range, weights, density: density !== null && flag(density) }))
	),
	native(
		'histogram_bin_edges(a, bins=10, range=None, weights=None)',
		(x: unknown, bins: unknown, range: unknown) => histograms.histogramBinEdges(x, bins, range)
	),
	native(
		'isin(element, test_elements, assume_unique=False, invert=False, *, method="auto")',
		(x: unknown, tests: unknown, _: unknown, invert: unknown) =>
			searching.isin(x, isSequence(tests) ? stack(tests) : tests, flag(invert))
	),
	native('array_equal(a1, a2, equal_nan=False)', (a: unknown, b: unknown, equalNan: unknown) =>
		searching.arrayEqual(a, b, flag(equalNan))
	),
	native(
		'allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)',
		(a: unknown, b: unknown, rtol: unknown, atol: unknown, equalNan: unknown) =>
			searching.allclose(a, b, { rtol, atol, equalNan: flag(equalNan) })
	),
	sets('union1d'),
	native(
		'intersect1d(ar1, ar2, assume_unique=False, return_indices=False, *, size=None, fill_value=None)',
		(a: unknown, b: unknown, _: unknown, places: unknown, size: unknown, fill: unknown) =>
			flag(places)
				? tupleOf(uniques.sharedPlaces(a, b))
				: uniques.setOperation('intersect1d', a, b, { size, fill })
	),
	sets('setdiff1d', 'assume_unique=False, '),
	sets('setxor1d', 'assume_unique=False, '),
	takeWith('a'),
	native(
		'take_along_axis(arr, indices, axis=-1, mode=None, fill_value=None)',
		(x: unknown, at: unknown, axis: unknown, mode: unknown, fill: unknown) =>
			taking.takeAlongAxis(
				x,
				at,
				axis,
				mode === null ? null : String(mode),
				fill === null ? null : Number(fill)
			)
	),
	native(
		'put_along_axis(arr, indices, values, axis, inplace=True, *, mode=None)',
		(x: unknown, at: unknown, values: unknown, axis: unknown, inplace: unknown) => {
			if (flag(inplace))
				throw new ProgramError(
					'ValueError',
					'jax.numpy.put_along_axis cannot modify arrays in-place, because JAX arraysare immutable. Pass inplace=False to instead return an updated array.'
				);
			return taking.putAlongAxis(x, at, values, axis);
		}
	),
	native(
		'compress(condition, a, axis=None, *, size=None, fill_value=0, out=None)',
		(mask: unknown, x: unknown, axis: unknown, size: unknown, fill: unknown) =>
			taking.compress(isSequence(mask) ? stack(mask) : mask, x, axis, { size, fill })
	),
	native('apply_along_axis(func1d, axis, arr, *args, **kwargs)', applyAlongAxis)
);

/** Functions that choose, sort and look things up. */
export const finding = functions;
